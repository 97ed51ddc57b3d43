"""Whatever the child of the reader does, the parent gets a draft or a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.foundations.kept_reports import a_draft
from tests.foundations.written_reports import TEXT, a_pdf
from tracker.intake.errors import NotReadable
from tracker.intake.isolated import Limits, draw_apart, read_apart
from tracker.intake.serialising import to_json

Child = Callable[[str], None]


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    """``child(source)``: the program that stands in the child's place does what ``source`` says.

    Only for what no report can be made to do: the reader itself is tried on files.
    """

    def write(source: str) -> None:
        program = tmp_path / "child"
        program.write_text(f"#!{sys.executable}\nimport json, os, sys, time\n{source}\n")
        program.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(program))

    return write


def read(content: bytes = b"words", **limits: int) -> object:
    return read_apart(content, "report.txt", None, limits=Limits(**limits))


def refusal(content: bytes = b"words", **limits: int) -> str:
    with pytest.raises(NotReadable) as caught:
        read(content, **limits)
    return caught.value.sentence


class TestStrangeChildren:
    def test_one_that_never_ends_is_stopped(self, child: Child) -> None:
        child("time.sleep(60)")
        began = time.monotonic()
        assert "took longer than 1 seconds" in refusal(seconds=1)
        assert time.monotonic() - began < 10

    def test_so_is_whatever_it_has_started(self, child: Child, tmp_path: Path) -> None:
        child(
            "pid = os.fork()\n"
            f"if pid: open({str(tmp_path / 'pid')!r}, 'w').write(str(pid))\n"
            "time.sleep(60)"
        )
        refusal(seconds=1)
        pid = int((tmp_path / "pid").read_text())
        for _ in range(50):
            if not is_running(pid):
                return
            time.sleep(0.1)
        raise AssertionError("the child's own child still runs")

    @pytest.mark.parametrize(
        "source",
        [
            "",
            "sys.exit(3)",
            "os.abort()",
            "print('nonsense')",
            "print('[1, 2]')",
            'print(\'{"draft": "{}"}\')',
            'print(\'{"done": "many", "of": null}\')',
            "sys.stdout.buffer.write(b'\\xff\\xfe\\n')",
        ],
    )
    def test_one_that_gives_no_draft_is_not_believed(self, child: Child, source: str) -> None:
        child(source)
        assert "cannot be read" in refusal()

    def test_one_that_says_too_much_is_stopped(self, child: Child) -> None:
        child("while True: print('x' * 10_000)")
        assert "more memory than it may" in refusal(said=1_000_000)

    def test_its_refusal_is_handed_on(self, child: Child) -> None:
        child("print(json.dumps({'refused': 'This is no report'}))")
        assert refusal() == "This is no report"

    def test_its_progress_is_handed_on_and_its_draft_read(self, child: Child) -> None:
        text = to_json(a_draft())
        child(
            "print(json.dumps({'done': 1, 'of': 2}))\n"
            f"print(json.dumps({{'draft': {text!r}}}), flush=True)\n"
            "time.sleep(60)"
        )
        told: list[tuple[int, int]] = []
        draft = read_apart(b"", "a", None, on_progress=lambda *said: told.append(said))
        assert draft == a_draft()
        assert told == [(1, 2)]

    def test_it_is_given_nothing_of_our_environment(
        self, child: Child, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TRACKER_SECRET_KEY", "do not tell")
        child("print(json.dumps({'refused': ' '.join(sorted(os.environ))}))")
        assert "TRACKER" not in refusal()

    def test_only_pictures_that_were_asked_for_are_taken(self, child: Child) -> None:
        child(
            "png = 'iVBORw0KGgo='\n"
            "for page, said in ((9, png), (1, 'aGVsbG8='), (1, '!'), (2, png)):\n"
            "    print(json.dumps({'page': page, 'png': said}))"
        )
        assert list(draw_apart(b"", [1, 2], width=100)) == [(2, b"\x89PNG\r\n\x1a\n")]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One that was killed and is not yet waited for counts as gone.
    return "(Z)" not in Path(f"/proc/{pid}/stat").read_text().replace(" Z ", " (Z) ")


class TestTheReaderItself:
    def test_words_give_a_draft(self) -> None:
        draft = read_apart(TEXT.encode(), "letter.txt", None)
        assert "at the front door" in to_json(draft)

    def test_pages_are_counted_and_drawn(self) -> None:
        told: list[tuple[int, int]] = []
        content = a_pdf(3)
        draft = read_apart(content, "report.pdf", None, on_progress=lambda *said: told.append(said))
        assert len(draft.pages) == 3
        assert told[-1] == (3, 3)
        drawn = dict(draw_apart(content, [1, 3], width=100))
        assert list(drawn) == [1, 3]

    def test_a_page_that_is_not_there_ends_the_drawing(self) -> None:
        drawn = draw_apart(a_pdf(), [1, 99], width=100)
        assert next(drawn)[0] == 1
        with pytest.raises(NotReadable):
            next(drawn)

    def test_frameworks_of_the_operators_own_are_read_too(self, tmp_path: Path) -> None:
        (tmp_path / "wrong.yaml").write_text("key: [")
        with pytest.raises(NotReadable):
            read_apart(b"Words of a letter", "letter.txt", tmp_path)

    def test_it_stops_before_it_takes_too_much_memory(self) -> None:
        assert refusal(memory=30_000_000)

    def test_a_job_says_all_that_the_child_needs(self) -> None:
        assert json.dumps({"name": "a\x00\ud800"}).isascii()

    @pytest.mark.skipif(sys.platform == "win32", reason="cannot run here: no such limits")
    def test_a_lower_limit_of_the_operators_is_kept(self) -> None:
        limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (1_000_000, 1_000_000))"
        read = (
            "from tracker.intake.isolated import read_apart; from pathlib import Path; "
            "print(len(read_apart(Path('/dev/stdin').read_bytes(), 'a.txt', None).passages))"
        )
        done = subprocess.run(
            [sys.executable, "-c", f"{limit}; {read}"],
            input=TEXT.encode(),
            capture_output=True,
            check=True,
        )
        assert int(done.stdout) > 3
