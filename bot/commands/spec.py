"""What a command is, before any platform shows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum

from bot.domain.errors import UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.refs import ChannelRef, CommunityId, MemberRef
from bot.domain.times import Micros, Week
from bot.ports import Store
from bot.usecases.compose import Address, nowhere
from bot.views.card import Card
from bot.views.texts import Texts


class Role(IntEnum):
    """Who may. A higher role may do what a lower one may."""

    MEMBER = 1
    STAFF = 2
    ADMIN = 3


class Surface(Enum):
    """Where a command is given. Each has its column in `bot.commands.access`."""

    TYPED = "typed in a channel"
    DIRECT = "typed in a direct message"
    BUTTON = "a button under a card"
    SHARED = "the button that shows an answer to everybody"
    FORM = "a form"
    MENU = "the menu of a message"
    HOME = "App Home"
    TERMINAL = "the terminal"


class Kind(Enum):
    """What an option takes, and so how platforms ask for it."""

    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    WEEK = "week"
    MEMBER = "member"
    CHANNEL = "channel"
    CHOICE = "choice"
    FLAG = "flag"


Value = str | int | bool | date | Week | MemberRef | ChannelRef


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command, given in order or as `name=value`. `rest` takes all remaining words."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """The parsed values of a command's options, by name."""

    values: Mapping[str, Value] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """A text or choice option."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def integer(self, name: str) -> int | None:
        """An integer option."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        """A flag; absent is no."""
        return self.values.get(name) is True

    def date(self, name: str) -> date | None:
        """A day."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def week(self, name: str) -> Week | None:
        """An ISO week."""
        value = self.values.get(name)
        return value if isinstance(value, Week) else None

    def member(self, name: str) -> MemberRef | None:
        """A member option."""
        value = self.values.get(name)
        return value if isinstance(value, MemberRef) else None

    def channel(self, name: str) -> ChannelRef | None:
        """A channel option."""
        value = self.values.get(name)
        return value if isinstance(value, ChannelRef) else None

    def required(self, name: str) -> str:
        """A text option that the parser has made sure of."""
        value = self.text(name)
        if value is None:
            raise UserFacingError("“{name}” is missing.", name=name)
        return value


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `member` is empty for the operator at the terminal."""

    role: Role
    member: MemberRef | None = None


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command as somebody gave it: the words after `/foster`, where, and when."""

    community: CommunityId
    caller: Caller
    words: str
    now: Micros
    surface: Surface = Surface.TYPED


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler gets: who asks where and when, the store, the community's settings and texts.

    `address` knows where messages are on the platforms that run.
    """

    invocation: Invocation
    store: Store
    preferences: Preferences
    texts: Texts
    address: Address = nowhere


@dataclass(frozen=True, slots=True)
class Aside:
    """A card for somebody else: privately, or (`here`) where the command was given, for all to see.

    Platforms send it once, at once, and keep nothing: it may hold what somebody wrote.
    """

    to: MemberRef
    card: Card
    here: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file for the caller alone, whatever becomes of the card."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What the core says to a command. `private`: only the caller sees it. `failed`: a problem card.

    `early`: it only failed because there is nothing to tell yet.
    `files` are for the caller alone. `forgotten`: platforms drop what they remember of these accounts.
    """

    card: Card
    private: bool = True
    failed: bool = False
    early: bool = False
    asides: tuple[Aside, ...] = ()
    files: tuple[Attached, ...] = ()
    forgotten: tuple[MemberRef, ...] = ()


Handler = Callable[[Context, Arguments], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: the words after `/foster`, who may give it, what it takes and what it does."""

    words: tuple[str, ...]
    summary: str
    role: Role
    handler: Handler
    options: tuple[Option, ...] = ()
    example: str = ""

    @property
    def name(self) -> str:
        """The words as typed."""
        return " ".join(self.words)
