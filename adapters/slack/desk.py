"""What Foster does when people type, click and send forms. Rights are checked at each of these anew."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack import corrections, views
from adapters.slack.agreeing import agree
from adapters.slack.asides import pass_on
from adapters.slack.corrections import Spot, spot, thank, unpacked, words
from adapters.slack.forms import opened, set_up, submit_settings
from adapters.slack.home import publish
from adapters.slack.own_words import AGREEING, DOCTOR, FORMS
from adapters.slack.parts import RUN
from adapters.slack.replies import SHARE, Place, answered, refusal, run, say
from adapters.slack.workspace import Workspace
from bot.commands.access import allow
from bot.commands.spec import Reply, Surface
from bot.domain.errors import UserFacingError

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
Work = Coroutine[Any, Any, None]


def _nothing(_workspace: Workspace, _user: str) -> None:
    """Nobody follows a set-up."""


def _unheard(_workspace: Workspace) -> None:
    """Nobody asks back what was not sent."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`adapters.slack.intake.Listener`.

    `gone` is told of workspaces that removed Foster, `joined` of channels that it was let into; `doctor`
    looks what is wrong; `begin` reads the channels that somebody just set up; `limited` is told that Slack
    kept events back.
    """

    gone: Callable[[Workspace], Awaitable[None]]
    joined: Callable[[Workspace, str], Awaitable[None]]
    doctor: Callable[[Workspace, str], Awaitable[Reply]]
    begin: Callable[[Workspace, str], None] = _nothing
    limited: Callable[[Workspace], None] = _unheard

    def acknowledge(self, workspace: Workspace, body: Body) -> Work | None:
        """A command, a click or a shortcut."""
        if isinstance(body.get("command"), str):
            return self._command(workspace, body)
        match body.get("type"):
            case "block_actions":
                return self._clicked(workspace, body)
            case "message_action":
                return self._shortcut(workspace, body)
            case _:
                return None

    def noticed(self, workspace: Workspace, event: Body) -> Work | None:
        """Home was opened, Foster joined a channel, or Foster was removed."""
        match event.get("type"):
            case "app_home_opened" if event.get("tab") == "home":
                return publish(workspace, str(event.get("user") or ""))
            case "member_joined_channel" if event.get("user") == workspace.known.own:
                return _awaited(self.joined(workspace, str(event.get("channel") or "")))
            case "app_uninstalled":
                return _awaited(self.gone(workspace))
            case "tokens_revoked" if (event.get("tokens") or {}).get("bot"):  # people's own are none of ours
                return _awaited(self.gone(workspace))
            case _:
                return None

    async def submitted(self, workspace: Workspace, body: Body) -> Mapping[str, Any]:
        """A form: done at once, and the form turns into what came of it, with buttons to go on."""
        view = body.get("view")
        user = _id(body.get("user"))
        if not isinstance(view, Mapping):
            return {}
        try:
            reply = await self._form(workspace, user, view)
        except UserFacingError as error:
            reply = await refusal(workspace, error)
        made = views.result(reply.card, await workspace.look())
        return {"response_action": "update", "view": made}

    async def _form(self, workspace: Workspace, user: str, view: Body) -> Reply:
        name = str(view.get("callback_id") or "")
        if name == views.SETTINGS:
            return await submit_settings(workspace, user, view)
        if name == views.SETUP:
            reply = await set_up(workspace, user, view)
            if not reply.failed:
                self.begin(workspace, user)
            return reply
        if name == views.CREDIT:
            at = unpacked(views.sent_back(view), workspace)
            helper = views.values(view).get("helper")
            return await self._corrected(workspace, user, at, corrections.CREDIT, str(helper or ""))
        raise UserFacingError("This form is no longer known. Open it again.")

    async def _command(self, workspace: Workspace, body: Body) -> None:
        place = Place(workspace, _text(body, "user_id"), _text(body, "channel_id"), body.get("response_url"))
        words = _text(body, "text").strip()
        trigger = _text(body, "trigger_id")
        match " ".join(words.casefold().split()):
            case form if form in FORMS:
                await self._open(place, form, trigger)
            case said if said in AGREEING:
                await self._agree(place, read=AGREEING[said])
            case "doctor":
                await say(place, await self._looked_over(workspace, place.user))
            case _:
                await run(place, words, Surface.DIRECT if place.channel.startswith("D") else Surface.TYPED)

    async def _looked_over(self, workspace: Workspace, user: str) -> Reply:
        """What is wrong: it names channels and permissions, so only admins are told."""
        try:
            allow(await workspace.caller(user), DOCTOR)
        except UserFacingError as error:
            return await refusal(workspace, error)
        return await self.doctor(workspace, user)

    async def _agree(self, place: Place, *, read: bool) -> None:
        workspace = place.workspace
        try:
            reply = await agree(workspace, place.user, place.channel, read=read)
        except UserFacingError as error:
            reply = await refusal(workspace, error)
        await say(place, reply)
        if read and not reply.failed:
            await self.joined(workspace, place.channel)

    async def _open(self, place: Place, form: str, trigger: str) -> None:
        workspace = place.workspace
        try:
            made = await opened(workspace, form, place.user)
            await workspace.client.views_open(trigger_id=trigger, view=made)
        except UserFacingError as error:
            await say(place, await refusal(workspace, error))
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            late = UserFacingError("That took too long for Slack. Please try again.")
            await say(place, await refusal(workspace, late))

    async def _clicked(self, workspace: Workspace, body: Body) -> None:
        actions = body.get("actions")
        user, trigger = _id(body.get("user")), _text(body, "trigger_id")
        for action in actions if isinstance(actions, list) else ():
            name, words = _text(action, "action_id"), _text(action, "value")
            if not name.startswith((RUN, SHARE)) or not words:
                continue
            place = Place(workspace, user, _id(body.get("channel")), body.get("response_url"))
            if words in FORMS:
                await self._open(place, words, trigger)
            elif place.url:
                await run(place, words, Surface.SHARED if name == SHARE else Surface.BUTTON)
            else:
                await self._in_view(workspace, user, words, trigger, body.get("view"))

    async def _in_view(self, workspace: Workspace, user: str, words: str, trigger: str, view: object) -> None:
        """A button in App Home or in a form: the answer opens as a form, or takes the form's place."""
        within = isinstance(view, Mapping) and view.get("type") == "modal"
        if words == "doctor":
            reply = await self._looked_over(workspace, user)
        else:
            reply = await answered(workspace, user, words, Surface.BUTTON if within else Surface.HOME)
        made = views.result(reply.card, await workspace.look())
        if within:
            await workspace.client.views_update(view_id=_id(view), view=made)
        else:
            await workspace.client.views_open(trigger_id=trigger, view=made)
        await publish(workspace, user)

    async def _shortcut(self, workspace: Workspace, body: Body) -> None:
        user, trigger = _id(body.get("user")), _text(body, "trigger_id")
        place = Place(workspace, user, _id(body.get("channel")), body.get("response_url"))
        try:
            at = spot(body, workspace)
            match body.get("callback_id"):
                case corrections.ANSWER | corrections.NOT_ANSWER as name:
                    reply = await self._corrected(workspace, user, at, name, at.author)
                case "foster.thank":
                    reply = await self._thanked(workspace, user, at)
                case corrections.CREDIT:
                    made = views.credit(await workspace.texts(), at.packed())
                    await workspace.client.views_open(trigger_id=trigger, view=made)
                    return
                case _:
                    return
            place = replace(place, thread=at.root or at.ts)
        except UserFacingError as error:
            reply = await refusal(workspace, error)
        await say(place, reply)
        for aside in reply.asides:
            await pass_on(place, aside)

    async def _thanked(self, workspace: Workspace, user: str, at: Spot) -> Reply:
        """All that the command `thank` does; and what is thanked for is confirmed."""
        fact = thank(workspace, await workspace.caller(user), at)
        await workspace.ask_about_user(at.author)
        reply = await workspace.answer(user, f"thank <@{at.author}>", Surface.MENU)
        if not reply.failed:
            await workspace.core.observe(workspace.community, [fact])
        return reply

    async def _corrected(
        self, workspace: Workspace, user: str, at: Spot, shortcut: str, helper: str
    ) -> Reply:
        """The same as the command `answer`, once Slack told who the helper is."""
        await workspace.ask_about_user(helper)
        return await workspace.answer(user, words(workspace, shortcut, user, at, helper), Surface.MENU)


async def _awaited(work: Awaitable[None]) -> None:
    await work


def _text(body: object, key: str) -> str:
    value = body.get(key) if isinstance(body, Mapping) else None
    return value if isinstance(value, str) else ""


def _id(given: object) -> str:
    return _text(given, "id")
