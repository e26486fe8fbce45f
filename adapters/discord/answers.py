"""Interactions: commands, suggestions, buttons and forms. Acknowledged in time, private by default."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord import buttons, setup
from adapters.discord.api import Api, File, LaterError, LostError, NoError
from adapters.discord.asides import pass_on
from adapters.discord.buttons import CREDIT, FORM, PICK, SHARE, Pressed, custom_id
from adapters.discord.callers import Callers
from adapters.discord.pointing import Pointing
from adapters.discord.render import MENTIONS, Drawn, draw, with_pictures
from adapters.discord.speech import Speech
from adapters.discord.suggest import suggestions
from adapters.discord.tenants import Tenant, Tenants
from adapters.discord.tree import Tree
from adapters.discord.words import chosen
from bot.commands.access import allow
from bot.commands.parse import parse
from bot.commands.spec import Caller, Invocation, Reply, Role
from bot.core import Core
from bot.domain.errors import UserFacingError
from bot.domain.preferences import Preferences
from bot.ports import Clock
from bot.views import problem
from bot.views.card import Button, Chart
from bot.views.texts import Texts, texts

log = logging.getLogger(__name__)

Payload = Mapping[str, Any]

CALLBACK = "/interactions/{interaction_id}/{webhook_token}/callback"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
_MESSAGE, _DEFER, _SUGGEST, _FORM = 4, 5, 8, 9
_EPHEMERAL = 64
_MESSAGE_MENU = 3
PATIENCE = 1.5
"""Seconds after which Discord is told that the answer takes longer; it gives up after three."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers one interaction at a time; any number may be under way."""

    api: Api
    core: Core
    callers: Callers
    pointing: Pointing
    tenants: Tenants
    tree: Tree
    speech: Speech
    paint: Callable[[Chart], bytes]
    clock: Clock
    examine: Callable[[str, Tenant, Texts], Awaitable[Reply]]
    channels_chosen: Callable[[str, Tenant], Awaitable[None]]
    patience: float = PATIENCE

    async def answer(self, payload: Payload) -> None:
        """One interaction. Nothing is raised: what cannot be answered is logged."""
        try:
            await self._answer(payload)
        except (NoError, LaterError, LostError) as problem_:
            log.warning("interaction not answered", extra={"problem": type(problem_).__name__})
        except Exception:
            log.exception("interaction failed")

    async def _answer(self, payload: Payload) -> None:
        data = payload.get("data")
        guild = payload.get("guild_id")
        tenant = await self.tenants.expect(str(guild)) if guild else None
        if not isinstance(data, dict):
            return
        if tenant is None:
            await self._plain(payload, texts("en").say("Ask me in a server where I live."))
            return
        match payload.get("type"):
            case t if t == AUTOCOMPLETE:
                await self._suggest(payload, data)
            case t if t == COMMAND and data.get("type") == _MESSAGE_MENU:
                await self._point(payload, tenant)
            case t if t == COMMAND:
                found = chosen(data, self.tree)
                await self._run(payload, tenant, found.words if found else "help")
            case t if t == COMPONENT:
                await self._press(payload, tenant, buttons.read(str(data.get("custom_id", ""))))
            case t if t == MODAL:
                await self._submit(payload, tenant, data)
            case _:
                log.info("unknown interaction")

    async def _suggest(self, payload: Payload, data: Payload) -> None:
        found = chosen(data, self.tree)
        values = suggestions(found, self.core.catalogue, self.clock.now()) if found else []
        choices = [{"name": value, "value": value} for value in values]
        await self._callback(payload, _SUGGEST, {"choices": choices})

    async def _press(self, payload: Payload, tenant: Tenant, pressed: Pressed | None) -> None:
        if pressed is None:
            await self._plain(payload, texts("en").say("This button is no longer known. Ask again, please."))
        elif pressed.ask == FORM:
            await self._form(payload, tenant, pressed.command)
        elif pressed.ask == CREDIT:
            t = await self._texts(tenant)
            await self._show(payload, await self.pointing.credit(payload, tenant, pressed.command, t))
        elif pressed.ask == PICK:
            await self._pick(payload, tenant, pressed.command)
        else:
            await self._run(payload, tenant, pressed.command, share=pressed.ask == SHARE)

    async def _point(self, payload: Payload, tenant: Tenant) -> None:
        """A context menu on a message."""
        said = await self.pointing.menu(payload, tenant, await self._texts(tenant))
        if isinstance(said, Reply):
            await self._show(payload, said)
        else:
            await self._callback(payload, _MESSAGE, {**said, "flags": _EPHEMERAL})

    async def _pick(self, payload: Payload, tenant: Tenant, command: str) -> None:
        """What was selected runs as commands; the last one's answer, or the first problem, is shown."""
        *before, last = setup.picked(command, payload["data"]) or ["help"]
        t = await self._texts(tenant)
        for words in before:
            reply = await self._reply(payload, tenant, words, t, share=False)
            if reply.failed:
                await self._show(payload, reply)
                return
        await self._run(payload, tenant, last)
        if command.startswith("settings set help-channels"):
            await self.channels_chosen(str(payload.get("guild_id")), tenant)

    async def _here(self, payload: Payload, tenant: Tenant, words: str, t: Texts) -> bool:
        """What is Discord's own and no command of the catalogue; whether it was that."""
        if words not in HERE:
            return False
        reply = await self._allowed(payload, tenant, t)
        if reply is not None:
            await self._show(payload, reply)
        elif words == "doctor":
            await self._callback(payload, _DEFER, {"flags": _EPHEMERAL})
            found = await self.examine(str(payload.get("guild_id")), tenant, t)
            await self._webhook(
                "PATCH", ORIGINAL, payload, draw(found.card, speech=self.speech)[0].payload, ()
            )
        else:
            body = setup.form(t) if words == "setup" else setup.staff_form(t)
            await self._callback(payload, _MESSAGE, {**body, "flags": _EPHEMERAL})
        return True

    async def _allowed(self, payload: Payload, tenant: Tenant, t: Texts) -> Reply | None:
        """The refusal, for whoever is no admin."""
        try:
            allow(await self.callers.caller(payload, tenant), setup.COMMANDS[0])
        except UserFacingError as error:
            return Reply(problem.problem(t, error), failed=True)
        return None

    async def _show(self, payload: Payload, reply: Reply) -> None:
        body, files = await self._painted(draw(reply.card, speech=self.speech)[0])
        await self._callback(payload, _MESSAGE, {**body, "flags": _EPHEMERAL}, files)

    async def _submit(self, payload: Payload, tenant: Tenant, data: Payload) -> None:
        """A form carries the words before its value in its id."""
        pressed = buttons.read(str(data.get("custom_id", "")))
        rows = data.get("components") or []
        values = [str(part.get("value", "")) for row in rows for part in row.get("components", ())]
        if pressed is None or len(values) != 1:
            await self._plain(payload, texts("en").say("This form is no longer known. Ask again, please."))
            return
        quoted = values[0].replace("»", "”")
        await self._run(payload, tenant, f"{pressed.command} «{quoted}»")

    async def _form(self, payload: Payload, tenant: Tenant, command: str) -> None:
        t = await self._texts(tenant)
        field = {
            "type": 4,
            "custom_id": "value",
            "style": 1,
            "label": t.say("New value")[:45],
            "max_length": 1_000,
            "required": True,
        }
        body = {
            "title": f"/foster {command}"[:45],
            "custom_id": custom_id(FORM, 0, command),
            "components": [{"type": 1, "components": [field]}],
        }
        await self._callback(payload, _FORM, body)

    async def _run(self, payload: Payload, tenant: Tenant, words: str, *, share: bool = False) -> None:
        """Answer words with the rights of whoever pressed or typed; late answers are announced."""
        if not share and await self._here(payload, tenant, words, await self._texts(tenant)):
            return
        work = asyncio.create_task(self._messages(payload, tenant, words, share=share))
        await asyncio.wait({work}, timeout=self.patience)
        late = not work.done()
        if late:
            await self._callback(payload, _DEFER, {} if share else {"flags": _EPHEMERAL})
        public, messages = await work
        for number, (body, files) in enumerate(messages):
            flags = {} if public else {"flags": _EPHEMERAL}
            if number == 0 and not late:
                await self._callback(payload, _MESSAGE, {**body, **flags}, files)
            elif number == 0:
                await self._webhook("PATCH", ORIGINAL, payload, body, files)
            else:
                await self._webhook("POST", FOLLOW_UP, payload, {**body, **flags}, files)

    async def _messages(
        self, payload: Payload, tenant: Tenant, words: str, *, share: bool
    ) -> tuple[bool, Sequence[tuple[Mapping[str, Any], Sequence[File]]]]:
        """Whether everybody may see it, and the messages of the answer."""
        t = await self._texts(tenant)
        reply = await self._reply(payload, tenant, words, t, share=share)
        public = not reply.failed and (share or not reply.private)
        offer = None
        if not public and not reply.failed and self._shareable(words):
            offer = Button(t.say("Share in this channel"), words)
            offer = offer if buttons.fits(offer) else None
        for aside in reply.asides:
            await pass_on(self.api, aside, str(payload.get("channel_id") or ""), self.speech)
        drawn = draw(reply.card, share=offer, speech=self.speech)
        return public, await asyncio.gather(*(self._painted(one) for one in drawn))

    async def _reply(self, payload: Payload, tenant: Tenant, words: str, t: Texts, *, share: bool) -> Reply:
        if share and not self._shareable(words):
            return Reply(problem.problem(t, UserFacingError("This answer is for you alone.")), failed=True)
        try:
            caller = await self.callers.caller(payload, tenant)
        except UserFacingError as error:
            return Reply(problem.problem(t, error), failed=True)
        if share and caller.member is not None:
            caller = Caller(Role.MEMBER, caller.member)  # others get to see what anybody may
        return await self.core.answer(Invocation(tenant.community, caller, words, self.clock.now()))

    def _shareable(self, words: str) -> bool:
        """Only what everybody may ask, and what only shows: sharing must not do anything again."""
        try:
            return parse(words, self.core.catalogue).command.name in SHOWING
        except UserFacingError:
            return False

    async def _painted(self, drawn: Drawn) -> tuple[Mapping[str, Any], Sequence[File]]:
        return await asyncio.to_thread(with_pictures, drawn, self.paint)

    async def _texts(self, tenant: Tenant) -> Texts:
        async with self.core.store.reading(tenant.community) as unit:
            return texts(Preferences.read(await unit.settings.all()).language)

    async def _plain(self, payload: Payload, text: str) -> None:
        body = {"content": text, "flags": _EPHEMERAL, "allowed_mentions": MENTIONS}
        await self._callback(payload, _MESSAGE, body)

    async def _callback(self, payload: Payload, kind: int, data: Payload, files: Sequence[File] = ()) -> None:
        await self.api.call(
            "POST",
            CALLBACK,
            {"type": kind, "data": dict(data)},
            files,
            interaction_id=str(payload["id"]),
            webhook_token=str(payload["token"]),
        )

    async def _webhook(
        self, method: str, path: str, payload: Payload, body: Payload, files: Sequence[File]
    ) -> None:
        await self.api.call(
            method,
            path,
            body,
            files,
            webhook_id=str(payload["application_id"]),
            webhook_token=str(payload["token"]),
        )


SHOWING = frozenset({"help", "digest", "me", "ready", "explain", "talk list", "support list", "uplift list"})
"""Commands that show something and change nothing."""

HERE = frozenset({"setup", "doctor", "staff"})
"""Discord's own: the guided setup with its list of staff, and the look at permissions."""
