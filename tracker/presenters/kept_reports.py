"""The kept report of an inspection in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.models import Inspection


def kept_rows(inspection: Inspection, url: Callable[..., str]) -> list[dict[str, Any]]:
    """The way to the report as it came, for the facts of its inspection."""
    return [
        {
            "key": "Report as received",
            "value": "Read it page by page",
            "href": url("kept_reports.show", report_id=report.id),
        }
        for report in inspection.reports
    ]
