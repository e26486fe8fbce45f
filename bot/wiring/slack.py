"""Slack, put together."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from functools import partial

from adapters.charts.png import png
from adapters.slack.inbound import Judge
from adapters.slack.manifest import Mode, manifest
from adapters.slack.own_words import widened
from adapters.slack.seat import Outside
from adapters.slack.service import SlackService
from adapters.slack.tokens import Tokens
from bot.commands.catalogue import catalogue
from bot.domain.community import Community, slug
from bot.domain.errors import UserFacingError
from bot.domain.judging import judge
from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.install_ports import Departures
from bot.ports import Store
from bot.usecases.importing import ensure_community
from bot.wiring.departures import leave, stay
from bot.wiring.services import Parts, Service

_SALT_BYTES = 32


def manifest_text(platform: str, mode: str, url: str, extras: Sequence[str] = ()) -> str:
    """The manifest of a platform's app, as JSON to paste."""
    modes: dict[str, Mode] = {"socket": "socket", "http": "http"}
    if platform != "slack" or mode not in modes:
        raise UserFacingError(
            "There is no manifest for {platform} in mode {mode}.", platform=platform, mode=mode
        )
    return json.dumps(manifest(widened(catalogue()), "foster", modes[mode], url, extras), indent=2)


def slack_service(parts: Parts) -> SlackService | None:
    """Slack as the settings ask for it; None where they do not."""
    settings, core, clock = parts.settings, parts.core, parts.clock
    if not settings.slack_bot_token and not settings.slack_client_id:
        return None
    tokens = Tokens(
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.slack_api_url,
        settings.slack_client_id,
        settings.slack_client_secret,
    )
    joining = partial(join, core.store, parts.departures)
    leaving = partial(leave, parts.departures, clock)
    return SlackService(tokens, Outside(core, clock, joining, leaving, png, parts.installations))


def slack_platform(parts: Parts) -> Service | None:
    """Slack for the supervisor, which begins it again after a failure."""
    service = slack_service(parts)
    if service is None:
        return None
    routes = service.routes if service.tokens.listens else None
    return Service(
        Platform.SLACK,
        service.serve,
        service,
        service.ready,
        service.permalink,
        routes,
        service.counts,
        been=lambda: service.been,
        trouble=service.trouble,
    )


async def join(
    store: Store, departures: Departures, space: SpaceRef, title: str
) -> tuple[CommunityId, Judge]:
    """The community of a workspace, made where it is new, and the judge of its texts."""
    await stay(departures, space)
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
