"""What a reaction says about help. Emoji that say nothing about it are dropped at the door."""

from __future__ import annotations

from bot.domain.facts import Sentiment

_SAYINGS = {
    Sentiment.ACCEPT: "✅ ✔ ☑ white_check_mark heavy_check_mark ballot_box_with_check check checkmark solved",
    Sentiment.THANKS: (
        "🙏 ❤ 💙 💚 💛 💜 🧡 🫶 🙇 🤗 💐 pray heart blue_heart green_heart yellow_heart purple_heart "
        "orange_heart heart_hands bow hugging_face hugs bouquet thanks thank-you thank_you ty tysm gratitude"
    ),
    Sentiment.HELPFUL: (
        "👍 💯 👏 🙌 ⭐ 🌟 💡 ⬆ 🔼 🎯 +1 thumbsup 100 clap raised_hands star star2 bulb arrow_up dart upvote "
        "this helpful"
    ),
}
_TABLE = {emoji: sentiment for sentiment, emojis in _SAYINGS.items() for emoji in emojis.split()}
_VARIATION = "\ufe0f"


def sentiment(emoji: str) -> Sentiment | None:
    """What an emoji says, by its sign (👏🏽) or its name, as Slack has it (`clap::skin-tone-3`)."""
    plain = emoji.partition("::")[0]
    signs = [sign for sign in plain if sign != _VARIATION and not "\U0001f3fb" <= sign <= "\U0001f3ff"]
    return _TABLE.get("".join(signs).lower())
