"""One workspace that Foster serves: its community, what is known of it, and how to call it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import aiohttp
from msgspec import ValidationError, convert
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.markup.slack_rows import Conversation, User
from adapters.slack.inbound import Judge
from adapters.slack.known import Known
from adapters.slack.render import Look
from adapters.slack.rich import Home
from bot.commands.spec import Caller, Invocation, Reply, Role, Surface
from bot.core import Core
from bot.domain.errors import UnsureError, UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.refs import CommunityId, SpaceRef
from bot.ports import Clock
from bot.usecases.standing import standing
from bot.views.texts import Texts, texts

log = logging.getLogger(__name__)

_FAILING = 429
"""From this status on, an answer says nothing of what was asked."""
_PASSING = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"}
)
_NOBODY = frozenset({"user_not_found", "user_not_visible"})


@dataclass(frozen=True, slots=True)
class Workspace:
    """`url` is the workspace's address; `own` Foster's account there."""

    community: CommunityId
    known: Known
    judge: Judge
    client: AsyncWebClient
    core: Core
    clock: Clock
    url: str = ""

    @property
    def space(self) -> SpaceRef:
        """The workspace as the core knows it."""
        return self.known.space

    async def preferences(self) -> Preferences:
        """What the community chose."""
        async with self.core.store.reading(self.community) as unit:
            return Preferences.read(await unit.settings.all())

    async def texts(self) -> Texts:
        """In the community's language."""
        return texts((await self.preferences()).text("language"))

    async def look(self) -> Look:
        """How cards are drawn here."""
        return Look(Home(self.space, self.url), await self.texts())

    async def caller(self, user: str) -> Caller:
        """Who asks, by Slack's present word: bots and deactivated accounts may nothing, guests little."""
        problem = await self.ask_about_user(user)
        if problem and problem not in _NOBODY:
            raise UnsureError("Slack does not say just now who you are. Please try again in a minute.")
        account = self.known.accounts.get(user)
        if account is None or account.bot or not account.present:
            raise UserFacingError("Only people of this workspace can ask me.")
        if account.external:
            return Caller(Role.MEMBER, account.ref)
        if self.known.standings[user].admin:
            return Caller(Role.ADMIN, account.ref)
        async with self.core.store.reading(self.community) as unit:
            staff = (await standing(unit)).staff.members
        return Caller(Role.STAFF if account.ref in staff else Role.MEMBER, account.ref)

    async def zone_of(self, user: str) -> str:
        """The time zone of a person's own clock, to suggest it."""
        try:
            answer = await self.client.users_info(user=user)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return "UTC"
        told = answer.get("user") or {}
        return str(told.get("tz") or "UTC")

    async def answer(self, user: str, words: str, surface: Surface = Surface.TYPED) -> Reply:
        """The core's answer to words that somebody typed or pressed, with that person's rights."""
        caller = await self.caller(user)
        return await self.core.answer(Invocation(self.community, caller, words, self.clock.now(), surface))

    async def ask_about_user(self, user: str) -> str:
        """Have Slack tell who somebody is; why it did not, empty where it did.

        Rights may have changed since they were learnt: never stale.
        """
        before = self.known.accounts.get(user)
        try:
            answer = await self.client.users_info(user=user)
            told = self.known.learn_user(convert(answer.get("user"), User))
        except SlackApiError as refused:
            return str(refused.response.get("error", "")) or "refused"
        except (aiohttp.ClientError, TimeoutError):
            return "no answer"
        except (ValidationError, UnicodeError):  # half a surrogate pair is valid JSON
            log.warning("not read", extra={"what": "user"})
            return "not read"
        if told is not None and told != before:  # no commit for what is known: somebody waits for an answer
            await self.core.observe(self.community, [told])
        return ""

    async def ask_about_channel(self, channel: str) -> bool:
        """Have Slack tell what a channel is: only public ones, or agreed ones, become known.

        Whether it answered: that we may not see a channel is an answer, that it fails just now is none.
        """
        try:
            answer = await self.client.conversations_info(channel=channel)
            told = self.known.learn_channel(convert(answer.get("channel"), Conversation))
        except SlackApiError as refused:
            status, problem = refused.response.status_code, refused.response.get("error")
            return status < _FAILING and problem not in _PASSING
        except (aiohttp.ClientError, TimeoutError):
            return False
        except (ValidationError, UnicodeError):  # as above
            log.warning("not read", extra={"what": "channel"})
            return True
        if told is not None:
            await self.core.observe(self.community, [told])
        return True
