"""The commands that record evidence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.handlers import evidence
from bot.commands.handlers.evidence import listing, record
from bot.commands.handlers.evidence_options import (
    ID,
    LINK,
    MEMBER,
    ON,
    PLAN,
    SIZE,
    STAGE,
    SUPPORT,
    TALK,
    TITLE,
)
from bot.commands.spec import Command, Kind, Option, Role
from bot.domain.evidence import EvidenceKind
from bot.domain.readiness import recording

_PAID = Option("paid", Kind.FLAG, "A contractor or a paid helper.")

COMMANDS: Sequence[Command] = (
    Command(
        ("talk", "add"),
        "Records a talk somebody gave.",
        Role.MEMBER,
        record(evidence.talk),
        TALK,
        example='talk add @ana 2026-03-04 "From zero to search" https://example.org/talk',
    ),
    Command(
        ("talk", "list"),
        "Lists the recorded talks.",
        Role.MEMBER,
        listing(EvidenceKind.TALK, EvidenceKind.TALKS_NONE, EvidenceKind.TALKS_COMPLETE),
    ),
    Command(
        ("talk", "none"),
        "Attests that no member gave a talk.",
        Role.ADMIN,
        record(lambda entry, _: recording.talks_none(entry)),
    ),
    Command(
        ("talk", "complete"),
        "Attests that all talks are in the list.",
        Role.ADMIN,
        record(lambda entry, _: recording.talks_complete(entry)),
    ),
    Command(
        ("support", "log"),
        "Records what the company did for those who answer or speak.",
        Role.STAFF,
        record(evidence.support),
        SUPPORT,
        example='support log answers 2026-03-04 "thank-you cards"',
    ),
    Command(("support", "list"), "Lists the recorded support.", Role.MEMBER, listing(EvidenceKind.SUPPORT)),
    Command(
        ("uplift", "add"),
        "Records what a member did to raise others.",
        Role.MEMBER,
        record(evidence.uplift),
        (MEMBER, ON, TITLE, LINK),
        example='uplift add @ana yesterday "reviewed a first talk"',
    ),
    Command(
        ("uplift", "list"),
        "Lists what members did to raise others.",
        Role.MEMBER,
        listing(EvidenceKind.UPLIFT),
    ),
    Command(
        ("staff", "add"),
        "Says that somebody works for the company.",
        Role.ADMIN,
        record(evidence.staff),
        (MEMBER, _PAID),
        example="staff add @ana",
    ),
    Command(
        ("staff", "remove"),
        "Says that somebody does not work for the company.",
        Role.ADMIN,
        evidence.staff_remove,
        (MEMBER,),
        example="staff remove @ana",
    ),
    Command(
        ("staff", "list"),
        "Lists the company's own people.",
        Role.STAFF,
        listing(EvidenceKind.STAFF, EvidenceKind.STAFF_NONE),
    ),
    Command(
        ("staff", "none"), "Attests that nobody here works for the company.", Role.ADMIN, evidence.staff_none
    ),
    Command(
        ("team", "set"),
        "Says how many people do DevRel as their job.",
        Role.ADMIN,
        record(evidence.size),
        (SIZE,),
        example="team set 2",
    ),
    Command(
        ("stage", "set"),
        "Says how far the product is.",
        Role.ADMIN,
        record(evidence.stage),
        STAGE,
        example="stage set ga 2025-03-04",
    ),
    Command(
        ("plan", "set"),
        "Records the plan for an ambassador program.",
        Role.ADMIN,
        record(evidence.plan),
        PLAN,
        example='plan set owner="Ana" exit="yearly, by either side" benefit="workshops"',
    ),
    Command(
        ("me", "considered", "on"),
        "You would like to be considered as an ambassador.",
        Role.MEMBER,
        record(evidence.considered_on),
    ),
    Command(
        ("me", "considered", "off"),
        "You would rather not be considered as an ambassador.",
        Role.MEMBER,
        record(evidence.considered_off),
    ),
    Command(
        ("evidence", "undo"),
        "Takes a record back.",
        Role.MEMBER,
        evidence.undo,
        (ID,),
        example="evidence undo 3",
    ),
    Command(
        ("evidence", "dispute"),
        "Contests a record about you.",
        Role.MEMBER,
        evidence.dispute,
        (ID,),
        example="evidence dispute 3",
    ),
)
