"""The doors of the core: facts come in, commands are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.run import run
from bot.commands.spec import Command, Invocation, Reply
from bot.domain.facts import Fact
from bot.domain.refs import CommunityId
from bot.ports import FactWriter, Store
from bot.usecases.compose import Address, nowhere


@dataclass(frozen=True, slots=True)
class Core:
    """What every platform talks to. It returns values and never calls back into a platform.

    `address` says where a message is.
    """

    store: Store
    writer: FactWriter
    catalogue: tuple[Command, ...]
    address: Address = nowhere

    async def observe(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        """Take what a platform said. Returns once it is durable: acknowledge after that."""
        await self.writer.write(community, facts)

    async def answer(self, invocation: Invocation) -> Reply:
        """Answer a command. Never raises for what somebody typed."""
        return await run(invocation, self.catalogue, self.store, address=self.address)
