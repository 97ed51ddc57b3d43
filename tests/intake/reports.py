"""Every invented report: one for each framework and kind of document."""

from __future__ import annotations

from typing import Final

from tests.intake.reports_ilacs import (
    SHORT_2018,
    SHORT_2023,
    SHORT_2026,
    STANDARD_2018,
    STANDARD_2023,
    STANDARD_2026,
)
from tests.intake.reports_joint import JTAI, SEND_INCONSISTENT, SEND_SYSTEMIC
from tests.intake.reports_letters import FOCUSED, MONITORING
from tests.intake.reports_pre_sif import PRE_SIF
from tests.intake.reports_sif import SIF
from tests.intake.reports_sif_more import RE_INSPECTION, SIF_IN_MONTHS

EVERY_REPORT: Final = (
    PRE_SIF,
    SIF,
    SIF_IN_MONTHS,
    RE_INSPECTION,
    STANDARD_2018,
    SHORT_2018,
    STANDARD_2023,
    SHORT_2023,
    STANDARD_2026,
    SHORT_2026,
    FOCUSED,
    MONITORING,
    JTAI,
    SEND_SYSTEMIC,
    SEND_INCONSISTENT,
)
