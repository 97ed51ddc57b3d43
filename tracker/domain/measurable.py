"""Whether a success measure looks like one that can be measured.

A hint and no judgement: a text is taken to be measurable once it has a number, a word of counting
or comparing, a day to look by, or the name of something that councils measure. What has none of
them may still be measurable, so that people are asked to look, and nothing is refused.
"""

from __future__ import annotations

import re
from typing import Final

_COUNTING: Final = """
    one two three four five six seven eight nine ten twelve twenty fifty hundred
    all any both each every everyone everybody none no nobody nothing never always only
    more most fewer fewest less least majority minority half third quarter double twice once
    above below under over exceed exceeds higher lower highest lowest longer shorter
    faster quicker sooner earlier
    fall falls fallen rise rises risen drop drops decrease increase reduce reduces reduced reduction
    number numbers count percentage proportion ratio rate rates share average mean median total
    within before daily weekly fortnightly monthly quarterly annually yearly
    day days week weeks month months hours
"""
_MEASURED: Final = """
    audit audits audited survey surveys surveyed sample samples sampled
    dataset scorecard score scores
    indicator indicators kpi kpis target targets benchmark baseline
    caseload caseloads timescale timescales timeliness turnover vacancy vacancies attendance
    absence re-referral re-referrals rereferrals
"""
_WORDS: Final = "|".join(sorted({*_COUNTING.split(), *_MEASURED.split()}, reverse=True))
_BY_A_DAY: Final = (
    r"by\s+(?:the\s+)?(?:end|next|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|spring|summer|autumn|winter|christmas|easter)"
)
_SIGN: Final = re.compile(rf"\d|%|\b(?:{_WORDS}|{_BY_A_DAY})\b", re.IGNORECASE)


def may_be_measured(text: str) -> bool:
    """Whether something in the text can be counted, compared or looked up."""
    return _SIGN.search(text) is not None
