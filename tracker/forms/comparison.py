"""A later report beside the earlier ones: what became of each recommendation, and where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from tracker.domain.vocabulary import REPORT_VERDICTS, VerdictKind
from tracker.forms.fields import paragraphs, select
from tracker.forms.rows import NOTHING_SEEN, RowsForm, Saved, first_values, with_rows
from tracker.presenters.comparison import Compared
from tracker.presenters.words import choices
from tracker.services.findings import VerdictEntry


class ComparisonForm(RowsForm):
    """A verdict for each earlier recommendation; a row without a verdict takes it back."""

    parts = ("verdict", "again", "words")

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for row in self.touched():
            verdict, again, words = row.values
            if (again or words) and not verdict:
                self[f"verdict_{row.key}"].errors = ["Select a verdict, or clear the rest"]
                good = False
            elif verdict == VerdictKind.STILL_THERE and not again and not words:
                self[f"again_{row.key}"].errors = [
                    "Select the recommendation that asks for it again, or say in words where it is"
                ]
                good = False
            elif verdict and not again and not words:
                self[f"words_{row.key}"].errors = ["Enter what the later report says, in words"]
                good = False
        return good

    def entries(self) -> Iterator[VerdictEntry]:
        """What the deed takes: the rows that were touched."""
        for row in self.touched():
            verdict, again, words = row.values
            yield VerdictEntry(
                recommendation_id=UUID(hex=row.key),
                verdict=VerdictKind(verdict) if verdict else None,
                words=words,
                version=row.version,
                repeated_as_id=UUID(hex=again) if again else None,
            )


def saved_comparison(rows: Sequence[Any]) -> dict[str, Saved]:
    """The verdicts that stand, by earlier recommendation; the others are blank."""
    saved = {}
    for row in rows:
        verdict = row.Verdict
        again = verdict.repeated_as_id.hex if verdict and verdict.repeated_as_id else None
        saved[row.Recommendation.id.hex] = (
            Saved(verdict.version, (verdict.verdict.value, again, verdict.words))
            if verdict
            else Saved(NOTHING_SEEN, (None, None, None))
        )
    return saved


def comparison_form(rows: Sequence[Any], compared: Sequence[Compared]) -> ComparisonForm:
    """The form of one report, filled with what stands.

    ``rows`` are those of ``queries.verdicts.list_looked_back_on``; ``compared`` say which of the
    report's own recommendations each may be, the likest first.
    """
    saved: Mapping[str, Saved] = saved_comparison(rows)
    fields = [(row.key, _fields(row, saved[row.key].values[0])) for row in compared]
    form = with_rows(ComparisonForm, fields)
    return form(data=first_values(ComparisonForm.parts, saved))


def _fields(row: Compared, given: str | None) -> dict[str, Any]:
    offered = [kind for kind in VerdictKind if kind in REPORT_VERDICTS or kind == given]
    return {
        "verdict": select("What became of it", choices(offered), none="Not said yet"),
        "again": select("Asked for again as", row.choices, none="None of them"),
        "words": paragraphs("What the later report says", most=5000),
    }
