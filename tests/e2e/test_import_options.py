"""What `foster import` is told beside the files: help channels, staff, the zone, and from which day on."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.exports.building import bundle, slack_files, slack_row, slack_user
from tests.fakes.foster import Ran, inside

_DAYS = 86_400


def foster(folder: Path, *words: str | Path) -> Ran:
    return inside("--database", str(folder / "foster.sqlite"), *map(str, words))


def test_every_option_takes_effect(tmp_path: Path) -> None:
    users = [
        slack_user("U1"),
        slack_user("U2", name="bo"),
        slack_user("U3", profile={"display_name": "cy", "email": "cy@garden.example"}),
    ]
    rows = [slack_row(0), slack_row(2 * _DAYS, "U2"), slack_row(2 * _DAYS + 60, "U3")]
    export = bundle(tmp_path / "garden.zip", slack_files(rows, users=users))
    options = ["--help-channels", "help", "--staff", "bo,@garden.example", "--zone", "Europe/Berlin"]
    done = foster(tmp_path, "--format", "json", "import", export, *options, "--since", "2024-05-08")
    assert done.code == 0, done.err
    assert done.data["problems"] == []
    assert done.data["files"][0]["set_aside"] == {"too-old": 1}
    assert (
        foster(tmp_path, "--format", "json", "db", "check").data["communities"][0]["counts"]["messages"] == 2
    )
    settings = foster(tmp_path, "ask", "/foster settings show").out
    assert "Europe/Berlin" in settings
    assert "help" in settings
    staff = foster(tmp_path, "ask", "/foster staff list").out
    assert "bo" in staff
    assert "cy" in staff
    assert "U1" not in staff


def test_a_wrong_name_is_named_with_the_nearest_and_costs_no_other(tmp_path: Path) -> None:
    users = [
        slack_user("U1"),
        slack_user("U2", name="carla"),
        slack_user("U3", profile={"email": "d@kelp.example"}),
    ]
    export = bundle(tmp_path / "garden.zip", slack_files([slack_row(0), slack_row(60, "U2")], users=users))
    told = ["--help-channels", "qqqq,help,halp", "--staff", "karla,@kelb.example,U1"]
    done = foster(tmp_path, "--format", "json", "import", export, *told)
    assert done.code == 0, done.err
    wrong = ["--help-channels qqqq", "--help-channels halp", "--staff karla", "--staff @kelb.example"]
    assert done.data["problems"] == wrong
    assert done.data["did_you_mean"] == {
        "--help-channels halp": "help",
        "--staff karla": "carla",
        "--staff @kelb.example": "@kelp.example",
    }
    assert "help-channels  #help" in foster(tmp_path, "ask", "settings show help-channels").out
    assert "u1" in foster(tmp_path, "ask", "staff list").out
    said = foster(tmp_path, "import", export, *told).out
    assert "--help-channels halp: There is no channel “halp” here. Did you mean “help”?" in " ".join(
        said.split()
    )


def test_what_cannot_be_done_is_said_and_the_export_still_comes_in(tmp_path: Path) -> None:
    export = bundle(tmp_path / "garden.zip", slack_files([slack_row(0)]))
    done = foster(
        tmp_path,
        "--format",
        "json",
        "import",
        export,
        "--staff",
        "nobody,@no.example",
        "--help-channels",
        "nowhere",
    )
    assert done.code == 0, done.err
    assert done.data["problems"] == [
        "--help-channels nowhere",
        "--staff nobody",
        "--staff @no.example",
    ]
    assert done.data["files"][0]["messages"] == 1
    wrong = foster(tmp_path, "import", export, "--zone", "Mars/Olympus", "--since", "2024-05-08")
    assert (wrong.code, "Mars/Olympus" in wrong.err) == (1, True)


def test_each_name_is_told_with_the_reason(tmp_path: Path) -> None:
    """Two people of one name are no unknown name: which of them is for the admin to say."""
    users = [slack_user("U1", name="bo"), slack_user("U2", name="bo")]
    export = bundle(tmp_path / "garden.zip", slack_files([slack_row(0), slack_row(9, "U2")], users=users))
    names = ["--help-channels", "cats,help", "--staff", "bo,zzz,@no.example"]
    said = " ".join(foster(tmp_path, "import", export, *names).out.split())
    assert "--help-channels cats: There is no channel “cats” here." in said
    assert "--staff bo: Several people are called “bo”. Say which: slack:" in said
    assert "--staff zzz: Nobody here is called “zzz”." in said
    assert "--staff @no.example: Nobody here has an address at @no.example." in said
