"""Slack, put together."""

from __future__ import annotations

import json
import logging
import secrets
from functools import partial

from adapters.charts.png import png
from adapters.slack.inbound import Judge
from adapters.slack.manifest import Mode, manifest
from adapters.slack.service import Outside, SlackService, Tokens
from bot.commands.catalogue import catalogue
from bot.commands.spec import Reply
from bot.core import Core
from bot.domain.community import Community, slug
from bot.domain.errors import UserFacingError
from bot.domain.judging import judge
from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.ports import Clock, Store
from bot.settings import Settings
from bot.usecases.importing import ensure_community
from bot.wiring.services import Parts, Service

log = logging.getLogger(__name__)

_SALT_BYTES = 32


def manifest_text(platform: str, mode: str, url: str) -> str:
    """The manifest of a platform's app, as JSON to paste."""
    modes: dict[str, Mode] = {"socket": "socket", "http": "http"}
    if platform != "slack" or mode not in modes:
        raise UserFacingError(
            "There is no manifest for {platform} in mode {mode}.", platform=platform, mode=mode
        )
    return json.dumps(manifest(catalogue(), "foster", modes[mode], url), indent=2)


def slack_service(settings: Settings, core: Core, clock: Clock) -> SlackService | None:
    """Slack as the settings ask for it; None where there is no bot token."""
    if not settings.slack_bot_token:
        return None
    tokens = Tokens(
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.slack_api_url,
        settings.slack_host,
        settings.port,
    )
    return SlackService(tokens, Outside(core, clock, partial(join, core.store), leave, png))


def slack_platform(parts: Parts) -> Service | None:
    """Slack for the supervisor, which begins it again after a failure."""
    service = slack_service(parts.settings, parts.core, parts.clock)
    if service is None:
        return None
    return Service(Platform.SLACK, service.serve, service, service.ready, service.permalink)


async def join(store: Store, space: SpaceRef, title: str) -> tuple[CommunityId, Judge]:
    """The community of a workspace, made where it is new, and the judge of its texts."""
    owner = await store.community_of(space)
    if owner is None:
        taken = {known.id for known in await store.communities()}
        new = Community(_free(title, space, taken), title, secrets.token_bytes(_SALT_BYTES))
        owner = await ensure_community(store, new, space, by_name=False)
    salt = next(known.salt for known in await store.communities() if known.id == owner)
    return owner, partial(judge, salt=salt)


def _free(title: str, space: SpaceRef, taken: set[CommunityId]) -> CommunityId:
    """A short name that nobody has: workspaces may share a title, or have one without plain letters."""
    try:
        name = slug(title)
    except UserFacingError:
        name = CommunityId(f"slack-{space.id.casefold()}")
    return name if name not in taken else CommunityId(f"{name[:18]}-{space.id.casefold()}")


async def leave(community: CommunityId, space: SpaceRef) -> None:
    """Foster was removed: nothing more is asked or sent. The data stays until an operator removes it."""
    log.warning("removed from a workspace", extra={"community": community, "space": str(space)})


async def slack_doctor(settings: Settings, core: Core, clock: Clock) -> Reply:
    """What is wrong with the tokens, before anything runs."""
    service = slack_service(settings, core, clock)
    if service is None:
        raise UserFacingError(
            "There is no {name} yet. Put it into the file .env: docs/slack.md shows where to find it.",
            name="SLACK_BOT_TOKEN",
        )
    return await service.doctor()
