"""Rules that hold for every line of our Python, each shown the fault that it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.source import (
    ROOT,
    banned_names,
    bulk_writes,
    faults_in,
    framework_names,
    modules,
    moved_dates,
    says_nothing,
    secondary_links,
)
from tracker.domain.frameworks import load_frameworks

MAY_WRITE_IN_BULK = frozenset(
    {
        # History's own rows and its chain's head.
        Path("tracker/models/recording.py"),
        # The entries of the search index, and the index itself.
        Path("tracker/models/search.py"),
        Path("tracker/adapters/search_index.py"),
        # Drafts bear no history; one goes in a single statement, as posting has none to spare.
        Path("tracker/services/update_drafts.py"),
        Path("tracker/services/note_drafts.py"),
    }
)
"""Where statements change rows past the recording listener, and why they may."""

MAY_SET_DATES = frozenset(
    {
        # The one door for a date of a plan in force.
        Path("tracker/services/due_dates.py"),
        # A draft's dates, and the first one of an action that never had any.
        Path("tracker/services/actions.py"),
        # Adoption makes the dates of the draft the first ones.
        Path("tracker/services/plans.py"),
        # A successor carries on what it replaces, and is due no later.
        Path("tracker/services/succession.py"),
        # Sets whatever columns a deed has checked.
        Path("tracker/services/rules.py"),
        # The day of a promise that answers a challenge: no action's.
        Path("tracker/services/challenge_steps.py"),
        # Clears texts that were redacted; a date is none.
        Path("tracker/services/redactions.py"),
    }
)
"""Where a due date, a first date or a count of slips is set, and why there."""

GENERIC = frozenset({"pre", "area", "send", "asc", "other", "sources"})
"""Parts of framework keys that are words like any other."""


def framework_words() -> set[str]:
    """Every framework's key, and the parts of it that name nothing else."""
    keys = set(load_frameworks(None))
    parts = {part for key in keys for part in key.replace("_", "-").split("-")}
    spelt = {key.replace("_", "-") for key in keys} | {key.replace("-", "_") for key in keys}
    return spelt | {part for part in parts if part.isalpha() and part not in GENERIC}


class TestBulkWrites:
    def test_every_write_goes_through_the_listener(self) -> None:
        assert faults_in(set(modules()) - MAY_WRITE_IN_BULK, bulk_writes) == []

    @pytest.mark.parametrize("path", sorted(MAY_WRITE_IN_BULK))
    def test_no_exception_is_there_for_nothing(self, path: Path) -> None:
        assert faults_in([path], bulk_writes) != []

    @pytest.mark.parametrize(
        "planted",
        [
            "from sqlalchemy import select, update",
            "from sqlalchemy import delete as gone",
            "from sqlalchemy.dialects.sqlite import insert",
            "from sqlalchemy.sql.expression import update",
            "import sqlalchemy as sa\nsa.update(Action)",
            "import sqlalchemy\nsqlalchemy.insert(Action)",
            "from sqlalchemy.dialects import postgresql\npostgresql.insert(Action)",
            "session.execute(Action.__table__.delete())",
            "session.query(Action).filter_by(id=1).update({'title': 'x'})",
            "Base.metadata.tables['action'].insert()",
            "session.bulk_save_objects(found)",
            "session.execute(text('UPDATE action SET title = 1'))",
            "connection.exec_driver_sql('''\n  delete from action\n''')",
            "text(f'insert into {table} values (1)')",
        ],
    )
    def test_a_planted_fault_is_found(self, planted: str) -> None:
        assert bulk_writes(planted) != []

    @pytest.mark.parametrize(
        "innocent",
        [
            "found.update({'a': 1})",
            "hashlib.sha256().update(b'x')",
            "'''Delete from the list what is done.'''",
            "flash('Update posted')",
            "from sqlalchemy import event, select",
            "from tracker.services.updates import post_update",
        ],
    )
    def test_what_is_none_is_not(self, innocent: str) -> None:
        assert bulk_writes(innocent) == []


class TestSecondary:
    def test_every_link_is_a_class(self) -> None:
        assert faults_in(modules(), secondary_links) == []

    def test_a_planted_fault_is_found(self) -> None:
        assert secondary_links("x = 1\ny = relationship('A', secondary=links)") == ["2: secondary="]


class TestNames:
    def test_functions_and_classes_are_named_for_what_they_do(self) -> None:
        assert faults_in(modules(), banned_names) == []

    def test_so_are_modules_and_folders(self) -> None:
        paths = [*modules(), *modules("migrations"), *modules("tests")]
        named = {part for path in paths for part in (*path.parts[:-1], path.stem)}
        assert [name for name in sorted(named) if says_nothing(name)] == []

    @pytest.mark.parametrize(
        "name",
        [
            "get_data",
            "PlanManager",
            "utils",
            "handle_it",
            "_process_row",
            "CommonInfo",
            "processes",
        ],
    )
    def test_a_planted_name_is_found(self, name: str) -> None:
        assert banned_names(f"def {name}(): ...") == [f"1: {name}"]
        assert banned_names(f"class {name}: ...") == [f"1: {name}"]

    @pytest.mark.parametrize(
        "name",
        ["service_managers", "process_bind_param", "database", "informed", "handover"],
    )
    def test_a_word_that_only_looks_like_one_is_not(self, name: str) -> None:
        assert banned_names(f"def {name}(): ...") == []


class TestFrameworks:
    def test_nothing_in_python_names_a_framework(self) -> None:
        assert faults_in(modules(), framework_names(framework_words())) == []

    def test_the_words_are_those_of_the_files(self) -> None:
        assert {"sif", "ilacs", "jtai", "cqc"} <= framework_words()
        assert not framework_words() & GENERIC

    @pytest.mark.parametrize(
        "planted",
        [
            "if framework == 'sif': ...",
            "KEY = 'ilacs_2018'",
            "name = f'an {x} JTAI visit'",
            "ILACS = 1",
            "def sif_grades(): ...",
        ],
    )
    def test_a_planted_name_is_found(self, planted: str) -> None:
        assert framework_names(framework_words())(planted) != []

    @pytest.mark.parametrize(
        "innocent", ["x = 'classified'", "'''As in SIF reports.'''", "# sif\nx = 1", "send(area)"]
    )
    def test_what_is_none_is_not(self, innocent: str) -> None:
        assert framework_names(framework_words())(innocent) == []


class TestDueDates:
    def test_no_date_moves_but_by_its_own_door(self) -> None:
        assert faults_in(set(modules()) - MAY_SET_DATES, moved_dates) == []

    @pytest.mark.parametrize("path", sorted(MAY_SET_DATES))
    def test_no_exception_is_there_for_nothing(self, path: Path) -> None:
        assert faults_in([path], moved_dates) != []

    @pytest.mark.parametrize(
        "planted",
        [
            "action.due_on = day",
            "action.plan.actions[0].first_due_on = None",
            "row.times_slipped += 1",
            "one.due_on, one.due_text = day, None",
            "one.due_on: date = day",
            "for action.due_on in days: ...",
            "setattr(action, 'due_on', day)",
            "setattr(action, name, day)",
            "amend_record(action, values)",
            "amend_record(change.action, values)",
        ],
    )
    def test_a_planted_move_is_found(self, planted: str) -> None:
        assert moved_dates(planted) != []

    @pytest.mark.parametrize(
        "innocent",
        ["day = action.due_on", "due_on = day", "amend_record(plan, values)", "f(due_on=day)"],
    )
    def test_what_moves_none_is_not(self, innocent: str) -> None:
        assert moved_dates(innocent) == []


def test_the_walkers_walk_over_every_room() -> None:
    rooms = {path.parts[1] for path in modules() if len(path.parts) > 2}
    written = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert rooms == {room for room in rooms if f"`{room}/`" in written}
    assert len(modules()) > 60
