"""The options of the evidence commands."""

from __future__ import annotations

from bot.commands.spec import Kind, Option

MEMBER = Option("member", Kind.MEMBER, "Whom it is about.", required=True)
ON = Option("on", Kind.DATE, "The day, such as 2026-03-04 or yesterday.", required=True)
TITLE = Option("title", Kind.TEXT, "What it was, in a few words (in quotes).", required=True)
LINK = Option("link", Kind.TEXT, "Where one can see it.")
ID = Option("id", Kind.INTEGER, "The record's number, as the lists show it.", required=True)
SIZE = Option("size", Kind.INTEGER, "How many people.", required=True)

TALK = (
    Option("member", Kind.MEMBER, "Who spoke."),
    ON,
    TITLE,
    LINK,
    Option("speaker", Kind.TEXT, "The name of a speaker without an account here."),
    Option("staff", Kind.FLAG, "That speaker works for the company."),
)
SUPPORT = (
    Option("for", Kind.CHOICE, "Whom it supported.", required=True, choices=("answers", "talks", "both")),
    ON,
    TITLE,
    LINK,
)
STAGE = (
    Option("stage", Kind.CHOICE, "How far it is.", required=True, choices=("mvp", "beta", "ga")),
    Option("since", Kind.DATE, "For ga: since when it is generally available."),
)
PLAN = (
    Option("owner", Kind.TEXT, "Who runs the program."),
    Option("exit", Kind.TEXT, "How an ambassador, or the program, ends."),
    Option("benefit", Kind.TEXT, "What the community gets from it."),
    Option("serves", Kind.TEXT, "Whom it serves, such as community, marketing (with commas)."),
    Option("activities", Kind.TEXT, "What ambassadors would do (with commas)."),
    Option("planned", Kind.INTEGER, "How many ambassadors."),
    Option("cost", Kind.INTEGER, "What managing one ambassador costs, in per cent of one hire."),
)
