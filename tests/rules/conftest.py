"""Settings of the property tests."""

from __future__ import annotations

from hypothesis import settings

# Speed is the benchmark's business: on a busy machine a deadline fails a rule that is right.
settings.register_profile("tracker", deadline=None)
settings.load_profile("tracker")
