"""The words of the readiness card: questions, reasons, next steps and the commands that record them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.readiness.outcome import Code, Criterion, Outcome, Verdict
from bot.views.texts import later

QUESTIONS: Mapping[Criterion, str] = {
    Criterion.S1: later("Do members answer questions?"),
    Criterion.S2: later("Do members give talks?"),
    Criterion.S3: later("Do we support both?"),
    Criterion.A1: later("Does anyone shine unasked?"),
    Criterion.M1: later("Is the product stable?"),
    Criterion.T1: later("Is DevRel a team?"),
    Criterion.H1: later("Is it healthy and growing?"),
    Criterion.F1: later("Would it hold without a few?"),
    Criterion.P1: later("Is there a plan that serves the community?"),
}

STEPS: Mapping[Criterion, str] = {
    Criterion.S1: later("Let staff wait two hours before they answer, and thank whoever does."),
    Criterion.S2: later("Help members with their first talk: a call for papers, a rehearsal, slides."),
    Criterion.S3: later("Give a budget, slides and thanks to those who answer and those who speak."),
    Criterion.A1: later("Thank everybody who helps, and note who raises others."),
    Criterion.M1: later("Finish the product first; early adopters are not ambassadors yet."),
    Criterion.T1: later("Strengthen the team first: its people are the first ambassadors."),
    Criterion.H1: later("Take turns at unanswered questions."),
    Criterion.F1: later("Mentor second answerers, so that no single person carries it."),
    Criterion.P1: later("Write down an owner, how it ends, and what the community gets."),
}

COMMANDS: Mapping[Criterion, tuple[str, ...]] = {
    Criterion.S1: ("staff add",),
    Criterion.S2: ("talk add", "talk none", "talk complete"),
    Criterion.S3: ("support log",),
    Criterion.A1: ("uplift add", "me considered on"),
    Criterion.M1: ("stage set",),
    Criterion.T1: ("team set",),
    Criterion.H1: (),
    Criterion.F1: (),
    Criterion.P1: ("plan set",),
}

CODE_STEPS: Mapping[Code, str] = {
    Code.STAFF_NOT_RECORDED: later("Say who works for the company, or that nobody does."),
    Code.SHORT_WINDOW: later("Give it more weeks: a month says little."),
    Code.TOO_LITTLE_CHAT: later("Welcome more questions: there are too few to judge from."),
    Code.UNRESOLVED_AUTHORS: later("Import again with the list of users, so that authors are known."),
    Code.LIST_NOT_ATTESTED_COMPLETE: later("Add missing talks, or say that the list is complete."),
    Code.TALKS_UNKNOWN: later("Record the members' talks, or say that there are none."),
    Code.NO_TREND_YET: later("Give it more weeks: there is no trend yet."),
    Code.NEVER_RECORDED: later("Record what you know:"),
}

CODE_COMMANDS: Mapping[Code, tuple[str, ...]] = {
    Code.STAFF_NOT_RECORDED: ("staff add", "staff none"),
    Code.SHORT_WINDOW: (),
    Code.TOO_LITTLE_CHAT: (),
    Code.UNRESOLVED_AUTHORS: (),
    Code.TALKS_UNKNOWN: ("talk add", "talk none", "talk complete"),
}

REASONS: Mapping[Code, str] = {
    Code.STAFF_ANSWER_ALMOST_EVERYTHING: later("staff answer almost everything"),
    Code.TOO_FEW_ANSWERERS: later("too few members answer"),
    Code.STAFF_NOT_RECORDED: later("nobody has said yet who is staff"),
    Code.SHORT_WINDOW: later("there are too few weeks to judge from"),
    Code.TOO_CLOSE_TO_CALL: later("the members' share is too close to call"),
    Code.BURSTY: later("members answer only in some weeks"),
    Code.TOO_LITTLE_CHAT: later("there are too few answered questions"),
    Code.UNRESOLVED_AUTHORS: later("too many authors are unknown"),
    Code.ATTESTED_NONE: later("no member gives talks"),
    Code.TOO_FEW_TALKS: later("too few members give talks"),
    Code.LIST_NOT_ATTESTED_COMPLETE: later("the list of talks may be incomplete"),
    Code.UNSUPPORTED_ANSWERS: later("those who answer get no support"),
    Code.UNSUPPORTED_TALKS: later("those who speak get no support"),
    Code.UNSUPPORTED_ANSWERS_TALKS: later("neither answers nor talks get support"),
    Code.NO_ONE_DOES_ALL_THREE: later("nobody answers, speaks and raises others yet"),
    Code.TALKS_UNKNOWN: later("the members' talks are not known"),
    Code.PRE_GA_MVP: later("the product is a first version"),
    Code.PRE_GA_BETA: later("the product is in beta"),
    Code.EARLY_RELEASE: later("the product is only just released"),
    Code.ONE_PERSON_IS_NOT_A_TEAM: later("one person is no team"),
    Code.NO_DEVREL: later("nobody does DevRel as their job"),
    Code.TEAM_TOO_SMALL: later("the DevRel team is too small"),
    Code.FEW_ANSWERED: later("most questions stay open"),
    Code.SHRINKING: later("fewer and fewer members answer"),
    Code.NOT_YET_HEALTHY: later("answers or answerers are a little short"),
    Code.NO_TREND_YET: later("there is no trend yet"),
    Code.ONE_CARRIES_HALF: later("too few people carry the answers"),
    Code.FEW_CARRY_HALF: later("too few people carry the answers"),
    Code.ONE_STANDS_OUT: later("too few people carry the answers"),
    Code.SMALL_BENCH: later("too few people carry the answers"),
    Code.NO_PLAN: later("there is no complete plan"),
    Code.SERVES_ONLY_THE_COMPANY: later("the plan serves only the company"),
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.YES: later("Yes"),
    Outcome.NO: later("Not yet"),
    Outcome.UNKNOWN: later("Not known yet"),
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.READY: later("Nothing here argues against an ambassador program."),
    Verdict.READY_WITH_RISKS: later("An ambassador program could work; settle these first: {reasons}."),
    Verdict.NOT_READY: later("Not yet: {reasons}."),
    Verdict.NOT_ENOUGH_DATA: later("We cannot say yet: {reasons}."),
}

TOPICS: Mapping[Criterion, str] = {
    Criterion.S2: later("talks"),
    Criterion.S3: later("support"),
    Criterion.M1: later("the product's stage"),
    Criterion.T1: later("the team"),
}
"""What nobody recorded yet, in a list."""

SIZES: Mapping[str, str] = {
    "community": later("Community"),
    "product": later("Product"),
    "devrel": later("DevRel"),
}
