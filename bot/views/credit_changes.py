"""What another way to judge would have meant for a week's credits."""

from __future__ import annotations

from bot.domain.credit_changes import CreditChanges
from bot.views.card import Text
from bot.views.texts import Texts
from bot.views.when import week_text


def credit_changes_text(found: CreditChanges, t: Texts) -> Text:
    """Such as “In 5–11 February 2018, 12 credits would go, 3 credits would come”."""
    week = week_text(t, found.week)
    parts: list[str] = []
    if found.gone:
        parts.append(t.count("{n} credit would go", "{n} credits would go", found.gone))
    if found.new:
        parts.append(t.count("{n} credit would come", "{n} credits would come", found.new))
    if found.otherwise:
        parts.append(
            t.count("{n} credit would count otherwise", "{n} credits would count otherwise", found.otherwise)
        )
    if parts:
        said = t.say("In {week}, {changes}.", week=week, changes=", ".join(parts))
    elif found.same:
        said = t.count(
            "In {week}, the one credit there is would stay as it is.",
            "In {week}, all {n} credits would stay as they are.",
            found.same,
            week=week,
        )
    else:
        said = t.say("In {week} there is no credit either way.", week=week)
    if found.left_out:
        large = t.count(
            "{n} channel is too busy to be worked out at once, and is left out of this.",
            "{n} channels are too busy to be worked out at once, and are left out of this.",
            found.left_out,
        )
        said = f"{said} {large}"
    return (said,)
