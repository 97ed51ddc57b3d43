"""The policy as a page: which role may do what, written out from ``POLICY`` and nothing else.

``python -m tracker.access.matrix`` prints docs/permissions.md; a test holds that page current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from tracker.access.permissions import Permission
from tracker.access.policy import POLICY, Alternatives
from tracker.domain.vocabulary import Role

ALWAYS: Final = "Yes"
NEVER: Final = "No"

HEAD: Final = """\
# Who may do what

Written from `tracker/access/policy.py` by `python -m tracker.access.matrix`; change the policy, not
this page. A person may hold several roles for a council and may do what any of them allows. "If"
names what must hold of the very record besides. Nobody may do anything for a council that they do
not work for. The operator at the terminal may do everything that a deed's own rules allow.
"""


def cell(alternatives: Alternatives, role: Role) -> str:
    """What somebody who holds ``role`` and no other may do: yes, no, or yes under a condition.

    The conditions of one alternative are joined by "and", alternatives by "or".
    """
    conditions = []
    for alternative in alternatives:
        names = [predicate.name for predicate in alternative]
        roles = {other.value for other in Role} & set(names)
        if roles - {role.value}:
            continue
        rest = [name for name in names if name not in roles]
        if not rest:
            return ALWAYS
        conditions.append(" and ".join(rest))
    return f"If {' or if '.join(conditions)}" if conditions else NEVER


def words(slug: str) -> str:
    """A slug as words: "keep_clocks" is "Keep clocks"."""
    return slug.replace("_", " ").capitalize()


def lines() -> Iterator[str]:
    """The table, line by line: a row for each permission, a column for each role."""
    yield _row(["Permission", *(words(role) for role in Role)])
    yield _row(["---"] * (1 + len(Role)))
    for permission in Permission:
        alternatives = POLICY.get(permission, ())
        yield _row([words(permission), *(cell(alternatives, role) for role in Role)])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def document() -> str:
    """The whole of docs/permissions.md."""
    return "\n".join([HEAD, *lines(), ""])


if __name__ == "__main__":
    sys.stdout.write(document())
