"""What is wrong with a template, in words for the officer who made it."""

from __future__ import annotations


class TemplateError(Exception):
    """A template is refused.

    ``sentence`` says why and what to do. ``tag`` is the tag at fault and ``paragraph`` where it
    stands, both empty when the fault is one of the whole file.
    """

    def __init__(self, sentence: str, *, tag: str = "", paragraph: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.tag, self.paragraph = sentence, tag, paragraph

    def __str__(self) -> str:
        """The sentence with its place, as a page shows it."""
        place = f" (in {self.paragraph})" if self.paragraph else ""
        return f"{self.sentence}{place}"
