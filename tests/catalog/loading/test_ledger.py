"""The ledger of a roadmap: what entries mean, and what is wrong with them, by file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.catalog.trees import graph, grow, node
from webapp.catalog.ledger import Successor

FILES = {
    "alpha.json": graph(
        *(node(name, name.capitalize(), y=90.0 * n) for n, name in enumerate(("here", "too")))
    ),
    "content/here@here.md": "# Here\n",
    "content/too@too.md": "# Too\n",
    "alpha.md": "---\ntitle: Alpha\n---\n",
}
DATED = "- date: 2026-11-26\n  "


def findings(root: Path, ledger: str) -> list[tuple[str, str, str]]:
    catalog = grow(root, {**FILES, "changes.yaml": ledger})
    return [(f.severity, f.place, f.message) for f in catalog.findings if f.file.endswith("changes.yaml")]


def test_every_kind_of_entry_is_read(tmp_path: Path) -> None:
    ledger = f"""
{DATED}renamed: a
  to: here
{DATED}merged: [b, c]
  into: too
{DATED}split: d
  into: {{here: same, too: learning}}
{DATED}retired: e
  name: 'What it was'
  see: too
{DATED}added: [here, too]
"""
    catalog = grow(tmp_path, {**FILES, "changes.yaml": ledger})
    assert findings(tmp_path, ledger) == []
    entries = catalog.roadmaps["alpha"].ledger
    assert [(e.line, e.kind, e.ids) for e in entries] == [
        (2, "renamed", ("a",)),
        (5, "merged", ("b", "c")),
        (8, "split", ("d",)),
        (11, "retired", ("e",)),
        (15, "added", ("here", "too")),
    ]
    assert {e.day for e in entries} == {date(2026, 11, 26)}
    assert entries[2].into == (Successor("", "here"), Successor("", "too", "learning"))
    assert entries[3].name == "What it was"


@pytest.mark.parametrize(
    ("ledger", "place", "words"),
    [
        ("a: b\n", "file", "no list"),
        ("- [\n", "line 2", "expected"),
        ("- just words\n", "line 1", "no list of `key: value`"),
        ("- date: 2026-11-26\n", "line 1", "does not say what happened"),
        (f"{DATED}renamed: a\n  retired: a\n", "line 1", "says renamed and retired"),
        (f"{DATED}renamed: a\n", "line 1", "to is missing"),
        (f"{DATED}renamed: a\n  to: here\n  into: too\n", "line 1", "into is not known"),
        ("- renamed: a\n  to: here\n", "line 1", "the date is missing"),
        ("- date: 26.11.2026\n  renamed: a\n  to: here\n", "line 1", "the date is none"),
        (f"{DATED}renamed: 'no id'\n  to: here\n", "line 1", "'no id' is no id"),
        (f"{DATED}renamed: [a, b]\n  to: here\n", "line 1", "is no id"),
        (f"{DATED}renamed: a\n  to: beta/here\n", "line 1", "is in another roadmap"),
        (f"{DATED}moved: a\n  to: here\n", "line 1", "names no other roadmap"),
        (f"{DATED}split: a\n  into: [here]\n", "line 1", "fewer than two"),
        (f"{DATED}split: a\n  into: {{here: same, too: maybe}}\n", "line 1", "'maybe' does not say"),
        (f"{DATED}retired: a\n", "line 1", "name is missing"),
        (f"\n\n{DATED}renamed: a\n  to: here\n{DATED}retired: a\n  name: A\n", "line 6", "on line 3 already"),
        (f"{DATED}renamed: a\n  to: a\n", "line 1", "becomes itself"),
        ("- &x {date: 2026-11-26, renamed: a, to: here}\n- *x\n", "line 2", "alias"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_line(
    tmp_path: Path, ledger: str, place: str, words: str
) -> None:
    [(severity, found, message)] = findings(tmp_path, ledger)
    assert (severity, found) == ("error", place)
    assert words in message


@pytest.mark.parametrize(
    ("ledger", "words"),
    [
        (f"{DATED}renamed: here\n  to: too\n", "here is on the map"),
        (f"{DATED}renamed: a\n  to: nowhere\n", "nowhere is not on the map"),
        (f"{DATED}moved: a\n  to: beta/b1\n", "there is no roadmap beta"),
        (f"{DATED}added: [new]\n", "new was added, and is not on the map"),
    ],
)
def test_what_does_nothing_is_a_warning(tmp_path: Path, ledger: str, words: str) -> None:
    [(severity, place, message)] = findings(tmp_path, ledger)
    assert (severity, place) == ("warning", "line 1")
    assert words in message


def test_several_changes_of_a_topic_are_followed_to_the_end(tmp_path: Path) -> None:
    ledger = f"{DATED}renamed: a\n  to: b\n{DATED}split: b\n  into: {{c: same, too: learning}}\n{DATED}renamed: c\n  to: here\n"
    fate = grow(tmp_path, {**FILES, "changes.yaml": ledger}).fates["alpha", "a"]
    assert [(topic.id, how) for topic, how in fate.parts] == [("here", "same"), ("too", "learning")]


def test_a_circle_of_renames_ends(tmp_path: Path) -> None:
    ledger = f"{DATED}renamed: a\n  to: b\n{DATED}renamed: b\n  to: a\n"
    assert grow(tmp_path, {**FILES, "changes.yaml": ledger}).fates["alpha", "a"].parts == ()


def test_a_topic_that_was_renamed_and_back_has_its_marks_and_takes_those_of_between(tmp_path: Path) -> None:
    ledger = f"{DATED}renamed: here\n  to: b\n{DATED}renamed: b\n  to: here\n"
    fates = grow(tmp_path, {**FILES, "changes.yaml": ledger}).fates
    assert {place: fate.successor.id for place, fate in fates.items() if fate.successor} == {
        ("alpha", "b"): "here"
    }


def test_many_splits_that_meet_again_take_no_time(tmp_path: Path) -> None:
    rows = [
        f"{DATED}split: a{n}\n  into: [a{n + 1}, b{n}]\n{DATED}renamed: b{n}\n  to: a{n + 1}\n"
        for n in range(300)
    ]
    ledger = "".join(rows) + f"{DATED}renamed: a300\n  to: here\n"
    fate = grow(tmp_path, {**FILES, "changes.yaml": ledger}).fates["alpha", "a0"]
    assert [topic.id for topic, _ in fate.parts] == ["here"]
