"""The author's part of a cabinet report as text, as drafts and issued reports keep it."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from tracker.reports.parts import AuthorsPart


def authors_text(authors: AuthorsPart) -> str:
    """The text in which an author's part is kept: canonical JSON."""
    kept = {"v": 1, **asdict(authors)}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def authors_from(text: str) -> AuthorsPart:
    """The author's part that ``authors_text`` wrote; what a later release added is empty."""
    kept = json.loads(text)
    known = {one.name for one in fields(AuthorsPart)}
    return AuthorsPart(**{name: value for name, value in kept.items() if name in known})
