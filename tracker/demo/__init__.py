"""Demonstration councils, retold from public documents and loaded by replaying dated deeds."""

from tracker.demo.loading import is_empty, load_demonstration
from tracker.demo.reading import DemonstrationError

__all__ = ["DemonstrationError", "is_empty", "load_demonstration"]
