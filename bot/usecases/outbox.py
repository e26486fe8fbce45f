"""Sending notices: claimed one by one, tried again with pauses, given up in sight of the admins."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.delivery_ports import Admins, Publisher, RefusedError, Target, TryLaterError, UnclearError
from bot.domain import notices
from bot.domain.delivery import marker
from bot.domain.notices import Letter, Mail, Notice, NoticeKind
from bot.domain.preferences import Preferences
from bot.domain.refs import CommunityId
from bot.domain.times import DAY, Micros, Week
from bot.ports import Clock, Store, Unit
from bot.usecases.amend import SOON, amend_week, carry_out, give_up, redrawn
from bot.usecases.compose import Address, compose, nowhere
from bot.views.card import Card
from bot.views.digest import digest_card
from bot.views.look import Look
from bot.views.notices import notice_card
from bot.views.preview import preview_card
from bot.views.texts import texts

log = logging.getLogger(__name__)

_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Postman:
    """Takes what waits in a community's outbox to its admins."""

    store: Store
    publisher: Publisher
    clock: Clock
    url: Address = nowhere

    async def deliver(self, community: CommunityId) -> None:
        """Everything that is due, once each."""
        async with self.store.writing(community) as unit:
            now = self.clock.now()
            await unit.outbox.prune(Micros(now - notices.KEPT))
            taken = [notices.take(letter, now) for letter in await unit.outbox.ready(now, _AT_ONCE)]
            for letter in taken:
                await unit.outbox.save(letter)
        for letter in taken:
            await self._send(community, letter)

    async def _send(self, community: CommunityId, letter: Letter) -> None:
        try:
            if letter.notice.kind is NoticeKind.EDIT:
                await self._edit(community, letter)
            else:
                await self._tell(community, letter)
        except TryLaterError as later:
            after = notices.put_off(letter, later.after, "later", self.clock.now())
        except RefusedError as refused:
            after = notices.dead(letter, refused.why.value, self.clock.now())
        except Exception as problem:  # noqa: BLE001 - it may have arrived; the next attempt looks first
            after = notices.put_off(letter, None, type(problem).__name__, self.clock.now())
        else:
            after = notices.sent(letter, self.clock.now())
        async with self.store.writing(community) as unit:
            await unit.outbox.save(after)
            if after.state is Mail.DEAD and letter.notice.kind is NoticeKind.EDIT:
                await give_up(unit, _week(letter.notice), self.clock.now())
        extra = {"community": community, "notice": letter.notice.key, "state": after.state.value}
        log.info("notice", extra=extra | {"attempt": letter.attempt, "why": after.why})

    async def _tell(self, community: CommunityId, letter: Letter) -> None:
        async with self.store.reading(community) as unit:
            card = await _card(unit, letter.notice, self.url)
            key = marker(unit.community.salt, letter.notice.key)
            to = await _addressee(unit, letter.notice)
        if letter.attempt == 1 or await self._missing(to, key):
            await self.publisher.post(to, card, key)

    async def _edit(self, community: CommunityId, letter: Letter) -> None:
        """Another process may edit the same post: whoever comes last sees to it that it shows what it may."""
        week = _week(letter.notice)
        async with self.store.reading(community) as unit:
            edit = await redrawn(unit, week, self.url)
        if edit is None:
            raise TryLaterError(SOON)
        await carry_out(edit, self.publisher)
        async with self.store.writing(community) as unit:
            if await redrawn(unit, week, self.url) != edit:
                await amend_week(unit, week, self.clock.now())

    async def _missing(self, to: Target, key: str) -> bool:
        """Whether an earlier attempt did not arrive. Where nobody can tell, admins rather hear it twice."""
        try:
            return await self.publisher.find(to, key) is None
        except UnclearError:
            return True


async def _card(unit: Unit, notice: Notice, url: Address) -> Card:
    preferences = Preferences.read(await unit.settings.all())
    t, word = texts(preferences.language), preferences.text("word")
    if notice.kind is NoticeKind.PREVIEW:
        composed = await compose(unit, _week(notice), None, url)
        return preview_card(digest_card(composed.data, t, word, Look.chosen(preferences)), t)
    return notice_card(notice, t, word)


async def _addressee(unit: Unit, notice: Notice) -> Target:
    """Notices are for admins; the welcome is for everybody, where digests go."""
    channel = None
    if notice.kind is NoticeKind.WELCOME:
        channel = Preferences.read(await unit.settings.all()).channel("digest-channel")
        if channel is None:
            raise TryLaterError(DAY)  # taken back before it was sent
    return channel or Admins(unit.community.id)


def _week(notice: Notice) -> Week:
    return Week.parse(notice.parts["week"])
