from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.facts import WeekFacts
from bot.domain.recognition.ledger import Policy
from bot.domain.refs import MessageRef
from bot.domain.times import HOUR, Micros
from bot.views.card import (
    Bullets,
    Card,
    ChannelLink,
    Chart,
    Code,
    Heading,
    Link,
    Mention,
    Note,
    Paragraph,
    Text,
)
from bot.views.digest import digest_card
from bot.views.look import Look
from bot.views.texts import texts
from tests.unit.recognition.samples import WEEK, Sample, credit, hour, member, message, question

T = texts("en")
Kind = TypeVar("Kind")


def shown(text: Text) -> str:
    """As a terminal would print it."""
    parts = []
    for span in text:
        match span:
            case str():
                parts.append(span)
            case Mention() | ChannelLink():
                parts.append(span.name)
            case _:
                parts.append(span.text)
    return "".join(parts)


def lines(card: Card) -> list[str]:
    found: list[str] = []
    for block in card.blocks:
        match block:
            case Heading():
                found.append(block.text)
            case Paragraph() | Note():
                found.append(shown(block.text))
            case Bullets():
                found.extend(map(shown, block.items))
            case _:
                pass
    return found


def address(ref: MessageRef) -> str:
    return f"https://chat.example/{ref.id}"


def season(people: int, policy: Policy | None = None) -> WeekFacts:
    """Everybody helps somebody else in each of twelve weeks, one more in the last."""
    credits_ = [
        credit(f"h{i}", f"a{i}", week=WEEK.shift(-back), thanked_by=(f"a{i}",) if i % 2 else ())
        for back in range(11, -1, -1)
        for i in range(people - (back > 0))
    ]
    return Sample(credits_, policy or Policy()).facts()


def card_of(facts: WeekFacts) -> Card:
    return digest_card(build_digest(facts), T)


def blocks(card: Card, kind: type[Kind]) -> list[Kind]:
    return [block for block in card.blocks if isinstance(block, kind)]


def test_all_seven_parts_in_order() -> None:
    talk = Evidence(EvidenceKind.TALK, date(2018, 2, 7), Micros(0), member=member("h1"), title="On ducks")
    facts = replace(
        season(20),
        url=address,
        first_answers={member(f"h{i}"): hour(WEEK if i != 3 else WEEK.shift(-9), 1) for i in range(20)},
        evidence=[talk],
        first_messages={member("a3"): message(f"q-a3-{WEEK}")},
        questions=[question("z", 62)],
    )
    card = card_of(facts)
    assert card.title == "Thank you for 5–11 February 2018"
    assert (
        lines(card)[0]
        == "20 people helped 20 people. More got help than in any of the 11 weeks before. All of it in help."
    )
    assert [block.text for block in blocks(card, Heading)] == [
        "🌱 First answers",
        "✨ Thank you",
        "🎤 Also this week",
        "🙋 Can you help?",
    ]
    firsts = build_digest(facts).firsts or ()
    assert f"{', '.join(f'{one.person.name} (answer)' for one in firsts)}" in lines(card)
    assert "h1 gave a talk: On ducks" in lines(card)
    assert "Answered somebody's first message: h3" in lines(card)
    assert "asked on Wednesday, 14:00" in lines(card)
    assert lines(card)[-1].startswith("5 February 2018, 0:00, to 11 February 2018, 24:00 (Europe/Berlin).")
    assert isinstance(card.blocks[-2], Chart)


def test_every_recognition_links_its_deed_and_no_sentence_comes_twice() -> None:
    facts = replace(season(60, Policy(15)), url=address)
    data = build_digest(facts)
    bullets = blocks(digest_card(data, T), Bullets)[0]
    links = [span for item in bullets.items for span in item if isinstance(span, Link)]
    assert [link.url for link in links] == [one.deed.url for one in data.recognitions if one.deed]
    plain = ["".join(span for span in item if isinstance(span, str)).strip() for item in bullets.items]
    assert len(set(plain)) == len(plain) == 14


def test_when_all_phrasings_are_used_the_others_share_one_sentence() -> None:
    credits_ = [credit(f"h{i}", f"a{i}") for i in range(15)]
    facts = Sample(credits_, Policy(15)).facts()
    bullets = blocks(card_of(facts), Bullets)[0]
    assert len(bullets.items) == 11
    last = bullets.items[-1]
    assert shown(last).startswith("And each with a deed of their own: ")
    assert len([span for span in last if isinstance(span, Mention)]) == 5
    linked = blocks(card_of(replace(facts, url=address)), Bullets)[0].items[-1]
    assert len([span for span in linked if isinstance(span, Link)]) == 5


def test_the_same_week_reads_the_same_and_the_next_differently() -> None:
    facts = season(30)
    assert card_of(facts) == card_of(facts)
    assert lines(card_of(facts)) != lines(card_of(replace(facts, salt=b"other")))


def test_a_small_week_tells_no_numbers_of_people_and_draws_no_chart() -> None:
    card = card_of(Sample([credit("ann", "a"), credit("bob", "b")]).facts())
    assert lines(card)[0] == "A small week, and every answer in it counts. All of it in help."
    assert blocks(card, Chart) == []
    assert isinstance(card.data, dict)
    assert (card.data["helping"], card.data["weeks"]) == (None, [])


def test_a_quiet_week_is_kind() -> None:
    assert lines(card_of(Sample([]).facts()))[0].startswith("A quiet week, and that is fine.")
    asked = replace(Sample([]).facts(), questions=[question("z")])
    assert lines(card_of(asked))[0].startswith("A quiet week. A question or two")


def test_a_better_week_is_told_and_a_worse_one_is_not() -> None:
    two = replace(season(9), observed_weeks=2)
    assert (
        lines(card_of(two))[0]
        == "9 people helped 9 people. More got help than the week before. All of it in help."
    )
    fewer = [
        one for one in two.credits if one.helper.id not in ("h7", "h8") or one.answered_at < hour(WEEK, 0)
    ]
    assert lines(card_of(replace(two, credits=fewer)))[0] == "7 people helped 7 people. All of it in help."


def test_many_helpers_fold_and_a_few_stand_in_one_line() -> None:
    many = blocks(card_of(season(60)), Bullets)[-2]
    assert [len([s for s in item if isinstance(s, Mention)]) for item in many.items] == [40, 13]
    assert many.fold_after == 1
    some = blocks(card_of(season(40)), Bullets)[-2]
    assert (len(some.items), some.fold_after) == (4, 3)
    few = card_of(season(9))
    assert "🤝 Everybody else who helped" in lines(few)
    assert len(blocks(few, Bullets)[0].items) == 2


def test_long_lists_say_how_many_more() -> None:
    thanked = next(line for line in lines(card_of(season(60))) if line.startswith("Told us what worked"))
    assert thanked.endswith(" and 20 more")


def team_line(people: int) -> str:
    credits_ = [credit("team", f"a{i}") for i in range(people)] + [credit("ann", "x")]
    facts = Sample(credits_, unnamed=frozenset({member("team")})).facts()
    return next(
        line for line in lines(card_of(replace(facts, staff=frozenset({member("team")})))) if "team" in line
    )


def test_staff_are_thanked_as_a_team_and_small_numbers_stay_words() -> None:
    assert team_line(6) == "The team answered 6 people, too."
    assert team_line(4) == "The team answered, too."


def test_work_without_a_title_and_with_a_link() -> None:
    on = date(2018, 2, 7)
    records = [
        Evidence(EvidenceKind.UPLIFT, on, Micros(0), member=member("h1")),
        Evidence(EvidenceKind.TALK, on, Micros(0), member=member("h1"), link="https://talk.example"),
    ]
    found = lines(card_of(replace(season(9), evidence=records)))
    assert "h1 did something for others: thank you" in found
    assert "h1 gave a talk: details" in found


def test_a_place_left_over_thanks_everybody() -> None:
    facts = season(9)
    facts = replace(facts, picks=replace(facts.picks, named=facts.picks.named[:1], left_over=1))
    assert "And one thank-you is for everybody here, those who ask included." in lines(card_of(facts))


def test_marks_for_a_look_back_and_for_channels_not_chosen() -> None:
    found = lines(card_of(replace(season(9), replayed=True, channels_chosen=False)))
    assert found[0] == "A look back: the digest as it would have been."
    assert "Help channels are not chosen yet: all public ones count." in found[-1]
    assert "not chosen" not in lines(card_of(season(9)))[-1]


def test_the_way_out_is_a_command_with_the_communitys_word() -> None:
    note = blocks(digest_card(build_digest(season(9)), T, "bot"), Note)[-1]
    assert Code("/bot optout") in note.text


def test_weeks_of_fewer_than_five_are_not_counted_out_in_the_chart() -> None:
    few = [credit("h", "a", week=WEEK.shift(-back)) for back in (1, 2, 3, 4)]
    many = [
        credit(f"h{i}", f"a{i}", week=WEEK.shift(-back)) for back in (0, 7, 8, 9, 10, 11) for i in range(6)
    ]
    card = card_of(Sample([*few, *many]).facts())
    chart = blocks(card, Chart)[0]
    assert chart.title == "People helped and people helping (fewer than 5 stand at 0)"
    assert list(chart.series[0].values) == [6.0] * 5 + [0.0] * 6 + [6.0]
    assert chart.alt.endswith("6, 6, 6, 6, 6, 0, 0, " + "fewer than 5, " * 4 + "6.")
    assert isinstance(card.data, dict)
    assert card.data["weeks"][-2] == {"week": "2018-W05", "helping": None, "helped": None}


def test_a_chart_that_could_mostly_say_fewer_than_five_is_left_out() -> None:
    few = [credit("h", "a", week=WEEK.shift(-back)) for back in range(1, 12)]
    now = [credit(f"h{i}", f"a{i}") for i in range(6)]
    assert blocks(card_of(Sample([*few, *now]).facts()), Chart) == []


def test_parts_that_are_off_leave_nobody_out() -> None:
    facts = replace(
        season(20), first_messages={member("a3"): message(f"q-a3-{WEEK}")}, questions=[question("z")]
    )
    facts = replace(facts, first_answers={member(f"h{i}"): hour(WEEK, 1) for i in range(5, 9)})
    data = build_digest(facts)
    off = Look("Our week", emoji=False, firsts=False, work=False, questions=False, chart=False)
    card = digest_card(data, T, "foster", off)
    assert card.title == "Our week"
    assert [block.text for block in blocks(card, Heading)] == ["Thank you", "Everybody else who helped"]
    assert {f"h{i}" for i in range(20)} <= set(re.findall(r"\bh\d+", " ".join(lines(card))))
    assert blocks(card, Chart) == []
    without = digest_card(data, T, "foster", replace(off, others=False))
    assert "Everybody else who helped" not in lines(without)


def test_the_plain_data_is_json_and_names_the_same_people() -> None:
    facts = replace(season(20), first_answers={member("h1"): hour(WEEK, 1)}, questions=[question("z")])
    data = build_digest(facts)
    card = digest_card(data, T)
    again = json.loads(json.dumps(card.data))
    assert [one["name"] for one in again["recognitions"]] == [one.person.name for one in data.recognitions]
    assert again["week"] == "2018-W06"
    assert len(again["weeks"]) == 12
    assert json.loads(json.dumps(digest_card(replace(data, firsts=None), T).data))["first_answers"] is None


def test_a_long_wait_is_told_in_hours() -> None:
    facts = Sample([credit("ann", "a", at=30, waited=7 * HOUR)]).facts()
    assert any("7 hours" in line for line in lines(card_of(facts)))
