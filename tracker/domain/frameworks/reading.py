"""From YAML files to frameworks: what ships with the tracker, and what an operator adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tracker.domain.errors import FrameworkError
from tracker.domain.frameworks.building import framework_in
from tracker.domain.frameworks.definitions import Framework
from tracker.domain.frameworks.nodes import compose

_SHIPPED = Path(__file__).resolve().parent
_SUFFIXES = frozenset({".yaml", ".yml"})


def load_frameworks(extra_folder: Path | None = None) -> Mapping[str, Framework]:
    """Every framework by its key: the shipped ones and those of the operator's folder.

    They are in the order in which they came into force, what is no inspectorate's last. Raises
    FrameworkError for a folder or file that cannot be read, for a wrong file, and for one whose
    key is taken: a shipped framework is never replaced without a word.
    """
    frameworks = dict(_shipped())
    if extra_folder is not None:
        if not extra_folder.is_dir():
            raise FrameworkError(str(extra_folder), None, "there is no such folder")
        for path in _files_in(extra_folder):
            _add(frameworks, path)
    return MappingProxyType(dict(sorted(frameworks.items(), key=lambda item: _order(item[1]))))


@cache
def _shipped() -> Mapping[str, Framework]:
    frameworks: dict[str, Framework] = {}
    for path in _files_in(_SHIPPED):
        _add(frameworks, path)
    return MappingProxyType(frameworks)


def _files_in(folder: Path) -> Iterable[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in _SUFFIXES and not path.name.startswith(".")
    )


def _add(frameworks: dict[str, Framework], path: Path) -> None:
    try:
        content = path.read_bytes()
    except OSError as fault:
        reason = f"the file cannot be read: {fault.strerror}"
        raise FrameworkError(path.name, None, reason) from None
    framework, line = framework_in(path.name, compose(path.name, content))
    if framework.key in frameworks:
        reason = f'the key "{framework.key}" is taken by another framework; choose a new one'
        raise FrameworkError(path.name, line, reason)
    frameworks[framework.key] = framework


def _order(framework: Framework) -> tuple[bool, date, str]:
    return (
        framework.inspectorate is None,
        framework.on_site_from or date.min,
        framework.name,
    )
