"""Japanese marks: written without spaces, so character sequences instead of words."""

from __future__ import annotations

from bot.domain.facts import Sign
from bot.domain.judging.lexicon import Lexicon

WORDS = Lexicon(
    marks={
        Sign.QUESTION_WORD: (
            "ですか",
            "ますか",
            "でしょうか",
            "ませんか",
            "ないか。",
            "なぜ",
            "どうして",
            "どうやって",
            "どうすれば",
            "どうしたら",
            "どこで",
            "どこに",
            "どれが",
            "何が",
            "何を",
            "いつ",
            "誰か",
            "教えて",
        ),
        Sign.REQUEST: (
            "助けて",
            "困って",
            "お願いします",
            "わかりません",
            "分かりません",
            "できません",
            "うまくいかない",
        ),
        Sign.THANKS: ("ありがとう", "有難う", "感謝", "助かりました"),
        Sign.WORKED: ("動きました", "できました", "解決しました", "直りました", "うまくいきました"),
        Sign.FAILED: (
            "動きません",
            "ダメでした",
            "だめでした",
            "変わりません",
            "うまくいきません",
            "同じエラー",
        ),
        Sign.ME_TOO: ("私も同じ", "同じ問題", "同じく"),
        Sign.ACKNOWLEDGED: ("了解", "なるほど", "わかりました", "分かりました", "承知"),
        Sign.GREETING: ("こんにちは", "こんばんは", "おはよう", "よろしく", "はじめまして"),
        Sign.WITHDRAWN: ("自己解決", "忘れてください"),
    }
)
