"""What every test stands on; see docs/testing.md for the fixtures and how they are used."""

from __future__ import annotations

pytest_plugins = (
    "pytester",
    "tests.foundations.network",
    "tests.foundations.skips",
    "tests.foundations.slow",
    "tests.foundations.sizes",
    "tests.foundations.postgresql",
    "tests.foundations.clamav",
    "tests.foundations.s3",
    "tests.foundations.mail",
    "tests.foundations.requests",
    "tests.foundations.databases",
    "tests.foundations.records",
    "tests.foundations.demonstration",
    "tests.foundations.site",
)
