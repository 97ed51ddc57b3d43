"""Reports made for the tests: a PDF that typst sets, of a council that is not there."""

from __future__ import annotations

from typing import Final

import typst

TEXT: Final = """\
Inspection of Riverford local authority children’s services

Inspection dates: 3 to 14 June 2024

Lead inspector: Jo Green, His Majesty’s Inspector

What needs to improve?

- The timeliness of the response to contacts at the front door.
- The quality of written plans for children.
- The oversight of practice by managers.
"""
"""A report as somebody pastes it."""

_SOURCE: Final = """\
#set page(paper: "a4", margin: 2cm)
= Inspection of Riverford local authority children’s services
Inspection dates: 3 to 14 June 2024

Lead inspector: Jo Green, His Majesty’s Inspector

#table(columns: 2, [*Judgement*], [*Grade*],
  [The impact of leaders on social work practice with children and families], [Inadequate],
  [The experiences and progress of children who need help and protection], [Inadequate],
  [The experiences and progress of children in care], [Requires improvement to be good],
  [The experiences and progress of care leavers], [Good],
  [Overall effectiveness], [Inadequate])

Services in Riverford have not improved since the last inspection. Leaders know what has to be done.
#pagebreak()
== What needs to improve?
- The timeliness of the response to contacts at the front door.
- The quality of written plans for children.
- The oversight of practice by managers.
"""


def a_pdf(pages: int = 2) -> bytes:
    """A report of so many pages, the last ones saying little."""
    more = "".join(f"\n#pagebreak()\nPage {number} says no more." for number in range(3, pages + 1))
    made = typst.compile(f"{_SOURCE}{more}".encode(), format="pdf")
    assert isinstance(made, bytes)
    return made
