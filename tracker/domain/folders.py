"""Where the folders lie that stand beside the package in a checkout and inside it in a wheel."""

from __future__ import annotations

from pathlib import Path


def folder(name: str) -> Path:
    """The templates or migrations.

    Raises:
        RuntimeError: the tracker was installed without them.
    """
    package = Path(__file__).resolve().parent.parent
    for base in (package, package.parent):
        if (base / name).is_dir():
            return base / name
    raise RuntimeError(f"The folder {name} is not installed")
