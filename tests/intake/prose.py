"""Invented findings to stand around what a paper asks for. None of it is asked of anybody."""

from __future__ import annotations

from itertools import count
from typing import Final

from tests.intake.papers import Para

_FINDINGS: Final = """
When somebody rings the front door about a child, the call is taken by a worker who has time to
listen. In nine of the twelve contacts that were looked at, the worker had written down why the
next step was chosen, and families were told the same day.

Early help has grown since the spring. Two family centres were opened in the north of the town,
and parents spoke warmly of the Tuesday group. Where a family stops coming, nobody yet asks why.

Strategy discussions are held quickly, though the school nurse is rarely at the table. The notes
say what was decided and seldom who will do it, so that a new worker has to begin again.

Plans are long. Some have thirty actions and no order among them, and a father who was shown his
said that he did not know where to start. Better plans have three goals and a date for each.

Children in foster homes see the same worker for most of a year. They know how to complain, and
the children in care council wrote the leaflet that tells them how.

Visits to brothers and sisters are arranged with care. Life-story work is late for a third of the
children who should have it, and the backlog has not moved since January.

Care leavers live in homes that they are content with. The drop-in on Mill Lane is open four
evenings, and young people cook there together. Too few are in work at nineteen.

Leaders know their service. The monthly report has forty charts, and the lead member said that she
reads the first three. Audits are done by managers who were taught how to do them.

Supervision takes place each month and is written up. The record often repeats the last one, and
in five cases the same action had been carried forward four times.

The council has filled eleven of its seventeen vacant posts. Agency workers stay for longer than
they did, and families have felt the difference.

Adopters are prepared well and matched without haste. The panel sends back papers that are thin,
and its chair keeps a list of what was learnt.

Missing children are spoken to when they come back, in most cases within two days. What they say
is kept in their own file and not brought together, so that patterns stay unseen.
"""
FINDINGS: Final = tuple(" ".join(one.split()) for one in _FINDINGS.split("\n\n"))

HISTORY: Final = (
    "The council’s services for children looked after were previously judged good in 2011.",
    (
        "The last inspection of its safeguarding arrangements was in March 2012, when overall "
        "effectiveness was judged to be adequate."
    ),
    "One of the council’s three children’s homes was judged to be outstanding at its latest visit.",
)
"""Old grades, which are no judgements of the report that repeats them."""

FOR_CHILDREN: Final = (
    "The people who help you know your name and come when they said they would.",
    "Some of you have had to tell your story to four different workers.",
    "Many of you told us that your foster carers make you feel at home.",
)


def paragraphs(first: int, how_many: int) -> tuple[Para, ...]:
    """Numbered findings from paragraph ``first`` on."""
    return tuple(
        Para(FINDINGS[at % len(FINDINGS)], number=number)
        for number, at in zip(range(first, first + how_many), count(first), strict=False)
    )


def unnumbered(how_many: int, begin: int = 0) -> tuple[Para, ...]:
    """Findings without numbers."""
    return tuple(Para(FINDINGS[at % len(FINDINGS)]) for at in range(begin, begin + how_many))
