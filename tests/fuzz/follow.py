"""One target under atheris, which follows the code's branches: `python -m tests.fuzz.follow NAME SECONDS`."""

from __future__ import annotations

import sys
import tempfile
import traceback

import atheris

with atheris.instrument_imports(include=["adapters", "bot"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Ends with atheris' own exit code: 0, or 77 where the target raised."""
    name, seconds = sys.argv[1], sys.argv[2]
    target = TARGETS[name]

    def once(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        try:
            target(lambda below: int(provider.ConsumeIntInRange(0, below - 1)))
        except BaseException:
            traceback.print_exc()
            raise

    with tempfile.TemporaryDirectory() as folder:
        options = [f"-max_total_time={seconds}", "-max_len=600", f"-artifact_prefix={folder}/", "-seed=1"]
        atheris.Setup([sys.argv[0], *options], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
