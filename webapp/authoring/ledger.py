"""Writes what a change of a map does to its topics into the ledger, for the author to check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from webapp.authoring.diff import RoadmapDiff
from webapp.authoring.files import write_file
from webapp.catalog.findings import Findings
from webapp.catalog.ledger import FILE, LedgerEntry, Successor
from webapp.catalog.ledgers.parse import parse_ledger
from webapp.catalog.model import Roadmap
from webapp.catalog.slug import composed

HEAD = """\
# What became of topics, so that the marks of learners follow. `content layout` and `content diff --ledger`
# add entries below: check each of them before you publish. content/README.md says what entries there are.
"""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ]*[A-Za-z0-9]|[A-Za-z]")
_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
# Words that join the names of two topics in that of one.
_JOINING = frozenset({"and", "or", "&", "+", "/", ",", "of", "the", "in", "a"})


@dataclass(frozen=True, slots=True)
class TopicsChange:
    """The labels of the topics of a map by id, before and after.

    `elsewhere` has the labels of topics that are new in other roadmaps, by slug and id.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    elsewhere: Mapping[tuple[str, str], str] = field(default_factory=dict)


def add_to_ledger(folder: Path, change: TopicsChange, day: date) -> list[LedgerEntry]:
    """Appends to the ledger of a roadmap's folder what a change of its map did, and returns the entries.

    Topics of which the ledger says something already are left to it.
    """
    path = folder / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    known = parse_ledger(text, Findings(FILE))
    entries = list(_proposed(change, known, day))
    if entries:
        begin = text if not text or text.endswith("\n") else f"{text}\n"
        write_file(path, (begin or HEAD) + "".join(map(_written, entries)))
    return entries


def write_ledgers(root: Path, diffs: Sequence[RoadmapDiff], day: date) -> Iterator[tuple[str, LedgerEntry]]:
    """Writes what changed into the ledgers of the tree at `root`. Yields each entry with its roadmap."""
    added = {diff.slug: _drawn(diff.new).items() - _drawn(diff.old).items() for diff in diffs}
    for diff in diffs:
        if diff.old is None or diff.new is None or diff.new.parent:
            continue
        others = {(slug, i): label for slug, rows in added.items() if slug != diff.slug for i, label in rows}
        change = TopicsChange(_drawn(diff.old), _drawn(diff.new), others)
        for entry in add_to_ledger(root / "roadmaps" / diff.slug, change, day):
            yield diff.slug, entry


def _drawn(roadmap: Roadmap | None) -> dict[str, str]:
    topics = roadmap.topics.values() if roadmap else ()
    return {topic.id: topic.label for topic in topics if topic.drawn}


def _proposed(change: TopicsChange, known: Sequence[LedgerEntry], day: date) -> Iterator[LedgerEntry]:
    gone_before = {i for entry in known if entry.kind != "added" for i in entry.ids}
    added_before = {i for entry in known if entry.kind == "added" for i in entry.ids}
    gone = {i: label for i, label in change.before.items() if i not in change.after and i not in gone_before}
    new = {i: label for i, label in change.after.items() if i not in change.before}
    taken = {s.id for entry in known for s in entry.into if not s.roadmap}
    for topic_id, label in gone.items():
        entry = _fate(topic_id, label, change, new, day)
        taken.update(s.id for s in entry.into if not s.roadmap)
        yield entry
    fresh = tuple(i for i in new if i not in taken and i not in added_before)
    if fresh and change.before:
        yield LedgerEntry(0, day, "added", fresh)


def _fate(topic_id: str, label: str, change: TopicsChange, new: Mapping[str, str], day: date) -> LedgerEntry:
    """Returns the most likely of what a topic became."""
    own = _words(label)
    elsewhere = [place for place, other in change.elsewhere.items() if _words(other) == own]
    same = [i for i, other in new.items() if _words(other) == own]
    # Every label has more words than one without any.
    parts = [i for i, other in new.items() if own and own < _words(other)]
    wider = [i for i, other in change.after.items() if own and own < _words(other)]
    if len(same) == 1:
        return LedgerEntry(0, day, "renamed", (topic_id,), (Successor("", same[0]),), label)
    if len(elsewhere) == 1:
        return LedgerEntry(0, day, "moved", (topic_id,), (Successor(*elsewhere[0]),), label)
    if len(parts) > 1:
        return LedgerEntry(0, day, "split", (topic_id,), tuple(Successor("", i) for i in parts), label)
    if len(wider) == 1:
        return LedgerEntry(0, day, "merged", (topic_id,), (Successor("", wider[0]),), label)
    return LedgerEntry(0, day, "retired", (topic_id,), (), label)


def _words(label: str) -> frozenset[str]:
    return frozenset(composed(label).replace(",", " ").replace("/", " ").split()) - _JOINING


def _written(entry: LedgerEntry) -> str:
    """Returns an entry as YAML."""
    ids = list(map(_value, entry.ids))
    # Several ids stand in a list, and one alone as it is.
    named = f"[{', '.join(ids)}]" if len(ids) > 1 else ids[0]
    lines = [f"- date: {entry.day.isoformat()}", f"  {entry.kind}: {named}"]
    targets = [_value(f"{s.roadmap}/{s.id}" if s.roadmap else s.id) for s in entry.into]
    if targets:
        name = {"renamed": "to", "moved": "to", "retired": "see"}.get(entry.kind, "into")
        listed = f"[{', '.join(targets)}]"
        lines.append(f"  {name}: {listed if entry.kind == 'split' else targets[0]}")
    if entry.name:
        lines.append(f"  name: {_value(entry.name)}")
    return "\n".join(lines) + "\n"


def _value(text: str) -> str:
    """Returns a text as YAML: quoted where YAML could read it as anything else."""
    is_id = re.fullmatch(r"[a-z][a-z0-9_/-]*[a-z0-9]", text) is not None
    is_plain = (is_id or _PLAIN.fullmatch(text)) and text.casefold() not in _RESERVED
    return text if is_plain else json.dumps(text, ensure_ascii=False)
