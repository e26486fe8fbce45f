"""From a helper's deeds and the evidence to a credit with its weight, confidence and reasons."""

from __future__ import annotations

from bot.domain.attribution.deeds import Deed, Kind
from bot.domain.attribution.evidence import Help
from bot.domain.attribution.policy import AttributionPolicy
from bot.domain.attribution.questions import Asked
from bot.domain.credits import Credit, Reason, ReasonCode
from bot.domain.refs import MemberRef
from bot.domain.times import MINUTE

_MOST = 1000
_LEAST = 50


def credit(asked: Asked, help_: Help, policy: AttributionPolicy, *, unprompted: bool) -> Credit | None:
    """The credit for one helper; None where a question back led nowhere."""
    kinds = {deed.kind for deed in help_.deeds}
    if kinds == {Kind.BACK} and not help_.confirmed:
        return None
    answer = _answer(help_)
    return Credit(
        question=asked.head.ref,
        asker=asked.head.author,
        asked_at=asked.head.at,
        helper=help_.helper,
        answer=answer.message.ref,
        answered_at=answer.message.at,
        weight=_weight(help_, kinds, policy),
        confidence=_confidence(help_, kinds, policy),
        reasons=_reasons(asked, answer, help_, kinds, policy),
        thanked_by=_thanked_by(asked, help_, policy),
        messages=len(help_.deeds),
        unprompted=unprompted,
    )


def _answer(help_: Help) -> Deed:
    """The deed to show: an accepted one, else the first that tells something, else the first."""
    for deed in help_.deeds:
        if deed.message.ref.id in help_.accepted:
            return deed
    return next((deed for deed in help_.deeds if deed.kind is Kind.ANSWER), help_.deeds[0])


def _weight(help_: Help, kinds: set[Kind], policy: AttributionPolicy) -> int:
    if kinds == {Kind.BACK}:
        return policy.weight_asked_back
    helpful = min(len(help_.others), policy.helpful_people) * policy.weight_per_helpful
    base = policy.weight_answer if Kind.ANSWER in kinds else policy.weight_short
    weight = max(
        base + helpful,
        policy.weight_accepted if help_.accepted else 0,
        policy.weight_worked if help_.worked else 0,
        policy.weight_thanked if help_.thanked else 0,
        policy.weight_solved if help_.solved else 0,
    )
    return _within(weight - (policy.weight_failed if help_.failed and not help_.accepted else 0))


def _confidence(help_: Help, kinds: set[Kind], policy: AttributionPolicy) -> int:
    sure = max(deed.sure for deed in help_.deeds)
    if not help_.confirmed:
        sure += min(len(help_.others), policy.helpful_people) * policy.sure_per_helpful
        sure += policy.sure_stopped if help_.stopped and Kind.ANSWER in kinds else 0
        sure -= policy.unsure_short if Kind.ANSWER not in kinds else 0
    sure = max(
        sure,
        policy.sure_accepted if help_.accepted else 0,
        policy.sure_worked if help_.worked else 0,
        policy.sure_thanked if help_.thanked else 0,
        policy.sure_solved if help_.solved else 0,
    )
    return _within(sure - (policy.unsure_failed if help_.failed and not help_.accepted else 0))


def _reasons(
    asked: Asked, answer: Deed, help_: Help, kinds: set[Kind], policy: AttributionPolicy
) -> tuple[Reason, ...]:
    waited = max(0, answer.message.at - asked.head.at) // MINUTE
    others = min(len(help_.others), policy.helpful_people)
    told = (
        (ReasonCode.ACCEPTED, bool(help_.accepted)),
        (ReasonCode.SAID_IT_WORKED, help_.worked),
        (ReasonCode.THANKED, help_.thanked),
        (ReasonCode.SOLVED_TAG, help_.solved),
        (ReasonCode.OTHERS_FOUND_HELPFUL, others > 0),
        (ReasonCode.ASKED_BACK, kinds == {Kind.BACK}),
        (ReasonCode.SHORT, Kind.ANSWER not in kinds and Kind.SHORT in kinds),
        (ReasonCode.FAILED, help_.failed),
    )
    numbers = {ReasonCode.OTHERS_FOUND_HELPFUL: others}
    return (
        Reason(answer.how, waited),
        *(Reason(code, numbers.get(code, 0)) for code, holds in told if holds),
    )


def _thanked_by(asked: Asked, help_: Help, policy: AttributionPolicy) -> tuple[MemberRef, ...]:
    asker = asked.head.author
    own = (asker,) if help_.accepted or help_.thanked or help_.worked else ()
    return (*own, *sorted(help_.others - {asker})[: policy.helpful_people])


def _within(value: int) -> int:
    return max(_LEAST, min(_MOST, value))
