"""The way in for further workspaces: `/slack/install` leads to Slack, which leads back with a code.

The `state` proves that whoever comes back is whoever left: it is good for ten minutes, once, and only in the
browser that holds the same in a cookie.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_sdk.errors import SlackApiError

from adapters.slack.installs import Keeper, exchanged
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from adapters.slack.seat import Outside
from adapters.slack.tokens import Tokens
from bot.domain.errors import UserFacingError
from bot.domain.times import MINUTE, SECOND, Micros
from bot.install_ports import Installations
from bot.views.texts import texts

log = logging.getLogger(__name__)

STATE_LIFE = Micros(10 * MINUTE)
_COOKIE = "foster-install"
_GUARD = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address holds the code
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


@dataclass(frozen=True, slots=True)
class Doorway:
    """The two addresses."""

    tokens: Tokens
    outside: Outside
    keeper: Keeper

    def route(self, server: web.Application) -> None:
        """Add them."""
        server.router.add_get(INSTALL_PATH, self._leave)
        server.router.add_get(REDIRECT_PATH, self._return)

    @property
    def _kept(self) -> Installations:
        return self.keeper.kept

    async def _leave(self, _: web.Request) -> web.Response:
        """Off to Slack, with a fresh state."""
        state, now = secrets.token_urlsafe(32), self.outside.clock.now()
        try:
            await self._kept.issue(state, now, Micros(now + STATE_LIFE))
        except UserFacingError as full:
            return _page(str(full), 503)
        asked = {"client_id": self.tokens.client_id, "scope": ",".join(SCOPES), "state": state}
        answer = web.Response(status=302, headers=_GUARD)
        answer.headers["Location"] = f"{self.tokens.authorize_url}?{urlencode(asked)}"
        answer.set_cookie(
            _COOKIE,
            state,
            max_age=STATE_LIFE // SECOND,
            path=REDIRECT_PATH,
            secure=True,
            httponly=True,
            samesite="Lax",
        )
        return answer

    async def _return(self, request: web.Request) -> web.Response:
        """Back from Slack: the state is used up first, whatever else is wrong."""
        t, state = texts("en"), request.query.get("state", "")
        held = request.cookies.get(_COOKIE, "")
        good = bool(state) and await self._kept.redeem(state, self.outside.clock.now())
        if not good or not hmac.compare_digest(state.encode(), held.encode()):
            return _page(
                t.say(
                    "This link is used up, or of another browser. Begin again at {path}.", path=INSTALL_PATH
                ),
                400,
            )
        code = request.query.get("code", "")
        if not code:
            return _page(t.say("Foster was not installed: Slack was told not to."), 400)
        problem = await self._admitted(code)
        if problem:
            log.warning("not installed", extra={"problem": problem})
            return _page(t.say("Slack did not let Foster in ({problem}). Begin again.", problem=problem), 502)
        return _page(
            t.say(
                "Foster is installed. Type {command} in any channel to set it up.", command="/foster setup"
            ),
            200,
        )

    async def _admitted(self, code: str) -> str:
        """Exchange the code; why that failed, empty where it did not."""
        try:
            given = await exchanged(self.tokens, code=code)
            if not (given.get("team") or {}).get("id") or not given.get("access_token"):
                return "no workspace"  # a whole organisation: each of its workspaces lets Foster in by itself
            done = await self.keeper.admit(given)
        except SlackApiError as refused:
            return str(refused.response.get("error", "")) or "refused"
        except (aiohttp.ClientError, TimeoutError):
            return "no answer"
        log.info("installed", extra={"space": str(done.space)})
        return ""


def _page(text: str, status: int) -> web.Response:
    return web.Response(text=text + "\n", status=status, headers=_GUARD)
