from __future__ import annotations

import json

import pytest

from bot.domain.evidence import EvidenceKind
from bot.domain.facts import Account, Correction, Reaction, Verdict
from bot.usecases.standing import standing
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


def sent(name: str, state: Json, user: str = "U1") -> Json:
    view = {"callback_id": f"foster.{name}", "state": {"values": state}}
    return {"type": "view_submission", "user": {"id": user}, "trigger_id": f"{name}{state}", "view": view}


async def test_the_settings_form_shows_first_what_it_would_mean(at: Here) -> None:
    state = {"key": {"v": {"selected_option": {"value": "slots"}}}, "value": {"v": {"value": "3"}}}
    shown = await at.interact(sent("settings", state))
    assert shown["response_action"] == "update"
    assert (await at.workspace.preferences()).integer_or_auto("slots") is None
    buttons = [part for block in shown["view"]["blocks"] for part in block.get("elements", ())]
    (save,) = [part["value"] for part in buttons if "save=yes" in part.get("value", "")]
    click: Json = {"type": "block_actions", "trigger_id": "k", "view": {"type": "modal", "id": "V1"}}
    click |= {"actions": [{"action_id": "foster.run.0", "value": save}]}
    await at.interact(click | {"user": {"id": "U3"}, "trigger_id": "k3"})  # another's button
    assert "for the admins" in json.dumps(at.slack.named("views.update")[-1])
    assert (await at.workspace.preferences()).integer_or_auto("slots") is None
    await at.interact(click | {"user": {"id": "U1"}})
    assert (await at.workspace.preferences()).integer_or_auto("slots") == 3
    assert at.slack.named("views.open") == []
    state["value"] = {"v": {"value": "» save=yes «"}}
    assert "slots" in json.dumps(await at.interact(sent("settings", state)))
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
    for row in ({"ts": TS, "user": "U1"}, {"ts": REPLY, "user": "U2", "thread_ts": TS}):
        await at.event({"type": "message", "channel": "C1", "text": "so it goes", **row})
    await at.interact(body | {"response_url": at.slack.response_url})


async def audited(at: Here) -> list[tuple[str, str]]:
    async with at.workspace.core.store.reading(at.workspace.community) as unit:
        return [(entry.by.id, entry.what) for entry in await unit.audit.latest(9) if entry.by is not None]


async def test_whoever_asked_marks_an_answer(at: Here) -> None:
    at.slack.users[0]["is_admin"] = False
    await pressed(at, shortcut("answer", "U1"))
    (correction,) = facts(at, Correction)
    assert (correction.verdict, correction.helper.id) == (Verdict.ANSWER, "U2")
    assert (correction.question.id, correction.message.id) == (TS, REPLY)
    assert not correction.ruling
    assert await audited(at) == [("U1", "answer answer")]
    assert f"answer undo {REPLY}" in texts(at)


async def test_what_an_admin_decided_by_the_menu_stands(at: Here) -> None:
    await pressed(at, shortcut("not_answer", "U1"))
    (ruling,) = facts(at, Correction)
    assert (ruling.verdict, ruling.ruling) == (Verdict.NOT_ANSWER, True)
    at.slack.users[0]["is_admin"] = False
    await pressed(at, shortcut("answer", "U1"))
    assert "An admin has decided this" in texts(at)
    assert facts(at, Correction) == [ruling]


async def test_bystanders_cannot(at: Here) -> None:
    await pressed(at, shortcut("answer", "U3"))
    await pressed(at, shortcut("not_answer", "U3"))
    assert facts(at, Correction) == []
    assert "Only whoever asked" in texts(at)


async def test_a_helper_says_not_me(at: Here) -> None:
    await pressed(at, shortcut("not_answer", "U2"))
    (correction,) = facts(at, Correction)
    assert (correction.verdict, correction.by.id) == (Verdict.NOT_ME, "U2")


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
        (
            shortcut("answer", "U1") | {"message": {"ts": "1600000000.000100", "user": "U2"}},
            "I know no message",
        ),
        (shortcut("answer", "U1", author="UBOT"), "not written by a person"),
        (shortcut("thank", "U1", channel="C9"), "public channels"),
        (shortcut("thank", "U5"), "Only people of this workspace"),
    ],
)
async def test_shortcuts_that_do_not_apply_say_why(at: Here, body: Json, said: str) -> None:
    await pressed(at, body)
    assert said in texts(at)
    assert facts(at, Correction) == facts(at, Reaction) == []


async def test_home_leads_to_forms_and_the_doctor(at: Here) -> None:
    click: Json = {"type": "block_actions", "user": {"id": "U1"}, "view": {"type": "home", "id": "V2"}}
    for words in ("setup", "settings", "doctor"):
        action = {"action_id": "foster.run.0", "value": words}
        await at.interact(click | {"trigger_id": words, "actions": [action]})
    opened = [call["view"]["callback_id"] for call in at.slack.named("views.open")]
    assert opened == ["foster.setup", "foster.settings", "foster.result"]
    assert "Doctor for U1" in json.dumps(at.slack.named("views.open")[-1])


async def test_staff_is_suggested_where_slack_lets_it_be_seen_and_never_chosen_by_itself(at: Here) -> None:
    for user in at.slack.users[:3]:
        user["profile"] = {**(user.get("profile") or {}), "email": f"{user['id']}@kelpline.example".lower()}
        await at.event({"type": "user_change", "user": user})
    at.slack.groups = {"S1": ["U3", "U404"]}
    await at.command("setup")
    form = json.dumps(at.slack.named("views.open")[-1])
    assert "@kelpline.example" in form
    assert "@s1" in form
    assert "initial_options" not in form
    state = {"zone": {"v": {"value": "UTC"}}}
    assert "Ready" in json.dumps(await at.interact(sent("setup", state)))
    assert await team(at) == set()
    ticked = {"staff-groups": {"v": {"selected_options": [{"value": "S1"}]}}}
    assert "did not work" in json.dumps(await at.interact(sent("setup", state | ticked)))  # who is U404?
    assert await team(at) == {"U3"}
    ticked = {"staff-domains": {"v": {"selected_options": [{"value": "kelpline.example"}]}}}
    assert "Ready" in json.dumps(await at.interact(sent("setup", state | ticked)))
    assert await team(at) >= {"U1", "U2", "U3"}


async def team(at: Here) -> set[str]:
    async with at.store.reading(KELPLINE) as unit:
        return {ref.id for ref in (await standing(unit)).staff.members}


async def test_an_export_is_handed_over_in_private_and_the_forgotten_are_known_no_more(at: Here) -> None:
    await at.command("export me", "U3")
    (file,) = at.slack.uploads
    assert "U3" in str(json.loads(file)["account"])
    (done,) = at.slack.named("files.completeUploadExternal")
    assert str(done["channel_id"]).startswith("D")
    assert "U3" in at.workspace.known.accounts
    at.slack.faults["conversations.open"].append(Fault(error="cannot_dm_bot"))
    await at.command("export me", "U3")
    assert len(at.slack.uploads) == 1
    await at.command("forget me --yes", "U3")
    assert "You are forgotten" in texts(at)
    assert "U3" not in at.workspace.known.accounts
    await at.command("thank <@U2>", "U3")
    assert "optin" in texts(at)
    assert "U3" not in {fact.ref.id for fact in facts(at, Account)}
