from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, DummyCookieJar

from adapters.slack.installs import BEFORE, Keeper
from adapters.slack.manifest import SCOPES
from adapters.slack.oauth import STATE_LIFE
from adapters.slack.tokens import Tokens
from bot.delivery_ports import Admins, TryLaterError
from bot.domain.errors import SettingsError, UserFacingError
from bot.domain.refs import ChannelRef, CommunityId, Platform, SpaceRef
from bot.domain.times import HOUR, SECOND, Micros
from bot.install_ports import Installation
from bot.views.card import Card
from tests.fakes.memory_installs import MemoryInstallations
from tests.fakes.slack_events import SPACE, message
from tests.fakes.slack_server import Fault
from tests.fakes.slack_stage import Stage, event, fake
from tests.fakes.slack_workspace import NOW, Json, ts

SECOND_SPACE = SpaceRef(Platform.SLACK, "T2")
SECOND_HOME = CommunityId("kelpline-t2")
GIVEN = {"access_token": "xoxb-2", "token_type": "bot", "team": {"id": "T2", "name": "Reef"}}
TEAM = {"team_id": "T2", "team": "Reef", "user_id": "UBOT2", "url": "https://reef.slack.com/"}


@dataclass(slots=True)
class Scene:
    """A service that lets workspaces in, and a browser that follows nothing by itself."""

    stage: Stage
    kept: MemoryInstallations
    browser: ClientSession
    url: str

    async def begin(self) -> tuple[str, str]:
        """Go to the install page: the state, and the cookie that the browser keeps."""
        async with self.browser.get(f"{self.url}/slack/install", allow_redirects=False) as answer:
            assert answer.status == 302
            asked = parse_qs(urlsplit(answer.headers["Location"]).query)
            assert asked["scope"] == [",".join(SCOPES)]
            assert asked["client_id"] == ["client-id"]
            crumbs = answer.headers["Set-Cookie"]
            assert all(part in crumbs for part in ("HttpOnly", "Secure", "SameSite=Lax"))
            return asked["state"][0], crumbs.split(";")[0]

    async def back(self, cookie: str, **query: str) -> tuple[int, str]:
        """Come back from Slack."""
        headers = {"Cookie": cookie} if cookie else {}
        at = f"{self.url}/slack/oauth_redirect"
        async with self.browser.get(at, params=query, headers=headers) as answer:
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            return answer.status, await answer.text()

    async def install(self) -> tuple[int, str]:
        """The whole way, as a person goes it."""
        self.stage.slack.codes["good"] = self.stage.slack.codes.get("good", GIVEN)
        state, cookie = await self.begin()
        return await self.back(cookie, state=state, code="good")


@asynccontextmanager
async def scene(kept: MemoryInstallations | None = None, *, bot: str = "xoxb-1") -> AsyncIterator[Scene]:
    kept = kept or MemoryInstallations()
    async with fake() as slack, ClientSession(cookie_jar=DummyCookieJar()) as browser:
        slack.teams["xoxb-2"] = slack.teams["xoxb-3"] = TEAM
        stage = Stage(slack, bot=bot, kept=kept)
        async with stage.running() as url:
            yield Scene(stage, kept, browser, url)


@pytest.fixture
async def at() -> AsyncIterator[Scene]:
    async with scene() as made:
        yield made


async def test_a_second_workspace_is_let_in_and_served_beside_the_first(at: Scene) -> None:
    status, text = await at.install()
    assert status == 200
    assert "/foster setup" in text
    assert at.kept.kept[SECOND_SPACE] == Installation(SECOND_SPACE, "xoxb-2")
    stage = at.stage
    assert set(stage.service.seats) == {"T1", "T2"}
    for team in ("T1", "T2"):
        assert await event(at.browser, at.url, message(ts(NOW), text="hi"), team) == 200
    assert ts(NOW) in {ref.id for ref in stage.messages(SECOND_HOME)}
    await stage.service.post(ChannelRef(SECOND_SPACE, "C9"), Card("T", ()), "k")
    names = [name for name, _ in stage.slack.calls]
    assert stage.slack.bearers[names.index("chat.postMessage")] == "xoxb-2"
    with pytest.raises(TryLaterError):
        await stage.service.post(Admins(CommunityId("elsewhere")), Card("T", ()), "k")
    status, _ = await at.install()  # again: the same workspace, another token
    assert stage.service.seats["T2"].token == "xoxb-2"  # noqa: S105 - of a fake


async def test_the_state_is_good_once_in_its_own_browser_and_not_for_long(at: Scene) -> None:
    at.stage.slack.codes |= dict.fromkeys("abcdef", GIVEN)
    state, cookie = await at.begin()
    other, _ = await at.begin()
    assert (await at.back(cookie, state=other, code="a"))[0] == 400  # another browser's
    assert (await at.back(cookie, state=other, code="b"))[0] == 400  # and used up by that
    assert (await at.back("", state=state, code="c"))[0] == 400
    late, late_cookie = await at.begin()
    at.stage.clock.at = Micros(NOW + STATE_LIFE)
    assert (await at.back(late_cookie, state=late, code="d"))[0] == 400
    assert (await at.back("foster-install=made-up", state="made-up", code="e"))[0] == 400
    assert (await at.back("foster-install=", state="", code="f"))[0] == 400
    assert at.kept.kept == {}
    assert at.stage.slack.named("oauth.v2.access") == []
    assert (await at.install())[0] == 200
    assert (await at.back(cookie, state=state, code="good"))[0] == 400


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"ok": False, "error": "bad_client_secret"}, 502),
        ({"access_token": "xoxb-2", "team": None, "is_enterprise_install": True}, 502),
        ({"team": {"id": "T2"}}, 502),
    ],
)
async def test_what_slack_refuses_is_said_and_keeps_nothing(at: Scene, given: Json, status: int) -> None:
    at.stage.slack.codes["good"] = given
    assert (await at.install())[0] == status
    assert at.kept.kept == {}
    state, cookie = await at.begin()
    assert await at.back(cookie, state=state, error="access_denied") == (
        400,
        "Foster was not installed: Slack was told not to.\n",
    )


def rotating(expires: int) -> Installation:
    return Installation(SECOND_SPACE, "xoxb-2", "xoxe-1", Micros(expires))


async def test_a_token_is_replaced_before_it_ends() -> None:
    kept = MemoryInstallations({SECOND_SPACE: rotating(NOW + BEFORE)})
    async with fake() as slack:
        slack.teams["xoxb-3"] = TEAM
        slack.codes["xoxe-1"] = {"access_token": "xoxb-3", "refresh_token": "xoxe-2", "expires_in": 43_200}
        stage = Stage(slack, kept=kept)
        await stage.join(SECOND_SPACE, "Reef")
        async with stage.running():
            (asked,) = slack.named("oauth.v2.access")
            assert (asked["grant_type"], asked["refresh_token"]) == ("refresh_token", "xoxe-1")
            made = Installation(SECOND_SPACE, "xoxb-3", "xoxe-2", Micros(NOW + 43_200 * SECOND))
            assert kept.kept[SECOND_SPACE] == made
            assert stage.service.seats["T2"].token == "xoxb-3"  # noqa: S105 - of a fake
            keeper = stage.service._keeper()
            assert keeper is not None
            await keeper.look()  # fresh: nothing is asked
            assert len(slack.named("oauth.v2.access")) == 1
            stage.clock.at = Micros(NOW + 11 * HOUR)
            slack.teams["xoxb-4"] = TEAM
            slack.codes["xoxe-2"] = {"access_token": "xoxb-4", "refresh_token": "xoxe-3", "expires_in": 1}
            await keeper.look()
            assert stage.service.seats["T2"].token == "xoxb-4"  # noqa: S105 - of a fake


async def test_a_failed_refresh_goes_on_with_the_old_token_and_is_tried_again_later() -> None:
    async with scene(MemoryInstallations({SECOND_SPACE: rotating(NOW + HOUR)})) as at:
        assert set(at.stage.service.seats) == {"T1", "T2"}
        keeper = at.stage.service._keeper()
        assert keeper is not None
        asked = len(at.stage.slack.named("oauth.v2.access"))
        await keeper.look()
        assert len(at.stage.slack.named("oauth.v2.access")) == asked == 1
        at.stage.clock.at = Micros(NOW + HOUR)
        await keeper.look()
        assert len(at.stage.slack.named("oauth.v2.access")) == 2


async def test_what_other_processes_let_in_or_removed_is_noticed(at: Scene) -> None:
    stage, body = at.stage, message(ts(NOW), text="hi")
    assert await event(at.browser, at.url, body, "T2") == 200
    assert await event(at.browser, at.url, {"type": "brand_new"}, "T9") == 200
    assert set(stage.service.seats) == {"T1"}
    at.kept.kept[SECOND_SPACE] = Installation(SECOND_SPACE, "xoxb-2")
    keeper = stage.service._keeper()
    assert keeper is not None
    assert await keeper.look_for("T2") is stage.service.seats["T2"].workspace
    at.kept.kept[SECOND_SPACE] = Installation(SECOND_SPACE, "xoxb-3")
    await keeper.look()
    assert stage.service.seats["T2"].token == "xoxb-3"  # noqa: S105 - of a fake
    del at.kept.kept[SECOND_SPACE]
    await keeper.look()
    assert set(stage.service.seats) == {"T1"}


async def test_the_removed_workspace_alone_is_left_and_its_token_is_gone_at_once(at: Scene) -> None:
    await at.install()
    stage = at.stage
    stage.slack.revoked.add("xoxb-2")
    told = {"type": "tokens_revoked", "tokens": {"bot": ["UBOT2"]}}
    assert await event(at.browser, at.url, told, "T2") == 200
    await stage.slack.until(lambda: stage.left)
    assert stage.left == ["kelpline-t2 T2"]
    assert at.kept.kept == {}
    assert set(stage.service.seats) == {"T1"}
    assert stage.service.ready()


async def test_what_was_removed_while_nobody_was_here_is_found_on_start() -> None:
    async with fake() as slack:
        slack.revoked.add("xoxb-2")
        kept = MemoryInstallations({SECOND_SPACE: Installation(SECOND_SPACE, "xoxb-2")})
        stage = Stage(slack, bot="", kept=kept)
        await stage.join(SECOND_SPACE, "Reef")
        async with stage.running():
            assert stage.service.ready()
            assert stage.left == ["kelpline-t2 T2"]
            assert kept.kept == {}


async def test_a_slack_that_is_away_for_a_moment_costs_no_installation() -> None:
    async with fake() as slack:
        slack.faults["auth.test"].append(Fault(error="internal_error"))
        kept = MemoryInstallations({SPACE: Installation(SPACE, "xoxb-1")})
        stage = Stage(slack, bot="", kept=kept)
        async with stage.running():
            assert (set(stage.service.seats), set(kept.kept)) == (set(), {SPACE})
            keeper = stage.service._keeper()
            assert isinstance(keeper, Keeper)
            await keeper.look()
            assert set(stage.service.seats) == {"T1"}


@pytest.mark.parametrize(
    ("tokens", "sealed", "name"),
    [
        (Tokens("xoxb-1", client_id="c", signing_secret="s"), True, "SLACK_CLIENT_SECRET"),  # noqa: S106 - no secret
        (Tokens(signing_secret="s", client_id="c", client_secret="s"), False, "FOSTER_SECRET_KEY"),  # noqa: S106 - no secret
        (Tokens(client_id="c", client_secret="s"), True, "SLACK_SIGNING_SECRET"),  # noqa: S106 - no secret
    ],
)
def test_what_is_missing_for_several_workspaces_is_named(tokens: Tokens, sealed: bool, name: str) -> None:
    with pytest.raises(UserFacingError, match=name):
        tokens.check(sealed=sealed)


async def test_no_token_and_no_code_shows_anywhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with scene() as at:
        at.stage.slack.codes["canary-code"] = GIVEN | {"access_token": "xoxb-canary"}
        at.stage.slack.teams["xoxb-canary"] = TEAM
        state, cookie = await at.begin()
        _, text = await at.back(cookie, state=state, code="canary-code")
        assert "canary" not in text
        await at.back("", state=state, code="canary-code")
    shown = repr(Tokens("canary", "canary", "canary", client_secret="canary")) + repr(at.kept)  # noqa: S106 - of a fake
    assert "canary" not in shown
    ours = [each for each in caplog.records if not each.name.startswith(("aiohttp", "asyncio"))]
    assert [each for each in ours if "canary" in each.getMessage() + str(vars(each))] == []


async def test_the_settings_own_token_refused_keeps_no_other_workspace_out() -> None:
    kept = MemoryInstallations()
    async with fake() as slack:
        slack.teams["xoxb-2"], slack.revoked = TEAM, {"xoxb-bad"}
        alone = Stage(slack, bot="xoxb-bad", kept=kept)
        with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
            await alone.service.serve()
        await kept.save(SECOND_HOME, Installation(SECOND_SPACE, "xoxb-2"))
        stage = Stage(slack, bot="xoxb-bad", kept=kept)
        async with stage.running():
            assert stage.service.ready()
            assert stage.service.been
            assert stage.service.seats.keys() == {"T2"}
            assert "SLACK_BOT_TOKEN" in stage.service.trouble()
