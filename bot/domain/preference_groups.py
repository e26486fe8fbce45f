"""Every setting a community has, in groups, and the named sets that change several at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.attribution_preferences import ATTRIBUTION
from bot.domain.preference import AUTO, Preference, PreferenceGroup, PreferenceKind
from bot.domain.preference_texts import write_number
from bot.domain.readiness.policy import THRESHOLDS
from bot.domain.recognition.ledger import DEFAULT_REACH
from bot.domain.refs import Platform

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

COMMUNITY = PreferenceGroup(
    "Community",
    (
        Preference("zone", PreferenceKind.ZONE, "UTC", "The time zone that weeks and times are in."),
        Preference(
            "language", PreferenceKind.CHOICE, "en", "The language Foster speaks.", choices=("en", "de")
        ),
        Preference(
            "help-channels",
            PreferenceKind.CHANNELS,
            "[]",
            "Where people ask for help. Until chosen, every public channel counts.",
        ),
        Preference(
            "admin-channel",
            PreferenceKind.CHANNEL,
            "[]",
            "Where notices and previews for admins go: choose a private channel.",
        ),
        Preference(
            "private-channels",
            PreferenceKind.CHANNELS,
            "[]",
            "Private channels that Foster reads, on Slack: an admin says “private on” in each.",
        ),
        Preference(
            "staff-roles",
            PreferenceKind.ROLES,
            "",
            "Roles whose holders work for you, on Discord. Whoever gets or loses one is staff, or no longer.",
        ),
        Preference(
            "solved-tags",
            PreferenceKind.LINE,
            "solved, done, resolved, answered, gelöst, erledigt, beantwortet",
            "Tags of forum posts that say that a question is solved, with commas, or none.",
        ),
        Preference("word", PreferenceKind.TEXT, "foster", "The word after the slash that calls Foster."),
    ),
)

DIGEST = PreferenceGroup(
    "Weekly digest",
    (
        Preference("digest-channel", PreferenceKind.CHANNEL, "[]", "Where the weekly digest is posted."),
        Preference(
            "digest-day",
            PreferenceKind.CHOICE,
            "tuesday",
            "The day on which the digest is posted.",
            choices=DAYS,
        ),
        Preference("digest-time", PreferenceKind.TIME, "10:00", "The time at which the digest is posted."),
        Preference(
            "slots",
            PreferenceKind.INTEGER,
            AUTO,
            "How many people a digest thanks by name: auto, or 1 to 15.",
            low=1,
            high=15,
            auto=True,
        ),
        Preference(
            "reach",
            PreferenceKind.INTEGER,
            str(DEFAULT_REACH),
            "How thanks are spread: 4 follows merit alone, 3 is balanced, 0 takes turns.",
            low=0,
            high=4,
        ),
        Preference(
            "minimum",
            PreferenceKind.INTEGER,
            "1",
            "A week in which fewer people were helped has no digest.",
            low=0,
            high=100,
        ),
        Preference(
            "confidence-floor",
            PreferenceKind.SHARE,
            "0.5",
            "How sure Foster must be that a message answered a question before it counts.",
            low=0,
            high=1000,
        ),
    ),
)

WEIGHTS = PreferenceGroup(
    "What recorded work counts",
    (
        Preference(
            "weight-talk", PreferenceKind.NUMBER, "1", "What a talk counts, as people helped.", low=0, high=5
        ),
        Preference(
            "weight-uplift",
            PreferenceKind.NUMBER,
            "0.5",
            "What an act that raises others counts, as people helped.",
            low=0,
            high=5,
        ),
        Preference(
            "weight-welcome",
            PreferenceKind.NUMBER,
            "0",
            "What welcoming a newcomer counts on top of the answer, as people helped.",
            low=0,
            high=5,
        ),
    ),
)

WORDING = PreferenceGroup(
    "What the digest says",
    (
        Preference("digest-title", PreferenceKind.LINE, "", "A title of your own for the digest, or none."),
        Preference("digest-emoji", PreferenceKind.FLAG, "yes", "Emoji in the digest's headings."),
        Preference("show-first-answers", PreferenceKind.FLAG, "yes", "First answers in a part of their own."),
        Preference("show-others", PreferenceKind.FLAG, "yes", "Everybody else who helped, by name."),
        Preference(
            "show-work", PreferenceKind.FLAG, "yes", "Talks, newcomers welcomed, and who told what worked."
        ),
        Preference("show-questions", PreferenceKind.FLAG, "yes", "Questions that still wait."),
        Preference("show-chart", PreferenceKind.FLAG, "yes", "The chart of the last weeks."),
    ),
)

READINESS = PreferenceGroup(
    "Ambassador program: when is a community ready",
    tuple(
        Preference(
            "ready-" + threshold.name.replace("_", "-"),
            PreferenceKind.INTEGER if isinstance(threshold.default, int) else PreferenceKind.NUMBER,
            write_number(threshold.default),
            threshold.meaning,
            threshold.low,
            threshold.high,
        )
        for threshold in THRESHOLDS
    ),
)

PRIVACY = PreferenceGroup(
    "Privacy",
    (
        Preference(
            "consent",
            PreferenceKind.CHOICE,
            "opt-out",
            "Who is named: opt-out, all but those who do not want it; opt-in, only those who agreed.",
            choices=("opt-out", "opt-in"),
        ),
        Preference(
            "keep-facts",
            PreferenceKind.INTEGER,
            "400",
            "For how many days facts are kept: who wrote when, and who answered whom.",
            low=200,
            high=3650,
        ),
        Preference(
            "keep-sketches",
            PreferenceKind.INTEGER,
            "14",
            "For how many days salted sketches of words are kept, which link answers to questions.",
            low=4,
            high=90,
        ),
        Preference(
            "keep-audit",
            PreferenceKind.INTEGER,
            "730",
            "For how many days it is kept who changed what.",
            low=90,
            high=3650,
        ),
    ),
)

GROUPS: tuple[PreferenceGroup, ...] = (
    COMMUNITY,
    DIGEST,
    WEIGHTS,
    WORDING,
    ATTRIBUTION,
    READINESS,
    PRIVACY,
)
"""Every setting there is. A part of the core with settings of its own appends its group here."""


def every(groups: Iterable[PreferenceGroup] = GROUPS) -> tuple[Preference, ...]:
    """All settings, in order."""
    return tuple(preference for group in groups for preference in group.preferences)


ONLY_ON: Mapping[str, Platform] = {
    "private-channels": Platform.SLACK,
    "staff-roles": Platform.DISCORD,
    "solved-tags": Platform.DISCORD,
}
"""Settings that mean something on one platform alone: elsewhere nobody sees them, unless they were chosen."""


PRESETS: Mapping[str, Mapping[str, str]] = {
    "merit": {"reach": "4"},
    "balanced": {"reach": "3"},
    "wide": {"reach": "2"},
    "turns": {"reach": "0"},
    "small": {
        "ready-enough-answered": "10",
        "ready-answerers": "3",
        "ready-talks": "2",
        "ready-candidates": "2",
        "ready-bench-high": "3",
        "ready-bench-medium": "6",
    },
    "support-heavy": {
        "ready-enough-answered": "50",
        "ready-talks": "2",
        "ready-person-talks": "0",
        "ready-green-answered": "0.8",
    },
    "open-source": {
        "ready-member-share": "0.5",
        "ready-answerers": "10",
        "ready-team": "1",
    },
}
"""Named sets of settings, for `settings preset`: four ways to thank, three kinds of community (ours)."""
