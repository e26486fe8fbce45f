"""Clients for Slack's Web API, and Slack's errors as the core knows them."""

from __future__ import annotations

from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.quiet import library_logger
from bot.delivery_ports import RefusedError, TryLaterError, UnclearError
from bot.domain.delivery import Why
from bot.domain.times import SECOND

_TIMEOUT = 15
_RETRIES = 5
_PAUSE = 30 * SECOND

_GONE = frozenset({"channel_not_found", "is_archived", "channel_is_archived"})
_CLOSED: Final = frozenset(
    {
        "account_inactive", "cannot_reply_to_message", "ekm_access_denied", "invalid_auth", "missing_scope",
        "no_permission", "not_allowed_token_type", "not_authed", "not_in_channel", "org_login_required",
        "restricted_action", "team_access_not_granted", "token_expired", "token_revoked",
    }
)  # fmt: skip

DEAD: Final = frozenset(
    {"account_inactive", "app_uninstalled", "invalid_auth", "not_authed", "token_revoked"}
)
"""What Slack says of a token that no longer lets anybody in."""
REJECTED: Final = DEAD | {"missing_scope", "no_permission", "not_allowed_token_type", "token_expired"}
"""What it says of a token that will not do before somebody changes something; all else may pass."""


def asking(token: str, api_url: str) -> AsyncWebClient:
    """For reading and answering: waits as long as a 429 says and asks again."""
    return _client(token, api_url, retries=_RETRIES)


def posting(token: str, api_url: str) -> AsyncWebClient:
    """For what must never happen twice: nothing is repeated below the core, which looks first."""
    return _client(token, api_url, retries=0)


def problem_of(error: SlackApiError) -> str:
    """Slack's own short word for what is wrong; nothing where what came was no answer of Slack's."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def trouble(error: SlackApiError) -> Exception:
    """What Slack's refusal means for delivery."""
    status, code = error.response.status_code, str(error.response.get("error", ""))
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        seconds = error.response.headers.get("Retry-After", "")
        return TryLaterError(int(seconds) * SECOND if seconds.isdecimal() else _PAUSE)
    if code in _GONE:
        return RefusedError(Why.GONE)
    if code in _CLOSED:
        return RefusedError(Why.REFUSED)
    return UnclearError()


def _client(token: str, api_url: str, *, retries: int) -> AsyncWebClient:
    # The library's default repeats a request whose answer was lost: a second post. Hence our own list.
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=retries)] if retries else []
    return AsyncWebClient(
        token=token or None,
        base_url=api_url.rstrip("/") + "/",
        timeout=_TIMEOUT,
        retry_handlers=list(handlers),
        logger=library_logger(),
        trust_env_in_session=False,
    )
