"""What the demo's community has recorded, as the commands an admin would have typed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from adapters.synthetic.world import FOR_GOOD, Temper, World


def help_channels(world: World) -> tuple[str, ...]:
    """The channels where people ask."""
    return tuple(place.id for place in world.places if place.help)


def commands(world: World) -> tuple[str, ...]:
    """Command lines (the words after `/foster`) that record staff, talks, support, stage and team.

    Members are named by their id in the neutral format; a community of four has them all. The list of talks
    is attested complete, so that it is short of one talk and not of evidence; the product is mature, the team
    is one person.
    """
    last = datetime.fromtimestamp(world.end // 1000, UTC).date()
    stars = [m.id for m in world.members if m.temper is Temper.STAR and m.left >= FOR_GOOD]
    others = [m.id for m in world.members if m.temper is Temper.PATIENT and m.left >= FOR_GOOD]

    def day(before: int) -> date:
        return last - timedelta(days=before)

    return (
        *(f"staff add @{m.id}" for m in world.staff),
        f"settings set help-channels {','.join(help_channels(world))}",
        f'talk add @{stars[0]} {day(96)} "Schedules that survive the clocks" https://meetup.example/gdynia/14',
        f'talk add @{others[0]} {day(61)} "Testing flows with forty rows" https://flowconf.example/2026/forty-rows',
        f'talk add @{stars[0]} {day(17)} "From cron to Kelpline in a library" https://meetup.example/libtech/5',
        "talk complete",
        f'support log answers {day(40)} "stickers and a card for everybody who answered this quarter"',
        f'support log talks {day(20)} "train ticket and slide review for the library meetup"',
        f'uplift add @{stars[0]} {day(30)} "reviewed a first talk and rehearsed it twice"',
        f"stage set ga {date(last.year - 2, 9, 1)}",
        "team set 1",
    )
