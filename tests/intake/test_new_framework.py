"""A new inspectorate's report is read by adding two files, and not a line of code."""

from __future__ import annotations

from pathlib import Path

from tracker.domain.frameworks import load_frameworks
from tracker.domain.frameworks.guide import load_guides
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency
from tracker.intake.report import read_report

FRAMEWORK = """
key: youth-2031
name: Look at youth services
short_name: Youth services
in_force: From 2031
on_site_from: 2031-01-01
addressees: [local_authority, partnership]
scales:
  - key: stars
    label: Stars
    grades:
      - {key: three, label: Three stars, rank: 1, tone: positive}
      - {key: one, label: One star, rank: 2, tone: serious}
areas:
  - {key: overall, label: All in all, overall: true, as_sentence: true}
  - {key: clubs, label: Clubs and places to go}
kinds:
  - {key: look, label: Look, graded: true}
findings:
  - {kind: recommendation, label: Wish}
"""
GUIDE = """
frameworks: [youth-2031]
kinds:
  - {kind: look, titles: ["How {council} looks after its youth"]}
findings:
  - {headings: [Our wishes], kind: recommendation}
  - {headings: [Wishes for the partners], kind: recommendation, addressee: partnership}
urgencies:
  - {headings: [Before the summer], urgency: three_months}
sentences:
  - {area: overall, beginnings: ["Youth services in {council}"]}
"""
REPORT = """<h1>How Riverford looks after its youth</h1>
<p>Inspection dates: 3 to 7 March 2031</p><p>Lead inspector: Ada Marsh</p>
<p>Youth services in Riverford are one star</p>
<table><tr><td>Clubs and places to go</td><td>Three stars</td></tr></table>
<h2>Our wishes</h2><ol><li>Open the clubs on Sundays.</li></ol>
<h3>Before the summer</h3><ol start="2"><li>Mend the roof of the boathouse.</li></ol>
<h2>Wishes for the partners</h2><ul><li>Run buses in the evening.</li></ul>
<h2>What else we saw</h2><ul><li>The lake is deep.</li></ul>"""


def test_its_report_is_read(tmp_path: Path) -> None:
    (tmp_path / "youth.yaml").write_text(FRAMEWORK)
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "youth.yaml").write_text(GUIDE)
    frameworks = load_frameworks(tmp_path)
    guides = load_guides(frameworks, tmp_path)
    draft = read_report(REPORT.encode(), "youth.html", frameworks, guides)
    assert draft.framework is not None
    assert draft.framework.value == "youth-2031"
    assert draft.council is not None
    assert draft.council.value == "Riverford"
    assert [(j.area_key, j.grade_key) for j in draft.judgements] == [
        ("overall", "one"),
        ("clubs", "three"),
    ]
    found = [(r.reference, r.text, r.urgency, r.addressee) for r in draft.recommendations]
    assert found == [
        ("1", "Open the clubs on Sundays.", None, Addressee.LOCAL_AUTHORITY),
        ("2", "Mend the roof of the boathouse.", Urgency.THREE_MONTHS, Addressee.LOCAL_AUTHORITY),
        (None, "Run buses in the evening.", None, Addressee.PARTNERSHIP),
    ]
    assert {item.kind for item in draft.recommendations} == {FindingKind.RECOMMENDATION}
