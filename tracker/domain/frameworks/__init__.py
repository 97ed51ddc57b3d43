"""Inspection frameworks: what is judged, on which scale, by which visits, with which clocks.

They are data. Each is a YAML file in this folder, and an operator adds one by dropping a file into
a folder of their own; no module names a framework, an area or a grade.
"""

from tracker.domain.errors import FrameworkError
from tracker.domain.frameworks.definitions import (
    ActivityKind,
    ClockRule,
    FindingTerm,
    Framework,
    Grade,
    GradeScale,
    JudgementArea,
    StartsFrom,
    Theme,
    Tone,
    UrgencyTerm,
)
from tracker.domain.frameworks.reading import load_frameworks

__all__ = [
    "ActivityKind",
    "ClockRule",
    "FindingTerm",
    "Framework",
    "FrameworkError",
    "Grade",
    "GradeScale",
    "JudgementArea",
    "StartsFrom",
    "Theme",
    "Tone",
    "UrgencyTerm",
    "load_frameworks",
]
