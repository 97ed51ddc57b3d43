"""What is said of a file that gives no draft."""

from __future__ import annotations


class NotReadable(Exception):
    """The file cannot be read, or is no inspection report.

    `sentence` is shown to the person as it stands: what is wrong and what to do, without a full
    stop. Nothing of the file is kept.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
