from __future__ import annotations

from typing import Any

from tests.gates.tree import PACKAGES, ROOT, project


def contracts(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = project()["tool"]["importlinter"]["contracts"]
    return [contract for contract in found if contract["type"] == kind]


def parts(package: str) -> set[str]:
    """The folders and modules directly inside a package that hold Python."""
    inside = (ROOT / package).iterdir()
    return {
        f"{package}.{path.stem}"
        for path in inside
        if path.stem != "__init__" and (path.suffix == ".py" or (path / "__init__.py").is_file())
    }


def test_every_package_is_under_the_linter() -> None:
    assert set(project()["tool"]["importlinter"]["root_packages"]) == set(PACKAGES)


def test_every_part_of_the_core_has_its_layer() -> None:
    layers = {
        name.strip() for contract in contracts("layers") for x in contract["layers"] for name in x.split("|")
    }
    assert parts("bot") <= layers


def test_every_adapter_is_independent_of_the_others() -> None:
    independent = {module for contract in contracts("independence") for module in contract["modules"]}
    folders = {name for name in parts("adapters") if (ROOT / name.replace(".", "/")).is_dir()}
    shared = {"adapters.markup"}
    assert folders - shared <= independent
    assert "storage" in independent


def test_what_adapters_share_imports_none_of_them() -> None:
    independent = {module for contract in contracts("independence") for module in contract["modules"]}
    rule = next(c for c in contracts("forbidden") if c["source_modules"] == ["adapters.markup"])
    assert independent <= set(rule["forbidden_modules"])


def test_everything_below_the_wiring_is_kept_from_adapters_and_storage() -> None:
    rule = next(c for c in contracts("forbidden") if set(c["forbidden_modules"]) == {"adapters", "storage"})
    assert parts("bot") - {"bot.wiring", "bot.__main__"} <= set(rule["source_modules"])
