from __future__ import annotations

import json

import pytest

from bot.domain.evidence import EvidenceKind
from bot.domain.facts import Correction, Reaction, Verdict
from tests.fakes.slack_server import Fault
from tests.fakes.slack_workspace import KELPLINE, Here, Json

TS = "1700000000.000100"
REPLY = "1700000060.000100"


def facts(at: Here, kind: type) -> list[Json]:
    return [fact for fact in at.store._tenant(KELPLINE).state.facts.values() if isinstance(fact, kind)]


def texts(at: Here) -> str:
    return json.dumps(at.slack.responses, ensure_ascii=False)


async def test_the_setup_form_becomes_settings(at: Here) -> None:
    await at.command("setup")
    (opened,) = at.slack.named("views.open")
    assert opened["view"]["callback_id"] == "foster.setup"
    state = {
        "help-channels": {"channels": {"selected_channels": ["C1"]}},
        "digest-channel": {"v": {"selected_channel": "C2"}},
        "digest-day": {"v": {"selected_option": {"value": "friday"}}},
        "digest-time": {"v": {"selected_time": "09:30"}},
        "zone": {"v": {"value": "Europe/Berlin"}},
        "staff": {"v": {"selected_users": ["U2"]}},
    }
    view: Json = {"callback_id": "foster.setup", "state": {"values": state}}
    form = {"type": "view_submission", "user": {"id": "U1"}, "trigger_id": "s1", "view": view}
    answer = await at.interact(form)
    assert answer["response_action"] == "update"
    assert "Ready" in json.dumps(answer)
    chosen = await at.workspace.preferences()
    assert [c.id for c in chosen.channels("help-channels")] == ["C1"]
    assert (chosen.text("digest-day"), str(chosen.zone)) == ("friday", "Europe/Berlin")
    bad = {**state, "zone": {"v": {"value": "Mars"}}}
    again = form | {"trigger_id": "s2", "view": view | {"state": {"values": bad}}}
    assert "not a time zone" in json.dumps(await at.interact(again))
    by_member = form | {"trigger_id": "s3", "user": {"id": "U3"}}
    assert "for the admins" in json.dumps(await at.interact(by_member))


async def test_forms_open_for_admins_only(at: Here) -> None:
    await at.command("setup", "U2")
    assert at.slack.named("views.open") == []
    at.slack.faults["views.open"].append(Fault(error="expired_trigger_id"))
    await at.command("settings")
    assert "too long" in texts(at)


async def test_the_settings_form(at: Here) -> None:
    state = {"key": {"v": {"selected_option": {"value": "slots"}}}, "value": {"v": {"value": "3"}}}
    view = {"callback_id": "foster.settings", "state": {"values": state}}
    await at.interact({"type": "view_submission", "user": {"id": "U1"}, "trigger_id": "s", "view": view})
    assert (await at.workspace.preferences()).integer_or_auto("slots") == 3


@pytest.mark.parametrize("view", [{}, {"callback_id": "old"}, {"callback_id": "foster.credit_view"}])
async def test_odd_forms_are_refused_kindly(at: Here, view: object) -> None:
    form = {"type": "view_submission", "user": {"id": "U1"}, "trigger_id": str(view), "view": view}
    answer = await at.interact(form)
    assert answer["response_action"] == "update"


def shortcut(name: str, user: str, root: str | None = TS, author: str = "U2", channel: str = "C1") -> Json:
    told = {"ts": REPLY, "user": author, "thread_ts": root}
    body: Json = {
        "type": "message_action",
        "callback_id": f"foster.{name}",
        "user": {"id": user},
        "message": told,
    }
    return body | {"channel": {"id": channel}, "trigger_id": f"{name}{user}{root}{channel}"}


async def pressed(at: Here, body: Json) -> None:
    at.slack.history["C1"] = [{"ts": TS, "user": "U1"}, {"ts": REPLY, "user": "U2", "thread_ts": TS}]
    await at.interact(body | {"response_url": at.slack.response_url})


async def test_whoever_asked_marks_an_answer(at: Here) -> None:
    at.slack.users[0]["is_admin"] = False
    await pressed(at, shortcut("answer", "U1"))
    (correction,) = facts(at, Correction)
    assert (correction.verdict, correction.helper.id) == (Verdict.ANSWER, "U2")
    assert (correction.question.id, correction.message.id) == (TS, REPLY)


async def test_bystanders_cannot(at: Here) -> None:
    await pressed(at, shortcut("answer", "U3"))
    await pressed(at, shortcut("not_answer", "U3"))
    assert facts(at, Correction) == []
    assert "Only whoever asked" in texts(at)


async def test_a_helper_says_not_me(at: Here) -> None:
    await pressed(at, shortcut("not_answer", "U2"))
    (correction,) = facts(at, Correction)
    assert (correction.verdict, correction.question) == (Verdict.NOT_ME, None)


async def test_thanking(at: Here) -> None:
    await pressed(at, shortcut("thank", "U1"))
    await pressed(at, shortcut("thank", "U2"))
    (thanks,) = facts(at, Reaction)
    assert thanks.member.id == "U1"
    assert "Thanking yourself" in texts(at)
    await pressed(at, shortcut("thank", "U1", root=None))
    assert "today already" in texts(at)
    async with at.workspace.core.store.reading(at.workspace.community) as unit:
        (record,) = await unit.evidence.all(EvidenceKind.THANKS)
    assert [ref and ref.id for ref in (record.by, record.member)] == ["U1", "U2"]
    (passed_on,) = at.slack.named("chat.postMessage")
    assert (passed_on["channel"], passed_on.get("thread_ts")) == ("U2", None)


async def test_thanks_from_the_menu_arrive_in_the_thread_for_whoever_chose_so(at: Here) -> None:
    await at.workspace.answer("U2", "me thanks thread")
    await pressed(at, shortcut("thank", "U1"))
    (passed_on,) = at.slack.named("chat.postMessage")
    assert (passed_on["channel"], passed_on["thread_ts"]) == ("C1", TS)


async def test_somebody_else_is_credited_by_a_form(at: Here) -> None:
    await pressed(at, shortcut("credit", "U1"))
    (opened,) = at.slack.named("views.open")
    view = {**opened["view"], "state": {"values": {"helper": {"v": {"selected_user": "U3"}}}}}
    await at.interact({"type": "view_submission", "user": {"id": "U1"}, "trigger_id": "x", "view": view})
    (correction,) = facts(at, Correction)
    assert (correction.verdict, correction.helper.id) == (Verdict.ALSO, "U3")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (shortcut("answer", "U1", root=None), "in a thread"),
        (shortcut("answer", "U1", author="UBOT"), "not written by a person"),
        (shortcut("thank", "U1", channel="C9"), "public channels"),
        (shortcut("thank", "U5"), "Only people of this workspace"),
    ],
)
async def test_shortcuts_that_do_not_apply_say_why(at: Here, body: Json, said: str) -> None:
    await pressed(at, body)
    assert said in texts(at)
    assert facts(at, Correction) == facts(at, Reaction) == []


async def test_home_shows_ones_own_week_and_the_switch(at: Here) -> None:
    await at.event({"type": "app_home_opened", "user": "U2", "tab": "home"})
    await at.intake.close()
    assert '"optout"' in json.dumps(at.slack.named("views.publish")[-1])
    view = {"type": "home", "id": "V2"}
    click = {"type": "block_actions", "user": {"id": "U2"}, "trigger_id": "h", "view": view}
    await at.interact(click | {"actions": [{"action_id": "foster.run.0", "value": "optout"}]})
    assert '"optin"' in json.dumps(at.slack.named("views.publish")[-1])
    assert len(at.slack.named("views.open")) == 1
    await at.event({"type": "app_home_opened", "user": "U5", "tab": "home"})
    await at.event({"type": "app_home_opened", "user": "U1", "tab": "messages"})
    await at.intake.close()
    assert at.slack.named("views.publish")[-1]["view"]["blocks"] == []
    assert len(at.slack.named("views.publish")) == 3


async def test_admins_see_more_at_home(at: Here) -> None:
    await at.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    await at.intake.close()
    assert '"settings show"' in json.dumps(at.slack.named("views.publish")[-1])
