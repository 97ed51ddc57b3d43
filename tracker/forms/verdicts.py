"""What a visit said: a verdict and words for each recommendation that it can look back on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from tracker.domain.vocabulary import VISIT_VERDICTS, VerdictKind
from tracker.forms.fields import paragraphs, select
from tracker.forms.rows import NOTHING_SEEN, RowsForm, Saved, first_values, with_rows
from tracker.presenters.verdicts import key_of
from tracker.presenters.words import choices
from tracker.services.findings import VerdictEntry


class VerdictsForm(RowsForm):
    """A verdict and words for each recommendation; a row without a verdict takes it back."""

    parts = ("verdict", "words")

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for row in self.touched():
            verdict, words = row.values
            if words and not verdict:
                self[f"verdict_{row.key}"].errors = ["Select a verdict, or clear the words"]
                good = False
            elif verdict and not words and verdict != VerdictKind.NOT_LOOKED_AT:
                self[f"words_{row.key}"].errors = ["Enter what the visit says, in words"]
                good = False
        return good

    def entries(self, rows: Sequence[Any]) -> Iterator[VerdictEntry]:
        """What the deed takes: those of ``rows`` that were touched.

        What a comparison has said of where a recommendation came back is not on this page and
        stays as it is.
        """
        standing = {key_of(row.Recommendation): row.Verdict for row in rows}
        for row in self.touched():
            given = standing.get(row.key)
            verdict, words = row.values
            yield VerdictEntry(
                recommendation_id=UUID(hex=row.key),
                verdict=VerdictKind(verdict) if verdict else None,
                words=words,
                version=row.version,
                repeated_as_id=given.repeated_as_id if given else None,
            )


def saved_verdicts(rows: Sequence[Any]) -> dict[str, Saved]:
    """The verdicts that the visit has given, by recommendation; unspoken ones are blank."""
    blank = Saved(NOTHING_SEEN, (None, None))
    return {
        key_of(row.Recommendation): Saved(
            row.Verdict.version, (row.Verdict.verdict.value, row.Verdict.words)
        )
        if row.Verdict
        else blank
        for row in rows
    }


def verdicts_form(rows: Sequence[Any]) -> VerdictsForm:
    """The form of one visit, filled with the verdicts that stand.

    ``rows`` are those of ``queries.verdicts.list_looked_back_on``.
    """
    saved: Mapping[str, Saved] = saved_verdicts(rows)
    form = with_rows(VerdictsForm, [(key, _fields(row.values[0])) for key, row in saved.items()])
    return form(data=first_values(VerdictsForm.parts, saved))


def _fields(given: str | None) -> dict[str, Any]:
    # A verdict that a comparison of reports has given stays to be seen.
    offered = [kind for kind in VerdictKind if kind in VISIT_VERDICTS or kind == given]
    return {
        "verdict": select("Verdict", choices(offered), none="No verdict"),
        "words": paragraphs("What the visit says", most=5000),
    }
