"""Reads the file of a roadmap's ledger, and reports entries that do nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from webapp.catalog.files import Tree, decode
from webapp.catalog.findings import Findings
from webapp.catalog.ledger import FILE, LedgerEntry
from webapp.catalog.ledgers.parse import parse_ledger
from webapp.catalog.model import Roadmap

LARGEST_LEDGER = 256 * 1024


def read_ledger(folder: Path, tree: Tree, found: Findings) -> tuple[tuple[LedgerEntry, ...], bytes]:
    """Returns what became of the topics of a folder, and the bytes of the file that says so."""
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return (), b""
    about = found.of(tree.name(path))
    data = tree.read(path, about, LARGEST_LEDGER)
    text = decode(data, about) if data is not None else None
    return (parse_ledger(text, about) if text is not None else ()), data or b""


def report_ledgers(roadmaps: Mapping[str, Roadmap], moved: Mapping[str, str], found: Findings) -> None:
    """Reports entries that name topics which are not as the entries say. Variants follow their parents."""
    for roadmap in roadmaps.values():
        if roadmap.parent:
            continue
        about = found.of(f"{found.file}/{roadmap.slug}/{FILE}")
        gone = {i for entry in roadmap.ledger if entry.kind != "added" for i in entry.ids}
        for entry in roadmap.ledger:
            for what, remedy in _faults(entry, roadmap, gone, roadmaps, moved):
                about.warning(f"line {entry.line}", what, remedy)


def _faults(
    entry: LedgerEntry,
    roadmap: Roadmap,
    gone: set[str],
    roadmaps: Mapping[str, Roadmap],
    moved: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    own = {s.id for s in entry.into if not s.roadmap}
    for topic_id in entry.ids:
        is_drawn = _is_drawn(roadmap, topic_id)
        if entry.kind == "added":
            if not is_drawn and topic_id not in gone:
                yield f"{topic_id} was added, and is not on the map", "Say what became of it, or remove this."
        elif is_drawn and topic_id not in own:
            what = f"{topic_id} is on the map, so that its marks stay and the entry does nothing"
            yield what, "Remove the entry, or give the topic that is there now an id of its own."
    for successor in entry.into:
        slug = moved.get(successor.roadmap, successor.roadmap)
        there = roadmaps.get(slug) if slug else roadmap
        if there is None:
            yield f"there is no roadmap {slug}", "Write the slug that it has now."
        elif not _is_drawn(there, successor.id) and not _is_source(there, successor.id):
            what = f"{successor.id} is not on the map, so that no mark follows to it"
            yield what, "Correct the id, or add an entry that says what became of it."


def _is_drawn(roadmap: Roadmap, topic_id: str) -> bool:
    topic = roadmap.topic(topic_id)
    return topic is not None and topic.drawn


def _is_source(roadmap: Roadmap, topic_id: str) -> bool:
    return any(topic_id in entry.ids for entry in roadmap.ledger if entry.kind != "added")
