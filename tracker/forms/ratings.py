"""Naming the ratings of one scale: name, meaning and place of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from tracker.domain.ratings import LONGEST_MEANING, LONGEST_NAME, SHIPPED, RatingWord
from tracker.domain.vocabulary import Rating, RatingScale
from tracker.forms.base import PageForm
from tracker.forms.fields import hidden, line, select


class RatingsForm(PageForm):
    """The ratings of a scale; ``rated`` are those that it has, in the order shipped."""

    version = hidden()
    rated: Sequence[Rating] = ()
    overtaken = False

    def chosen(self) -> list[RatingWord]:
        """Each rating with its name and meaning, in the order of the places given."""
        order = sorted(
            range(len(self.rated)),
            key=lambda at: (int(self[f"place_{self.rated[at].value}"].data), at),
        )
        return [
            RatingWord(
                rating,
                self[f"name_{rating.value}"].data,
                self[f"meaning_{rating.value}"].data,
            )
            for rating in (self.rated[at] for at in order)
        ]

    def take_over(self, version: int) -> None:
        """Somebody changed the council meanwhile; the page shows the key as it is saved now."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed the council’s settings in the meantime. Look at the saved "
            "names above before you save again"
        )
        self.overtaken = True

    def groups(self) -> list[dict[str, Any]]:
        """The fields of each rating together, under the name that was shipped."""
        return [
            {
                "legend": f"Rating {number}",
                "fields": [f"{part}_{rating.value}" for part in ("name", "meaning", "place")],
            }
            for number, rating in enumerate(self.rated, start=1)
        ]


@cache
def ratings_form(scale: RatingScale) -> type[RatingsForm]:
    """The form of one scale."""
    rated = [word.rating for word in SHIPPED[scale]]
    places = [(str(number), str(number)) for number in range(1, len(rated) + 1)]
    fields: dict[str, Any] = {"rated": rated}
    for word in SHIPPED[scale]:
        slug = word.rating.value
        fields[f"name_{slug}"] = line(
            f"Name of “{word.name}”", required="Enter a name for this rating", most=LONGEST_NAME
        )
        fields[f"meaning_{slug}"] = line(
            f"What “{word.name}” means",
            required="Enter what this rating means",
            most=LONGEST_MEANING,
        )
        fields[f"place_{slug}"] = select(
            f"Place of “{word.name}” in the key", places, required="Select its place in the key"
        )
    return cast("type[RatingsForm]", type(f"{scale.name.title()}Form", (RatingsForm,), fields))


def values_of(words: Sequence[RatingWord]) -> dict[str, str]:
    """The first values of the form, from the words as they are."""
    values: dict[str, str] = {}
    for place, word in enumerate(words, start=1):
        slug = word.rating.value
        values |= {
            f"name_{slug}": word.name,
            f"meaning_{slug}": word.meaning,
            f"place_{slug}": str(place),
        }
    return values
