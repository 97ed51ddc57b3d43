"""What the rules say when they refuse: the sentence that a person reads, and where it belongs."""

from __future__ import annotations


class RuleError(Exception):
    """A rule of the domain refuses what was asked.

    `sentence` is shown to the person as it stands: plain English, ending the way GOV.UK error
    messages do, without a full stop. `field` names the input at fault, or is None when the rule
    concerns the whole deed.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class FrameworkError(Exception):
    """A framework's file is wrong, so the tracker does not start.

    Names the file, the line (counted from 1; None when the fault is the file or folder itself)
    and the reason, for the operator who wrote the file.
    """

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason
