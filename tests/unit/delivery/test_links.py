"""What is posted leads to the messages it speaks of."""

from __future__ import annotations

from bot.domain.facts import Channel, ChannelKind, Features, Message, Sign
from bot.domain.refs import MessageRef, Platform
from bot.domain.times import DAY, Micros
from bot.wiring.services import Service, permalinks
from tests.fakes.delivery import ticker
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import CYD, HELP, SOUP
from tests.unit.delivery.test_tick import SLOT, START, Scene
from tests.unit.wiring.test_running import idle


def told(message: MessageRef, thread: str | None) -> str:
    return f"https://soup.example/{thread}/{message.id}"


def help_alone() -> Message:
    """A question that nobody answered."""
    features = Features(900, Sign.QUESTION_MARK, 9)
    return Message(MessageRef(HELP, "2q"), CYD, Micros(START + 2 * DAY), features)


async def posted(scene: Scene) -> str:
    service = Service(Platform.SLACK, idle, FakePlatform(scene.clock.now), permalink=told)
    tick = ticker(scene.store, scene.platform, scene.clock, url=permalinks([service]))
    await scene.at(SLOT - DAY, tick)
    await scene.at(SLOT, tick)
    assert scene.posts == 1
    return str([post.card for post in scene.platform.posts])


async def test_an_answer_is_linked_in_its_thread_in_preview_and_post() -> None:
    said = await posted(await Scene().begin())
    assert said.count("https://soup.example/1q/1a") >= 2
    assert "https://soup.example/None/1a" not in said


async def test_a_question_in_a_forum_is_a_thread_of_its_own() -> None:
    scene = await Scene().begin()
    lonely = help_alone()
    await scene.store.write(SOUP.id, [Channel(HELP, "help", ChannelKind.FORUM), lonely])
    assert "https://soup.example/2q/2q" in await posted(scene)


async def test_a_question_in_a_channel_is_in_no_thread() -> None:
    scene = await Scene().begin()
    await scene.store.write(SOUP.id, [help_alone()])
    assert "https://soup.example/None/2q" in await posted(scene)


async def test_elsewhere_there_is_no_link() -> None:
    file = MessageRef(HELP, "1")
    assert permalinks([])(file, None) == ""
