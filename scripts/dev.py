#!/usr/bin/env python3
"""The project's chores in plain Python: `python3 scripts/dev.py demo`, `… test`, and so on.

Needs nothing but Python 3.11 to 3.13: the first chore makes a virtual environment in `.venv` from the
pinned and hashed lock files. `make TARGET` calls the same.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
AUDIT = VENV / "audit"
"""An environment of its own: what looks packages up must not mix with what is looked up."""
SUPPORTED = ((3, 11), (3, 13))
Step = tuple[str, list[str]]


def tool(name: str) -> str:
    """The path of a program in the virtual environment."""
    return str(BIN / name)


def code(command: list[str]) -> int:
    """Run a command in the project's folder; its exit code."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - our own fixed commands


def run(command: list[str]) -> None:
    """Run a command in the project's folder; leave with its exit code when it fails."""
    if failed := code(command):
        sys.exit(failed)


def stamp(lock: Path) -> str:
    """What an up-to-date environment was made from: the lock, the project's metadata and this Python."""
    inputs = lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    return hashlib.sha256(inputs).hexdigest()


def ensure_environment(lock_name: str) -> None:
    """Make or refresh `.venv` from a lock; a second call costs milliseconds."""
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        this = sys.version.split()[0]
        sys.exit(f"Foster runs on Python 3.11 to 3.13; this is {this}. Try: make PYTHON=python3.13 …")
    lock = ROOT / lock_name
    marks = VENV / "foster-stamps"
    wanted = stamp(lock)
    if marks.is_dir() and wanted in {mark.name for mark in marks.iterdir()}:
        return
    print(f"Setting up .venv from {lock_name} (once) …", flush=True)
    # No clear=True: an environment that `make demo` made grows into the one that `make test` needs.
    venv.create(VENV, with_pip=True)
    # Python compiles what it imports; compiling all that is installed would take longer than the demo.
    pip = [tool("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    run([*pip, "--require-hashes", "-r", lock_name])
    run([*pip, "--no-deps", "--no-build-isolation", "-e", "."])
    marks.mkdir(exist_ok=True)
    (marks / wanted).touch()


def setup() -> None:
    """Everything a contributor needs."""
    ensure_environment("requirements-dev.lock")


def demo() -> None:
    """A synthetic community: its latest digest, the verdict and what to try next."""
    ensure_environment("requirements.lock")
    run([tool("foster"), "demo"])


QUICK_CHECKS: list[Step] = [
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
]
SLOW_CHECKS: list[Step] = [("types", ["mypy"]), ("layers", ["lint-imports"])]
PYTEST = ["pytest", "-n", "2", "--dist", "worksteal", "-q"]
COUNTED = ["tests/unit", "tests/contract"]
"""The tests of the core: coverage counts what they reach. Others run adapters, whole worlds and processes,
slower under a tracer by half, and what they reach in passing is no proof of it."""
TESTS: list[Step] = [
    ("tests of the core", [*PYTEST, *COUNTED, "--cov", "--cov-report=term"]),
    ("all other tests", [*PYTEST, "tests", *(f"--ignore={folder}" for folder in COUNTED)]),
]


def passed(step: Step) -> bool:
    """Run a named step and say its wall time; whether all was well."""
    name, (program, *arguments) = step
    start = time.monotonic()
    print(f"── {name}", flush=True)
    good = not code([tool(program), *arguments])
    print(f"   {name}: {time.monotonic() - start:.1f} s", flush=True)
    return good


def steps(chosen: list[Step]) -> None:
    """Run named steps one after the other, and leave at the first that fails."""
    for step in chosen:
        if not passed(step):
            sys.exit(1)


def started(step: Step) -> subprocess.Popen[str]:
    """A step that runs beside others; what it says is kept until it is asked for."""
    _, (program, *arguments) = step
    return subprocess.Popen(  # noqa: S603 - our own fixed commands
        [tool(program), *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def check() -> None:
    """The quick checks alone: format, lint, types, layers."""
    setup()
    steps([*QUICK_CHECKS, *SLOW_CHECKS])


def test() -> None:
    """Everything that must hold before a commit."""
    setup()
    # Two workers on two cores: a matrix product that takes both would only make the other one wait.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    steps(QUICK_CHECKS)
    # These two keep one core busy for half a minute; the tests meanwhile use the other.
    beside = [(step, started(step)) for step in SLOW_CHECKS]
    good = [passed(step) for step in TESTS]  # all of them: one run tells everything that is wrong
    for (name, _), process in beside:
        said, _ = process.communicate()
        print(f"── {name}\n{said}", end="", flush=True)
        good.append(not process.returncode)
    sys.exit(int(not all(good)))


def bench() -> None:
    """Speed as ratios to a limit measured in the same run."""
    setup()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program itself does
    run([tool("python"), "-m", "tests.bench"])


def soak() -> None:
    """The long runs: many seeds, many kills."""
    setup()
    run([tool("python"), "-m", "tests.soak"])


def fuzz() -> None:
    """Hostile input that follows the code's branches, so many seconds a target: make fuzz SECONDS=30."""
    setup()
    pip = [tool("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run([*pip, "--require-hashes", "-r", "requirements-fuzz.lock"])
    run([tool("python"), "-m", "tests.fuzz", os.environ.get("SECONDS", "30")])


def audit() -> None:
    """Look every pinned package up for known weaknesses (asks the advisory service: needs a network)."""
    if not AUDIT.is_dir():
        venv.create(AUDIT, with_pip=True)
    python = str(AUDIT / BIN.name / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run([*pip, "-r", "requirements-audit.lock"])
    locks = [word for lock in sorted(ROOT.glob("requirements*.lock")) for word in ("-r", lock.name)]
    asked = [python, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--strict"]
    for service in ("pypi", "osv"):  # they do not know the same
        run([*asked, "--vulnerability-service", service, *locks])


def simulate() -> None:
    """Many simulated worlds in which things go wrong: make simulate SEEDS=10000 FIRST=1."""
    setup()
    number, first = os.environ.get("SEEDS", "1000"), os.environ.get("FIRST", "1")
    run([tool("python"), "-m", "tests.simulation", number, first])


def train() -> None:
    """Train the judge and the link model again from annotated logs: make train LOGS=PATH."""
    setup()
    logs = os.environ.get("LOGS")
    if not logs:
        sys.exit("Say where the annotated logs are: make train LOGS=PATH (docs/model-card.md names them).")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the same bytes need one order of adding
    for model in ("asking", "link_model"):
        run([tool("python"), "-m", f"scripts.train.{model}", "--logs", logs])


def messages() -> None:
    """Collect the translatable texts and compile the catalogues."""
    setup()
    run([tool("python"), "scripts/messages.py"])


def lock() -> None:
    """Renew the lock files from the ranges in pyproject.toml (needs uv on the path)."""
    common = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"]
    common += ["--no-emit-index-url", "--no-header", "--upgrade", "--quiet"]
    # pip 23 takes `x[extra]` for a name of its own: pinned as `x` alone, it would look for a newer one.
    common += ["--no-strip-extras"]
    program = ["pyproject.toml", "--extra", "build"]
    run([*common, *program, "-o", "requirements.lock"])
    run([*common, *program, "--extra", "test", "-o", "requirements-dev.lock"])
    run([*common, "--group", "fuzz", "-o", "requirements-fuzz.lock"])
    run([*common, "--group", "audit", "-o", "requirements-audit.lock"])


CHORES = {
    f.__name__: f
    for f in (setup, demo, test, check, bench, soak, fuzz, audit, simulate, train, messages, lock)
}


def main() -> None:
    """Run the chore named on the command line."""
    if len(sys.argv) != 2 or sys.argv[1] not in CHORES:
        print(__doc__)
        for name, chore in CHORES.items():
            print(f"  {name:<9} {chore.__doc__}")
        sys.exit(2)
    CHORES[sys.argv[1]]()


if __name__ == "__main__":
    main()
