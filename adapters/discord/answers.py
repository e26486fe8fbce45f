"""Interactions: commands, suggestions, buttons and forms. Acknowledged in time, private by default."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapters.discord import buttons, forms, line, setup
from adapters.discord.api import Api, File, LaterError, LostError, NoError
from adapters.discord.asides import pass_on
from adapters.discord.buttons import Json, Pressed
from adapters.discord.callers import Callers
from adapters.discord.line import Line, Payload
from adapters.discord.pointing import Pointing
from adapters.discord.render import MENTIONS, Drawn, draw, with_pictures
from adapters.discord.speech import Speech
from adapters.discord.starting import Starting
from adapters.discord.suggest import suggestions
from adapters.discord.tenants import Tenant, Tenants
from adapters.discord.tree import Tree
from adapters.discord.words import chosen
from bot.commands.access import allow, offered
from bot.commands.parse import parse
from bot.commands.spec import Caller, Invocation, Reply, Role, Surface
from bot.core import Core
from bot.domain.errors import UserFacingError
from bot.domain.preferences import Preferences
from bot.ports import Clock
from bot.views import problem
from bot.views.card import Button, Chart
from bot.views.texts import Texts, texts

log = logging.getLogger(__name__)

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
_MESSAGE_MENU = 3
PATIENCE = 1.5
"""Seconds after which Discord is told that the answer takes longer; it gives up after three."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One interaction: the way back, whose community, and in which language."""

    line: Line
    tenant: Tenant
    guild: str
    t: Texts

    @property
    def payload(self) -> Payload:
        """As Discord sent it."""
        return self.line.payload


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
    starting: Starting
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
        back, data, guild = Line(self.api, payload), payload.get("data"), payload.get("guild_id")
        tenant = await self.tenants.expect(str(guild)) if guild else None
        if not isinstance(data, dict):
            return
        if tenant is None:
            await back.say(texts("en").say("Ask me in a server where I live."))
            return
        asked = Asked(back, tenant, str(guild), texts((await self._chosen(tenant)).language))
        match payload.get("type"):
            case t if t == AUTOCOMPLETE:
                await self._suggest(asked, data)
            case t if t == COMMAND and data.get("type") == _MESSAGE_MENU:
                await self._point(asked)
            case t if t == COMMAND:
                found = chosen(data, self.tree)
                await self._run(asked, found.words if found else "help", Surface.TYPED)
            case t if t == COMPONENT:
                await self._press(asked, buttons.read(str(data.get("custom_id", ""))))
            case t if t == MODAL:
                await self._submit(asked, data)
            case _:
                log.info("unknown interaction")

    async def _suggest(self, asked: Asked, data: Payload) -> None:
        found = chosen(data, self.tree)
        values = suggestions(found, self.core.catalogue, self.clock.now()) if found else []
        choices = [{"name": value, "value": value} for value in values]
        await asked.line.answer(line.SUGGEST, {"choices": choices})

    async def _press(self, asked: Asked, pressed: Pressed | None) -> None:
        if pressed is None:
            await asked.line.say(asked.t.say("This button is no longer known. Ask again, please."))
            return
        match pressed.ask:
            case buttons.FORM | buttons.TRY:
                chosen_ = await self._chosen(asked.tenant)
                form = forms.form(pressed.ask, pressed.command, chosen_, asked.t)
                await asked.line.answer(line.FORM, form)
            case buttons.EDIT:
                await self._edit(asked)
            case buttons.CREDIT:
                reply = await self.pointing.credit(asked.payload, asked.tenant, pressed.command, asked.t)
                await self._show(asked, reply)
            case buttons.PICK:
                await self._pick(asked, pressed.command)
            case buttons.SHARE:
                await self._run(asked, pressed.command, Surface.SHARED)
            case _:
                await self._run(asked, pressed.command, Surface.BUTTON)

    async def _edit(self, asked: Asked) -> None:
        """A setting was chosen from the list: the form for it."""
        key = str((asked.payload["data"].get("values") or [""])[0])
        form = forms.setting_form(key, await self._chosen(asked.tenant), asked.t)
        refused = await self._refused(asked)
        if form is None or refused is not None:
            error = UserFacingError("There is no setting “{key}”. “settings show” lists all.", key=key[:60])
            await self._show(asked, refused or Reply(problem.problem(asked.t, error), failed=True))
        else:
            await asked.line.answer(line.FORM, form)

    async def _point(self, asked: Asked) -> None:
        """A context menu on a message."""
        said = await self.pointing.menu(asked.payload, asked.tenant, asked.t)
        if not isinstance(said, Reply):
            await asked.line.show(said)
            return
        await self._show(asked, said)
        for aside in said.asides:
            await pass_on(self.api, aside, str(asked.payload.get("channel_id") or ""), self.speech)

    async def _pick(self, asked: Asked, command: str) -> None:
        """What was selected runs as commands; the last one's answer, or the first problem, is shown."""
        *before, last = setup.picked(command, asked.payload["data"]) or ["help"]
        for words in before:
            reply = await self._reply(asked, words, Surface.FORM)
            if reply.failed:
                await self._show(asked, reply)
                return
        if not await self._run(asked, last, Surface.FORM):
            return
        if "staff-roles" in command:
            await self._add(asked, await self._reply(asked, "staff list", Surface.TYPED))
        elif "-channel" in command:
            await self.starting.check(asked.line, asked.guild, asked.tenant, asked.t, only_bad=True)

    async def _here(self, asked: Asked, words: str) -> bool:
        """What is Discord's own and no command of the catalogue; whether it was that."""
        if words not in setup.FORMS and words != "doctor":
            return False
        refused = await self._refused(asked)
        if refused is not None:
            await self._show(asked, refused)
        elif words == "doctor":
            await asked.line.defer()
            found = await self.starting.examine(asked.guild, asked.tenant, asked.t)
            await asked.line.complete(draw(found.card, speech=self.speech)[0].payload)
        else:
            now = await self._chosen(asked.tenant)
            await asked.line.show(setup.FORMS[words](asked.t, now, asked.guild))
            if words == "setup":
                await self.starting.check(asked.line, asked.guild, asked.tenant, asked.t, only_bad=False)
        return True

    async def _refused(self, asked: Asked) -> Reply | None:
        """The refusal, for whoever is no admin."""
        try:
            allow(await self.callers.caller(asked.payload, asked.tenant), setup.COMMANDS[0])
        except UserFacingError as error:
            return Reply(problem.problem(asked.t, error), failed=True)
        return None

    async def _submit(self, asked: Asked, data: Payload) -> None:
        """A form carries the words before its value in its id."""
        pressed = buttons.read(str(data.get("custom_id", "")))
        words = forms.submitted(pressed, data) if pressed else ""
        if not words:
            await asked.line.say(asked.t.say("This form is no longer known. Ask again, please."))
            return
        await self._run(asked, words, Surface.FORM)

    async def _run(self, asked: Asked, words: str, surface: Surface) -> bool:
        """Answer words with the rights of whoever pressed or typed; late answers are announced.

        Whether it went well.
        """
        shared = surface is Surface.SHARED
        if not shared and await self._here(asked, words):
            return True
        work = asyncio.create_task(self._messages(asked, words, surface))
        await asyncio.wait({work}, timeout=self.patience)
        late = not work.done()
        if late:
            await asked.line.defer(public=shared)
        reply, messages = await work
        self.callers.world.people.forget(reply.forgotten)
        public = not reply.failed and (shared or not reply.private)
        for number, (body, files) in enumerate(messages):
            if number == 0 and late:
                await asked.line.complete(body, files)
            elif number == 0:
                await asked.line.show(body, files, public=public)
            else:
                await asked.line.add(body, files, public=public)
        for file in reply.files:
            await asked.line.add({"allowed_mentions": MENTIONS}, [(file.name, file.content)])
        if not reply.failed and words.startswith("settings "):
            caller = await self.callers.caller(asked.payload, asked.tenant)
            await self.starting.chosen(asked.line, asked.guild, asked.tenant, caller, asked.t)
        return not reply.failed

    async def _messages(
        self, asked: Asked, words: str, surface: Surface
    ) -> tuple[Reply, Sequence[tuple[Json, Sequence[File]]]]:
        """The answer, and its messages."""
        reply = await self._reply(asked, words, surface)
        offer = None
        if surface is not Surface.SHARED and reply.private and not reply.failed and self._shareable(words):
            offer = Button(asked.t.say("Share in this channel"), words)
            offer = offer if buttons.fits(offer) else None
        for aside in reply.asides:
            await pass_on(self.api, aside, str(asked.payload.get("channel_id") or ""), self.speech)
        drawn = draw(reply.card, share=offer, speech=self.speech)
        return reply, await asyncio.gather(*(self._painted(one) for one in drawn))

    async def _reply(self, asked: Asked, words: str, surface: Surface) -> Reply:
        if surface is Surface.SHARED and not self._shareable(words):
            error = UserFacingError("This answer is for you alone.")
            return Reply(problem.problem(asked.t, error), failed=True)
        try:
            caller = await self.callers.caller(asked.payload, asked.tenant)
        except UserFacingError as error:
            return Reply(problem.problem(asked.t, error), failed=True)
        if caller.role is Role.ADMIN and words.startswith("settings set"):
            await self.callers.introduce(asked.tenant, asked.guild, words)
        if surface is Surface.SHARED and caller.member is not None:
            caller = Caller(Role.MEMBER, caller.member)  # others get to see what anybody may
        now = self.clock.now()
        return await self.core.answer(Invocation(asked.tenant.community, caller, words, now, surface))

    def _shareable(self, words: str) -> bool:
        """Only what everybody may ask, and what only shows: sharing must not do anything again."""
        try:
            return offered(parse(words, self.core.catalogue).command, Surface.SHARED)
        except UserFacingError:
            return False

    async def _show(self, asked: Asked, reply: Reply) -> None:
        await asked.line.show(*await self._painted(draw(reply.card, speech=self.speech)[0]))

    async def _add(self, asked: Asked, reply: Reply) -> None:
        for drawn in draw(reply.card, speech=self.speech):
            await asked.line.add(*await self._painted(drawn))

    async def _painted(self, drawn: Drawn) -> tuple[Json, Sequence[File]]:
        return await asyncio.to_thread(with_pictures, drawn, self.paint)

    async def _chosen(self, tenant: Tenant) -> Preferences:
        async with self.core.store.reading(tenant.community) as unit:
            return Preferences.read(await unit.settings.all())
