"""Chinese marks, simplified and traditional."""

from __future__ import annotations

from bot.domain.facts import Sign
from bot.domain.judging.lexicon import Lexicon

WORDS = Lexicon(
    marks={
        Sign.QUESTION_WORD: (
            "吗",
            "嗎",
            "怎么",
            "怎麼",
            "怎样",
            "如何",
            "为什么",
            "為什麼",
            "为何",
            "什么",
            "什麼",
            "哪里",
            "哪裡",
            "哪个",
            "哪個",
            "请问",
            "請問",
            "有没有",
            "有沒有",
            "是否",
            "是不是",
            "能不能",
            "可不可以",
            "谁知道",
            "誰知道",
            "有人知道",
            "多少",
        ),
        Sign.REQUEST: (
            "求助",
            "帮忙",
            "幫忙",
            "帮帮我",
            "请教",
            "請教",
            "报错",
            "遇到问题",
            "遇到問題",
            "求大神",
        ),
        Sign.THANKS: ("谢谢", "謝謝", "感谢", "感謝", "多谢", "多謝"),
        Sign.WORKED: ("可以了", "好了", "解决了", "解決了", "搞定", "成功了"),
        Sign.FAILED: ("不行", "没用", "沒用", "还是不", "還是不", "同样的错误", "依然报错"),
        Sign.ME_TOO: ("我也是", "同问", "同問", "一样的问题", "+1"),
        Sign.ACKNOWLEDGED: ("明白", "知道了", "好的", "收到", "原来如此", "原來如此"),
        Sign.GREETING: ("你好", "您好", "大家好", "早上好", "晚上好", "晚安"),
        Sign.WITHDRAWN: ("自己解决", "自己解決", "找到原因了", "不用了"),
    }
)
