"""Named files to a folder or a ZIP, the same to the byte every time."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

File = tuple[str, bytes]
"""A path inside the export, with `/`, and its content."""


def encode(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def write_folder(folder: Path, files: Iterable[File]) -> None:
    """Write every file below `folder`, which is made where it is missing."""
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_zip(path: Path, files: Iterable[File]) -> None:
    """One ZIP, stored because compressed bytes depend on the zlib at hand; all its dates are 1980-01-01."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data)
