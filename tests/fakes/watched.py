"""The program with a witness of its connections: `python -m tests.fakes.watched FILE run …`.

Every address that a socket of the process connects to becomes a line of FILE (Python's audit event
`socket.connect`), whatever library opened it.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the program's own `main` under the hook."""
    log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.connect":
            os.write(log, f"{arguments[1]!r}\n".encode())
        elif event == "socket.getaddrinfo":
            os.write(log, f"look-up {arguments[0]!r}\n".encode())

    sys.addaudithook(hook)
    from bot.__main__ import main as program  # noqa: PLC0415 - after the hook, to see its import too

    sys.argv = ["foster", *sys.argv[2:]]
    return program()


if __name__ == "__main__":
    sys.exit(main())
