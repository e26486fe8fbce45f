"""What other thresholds would mean for the verdict."""

from __future__ import annotations

from bot.domain.readiness.outcome import Assessment
from bot.views.card import Text
from bot.views.readiness_history import VERDICT_WORDS
from bot.views.readiness_texts import OUTCOMES
from bot.views.texts import Texts


def what_if_ready_text(now: Assessment, then: Assessment, t: Texts) -> Text:
    """Which questions would be answered otherwise, and whether the verdict would stay."""
    turned = [
        t.say(
            "{id} would be “{then}” instead of “{now}”.",
            id=criterion.value,
            then=t.say(OUTCOMES[finding.outcome]),
            now=t.say(OUTCOMES[now.findings[criterion].outcome]),
        )
        for criterion, finding in then.findings.items()
        if finding.outcome is not now.findings[criterion].outcome
    ]
    if not turned:
        turned = [t.say("No question would be answered otherwise.")]
    before, after = (t.say(VERDICT_WORDS[each.verdict]) for each in (now, then))
    verdict = (
        t.say("The verdict would stay “{verdict}”.", verdict=before)
        if now.verdict is then.verdict
        else t.say("The verdict would be “{after}” instead of “{before}”.", after=after, before=before)
    )
    return (" ".join([*turned, verdict]),)
