"""Reads the outline file beside a map, once, and reports what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from webapp.catalog.findings import Findings
from webapp.catalog.model import Entry, Graph, SameAs
from webapp.catalog.node_types import OPTIONAL
from webapp.catalog.outline_file.entries import entries_of, matches
from webapp.catalog.outline_file.former_topics import (
    MOST_SHOWN,
    FormerTopic,
    exchanged_ids,
    former_topics,
    lost_ids,
    no_longer_topics,
)
from webapp.catalog.outline_file.freshness import is_older
from webapp.catalog.outline_file.items import Outline
from webapp.catalog.outline_file.line import Mistake
from webapp.catalog.outline_file.parse import ParsedOutline, read_outline
from webapp.catalog.texts.text_files import Texts

LARGEST_OUTLINE = 256 * 1024
LAYOUT = "flask --app wsgi content layout"


@dataclass(frozen=True, slots=True)
class SaidOfTopic:
    """What the line of a topic says: the ids of topics that come first, and whether it is optional."""

    requires: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True, slots=True)
class AuthoredOutline:
    """The outline as its author wrote it; `entries` is None where it does not match the map.

    `lines` holds the number of the line of each id. `topics` holds what it says of each topic; it is empty
    where the outline does not match the map, and so is `same`: which are the same as others elsewhere.
    """

    entries: tuple[Entry, ...] | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, SaidOfTopic] = field(default_factory=dict)
    same: tuple[SameAs, ...] = ()


def outline_path(folder: Path) -> Path:
    """Returns where the outline file of a roadmap's folder lies."""
    return folder / f"{folder.name}.outline.md"


def authored_outline(
    text: str, slug: str, graph: Graph | None, texts: Texts, found: Findings
) -> AuthoredOutline:
    """Reads an outline, and reports its mistakes, what its author may not have meant, and lost ids.

    The map is served whatever the outline file says.
    """
    parsed = read_outline(text, needs_ids=False)
    for mistake in parsed.mistakes:
        found.error(_place(mistake), mistake.message, mistake.remedy)
    _warn(parsed.doubts, found)
    outline = parsed.outline
    if outline is None:
        return AuthoredOutline()
    lines = {item.id: item.line.number for item in outline.walk() if item.id}
    if parsed.mistakes:
        return AuthoredOutline(lines=lines)
    _report_ids(parsed, outline, slug, graph, texts, found)
    if parsed.without_id:
        return AuthoredOutline(lines=lines)
    if graph is None:
        found.warning("map", "there is none yet", f"`{LAYOUT} {slug}` draws it.")
    elif is_older(outline, graph):
        found.warning("map", "it is older than the outline", f"`{LAYOUT} {slug}` draws it anew.")
    if graph is None or not matches(outline, graph):
        return AuthoredOutline(lines=lines)
    said = {
        item.id: SaidOfTopic(item.requires, item.attributes.kind == OPTIONAL)
        for item in outline.walk()
        if item.type == "topic"
    }
    return AuthoredOutline(entries_of(outline, graph), lines, said, tuple(_same(outline, found.file)))


def _same(outline: Outline, file: str) -> Iterator[SameAs]:
    for item in outline.walk():
        for named in item.attributes.same:
            roadmap, _, name = named.partition("/")
            column = item.line.column_of(named, after="same=")
            yield SameAs(item.id, roadmap, name, file, f"line {item.line.number}, column {column}")


def _report_ids(
    parsed: ParsedOutline, outline: Outline, slug: str, graph: Graph | None, texts: Texts, found: Findings
) -> None:
    """Reports ids that may have been lost, and lines that have none yet."""
    drawn = {n.id: n.label for n in graph.nodes if n.id in graph.topic_ids} if graph else {}
    former = former_topics(outline, drawn, _named(texts))
    lost = lost_ids(outline, former)
    for row in lost:
        mistake = row.as_mistake(slug)
        found.error(_place(mistake), mistake.message, mistake.remedy)
    exchanged = [row.as_mistake(slug) for row in exchanged_ids(outline, former, texts.files)]
    _warn([*no_longer_topics(outline, drawn), *exchanged], found)
    claimed = {candidate.id for row in lost for candidate in row.candidates}
    gone = [f for f in former if f.is_drawn and f.id not in claimed]
    _report_new(set(parsed.without_id) - {row.line.number for row in lost}, gone, slug, found)


def _named(texts: Texts) -> Iterator[tuple[str, bytes]]:
    """Yields the names and bytes of the files whose names hold an id."""
    for files in texts.files.values():
        yield from ((PurePosixPath(file.path).name, file.data) for file in files if file.has_id)


def _report_new(numbers: Collection[int], gone: Sequence[FormerTopic], slug: str, found: Findings) -> None:
    if not numbers:
        return
    several = f"{len(numbers)} lines have no id yet, this is the first"
    what = several if len(numbers) > 1 else "it has no id yet"
    remedy = f"`{LAYOUT} {slug}` gives ids."
    if gone:
        ids = ", ".join(f"{{#{former.id}}} for {former.name}" for former in gone[:MOST_SHOWN])
        remedy += f" A topic that was renamed needs its old one: {ids}."
    found.warning(f"line {min(numbers)}", what, remedy)


def _warn(doubts: Sequence[Mistake], found: Findings) -> None:
    for doubt in doubts:
        found.warning(_place(doubt), doubt.message, doubt.remedy)


def _place(mistake: Mistake) -> str:
    return f"line {mistake.line}, column {mistake.column}"
