"""Letters that PDFs and pictures cannot show are named."""

from __future__ import annotations

from pathlib import Path

from tests.catalog.trees import HEADER, ONE, TWO, graph, grow, node
from webapp.authoring.letters import letter_findings

# Rare Chinese letters of the year 2020, which even machines with many typefaces have no face for.
RARE = 0x30100
FIRST, SECOND = chr(RARE), chr(RARE + 1)


def test_letters_that_no_face_has_are_named_with_their_places(tmp_path: Path) -> None:
    drawn = graph(
        node(ONE, f"One {FIRST}"), node(TWO, f"Two {FIRST}{SECOND}", y=99), node("x", "Žluťoučký", y=199)
    )
    (finding,) = letter_findings(grow(tmp_path, {"alpha.md": HEADER, "alpha.json": drawn}))
    assert (finding.severity, finding.file) == ("warning", "roadmaps/alpha/alpha.json")
    assert finding.place == f"node {ONE}, node {TWO}"
    assert f"no typeface has {FIRST} {SECOND}; PDF" in finding.message


def test_many_letters_are_counted(tmp_path: Path) -> None:
    letters = "".join(chr(RARE + number) for number in range(20))
    (finding,) = letter_findings(grow(tmp_path, {"alpha.md": f"---\ntitle: {letters}\n---\n"}))
    assert (finding.file, finding.place) == ("roadmaps/alpha/alpha.md", "title")
    assert "and 8 more" in finding.message


def test_blanks_joiners_and_accents_need_no_face_of_their_own(tmp_path: Path) -> None:
    words = "No\N{NO-BREAK SPACE}break\N{ZERO WIDTH JOINER} ✓\N{VARIATION SELECTOR-16} é"
    assert letter_findings(grow(tmp_path, {"alpha.md": f"---\ntitle: {words}\n---\n"})) == ()
