"""What a change does to the maps of a tree, and thereby to learners: topics added, renamed, moved,
retired, rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Entry, Roadmap

SHOWN = 200
STEP = " / "


@dataclass(frozen=True, slots=True)
class TopicChange:
    """One topic that differs; `before` and `after` are labels, or places for a move."""

    id: str
    kind: str
    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class RoadmapChange:
    """What differs in one roadmap; `old` or `new` is None where it did not or does not exist."""

    slug: str
    old: Roadmap | None
    new: Roadmap | None
    topics: tuple[TopicChange, ...]

    def of(self, kind: str) -> tuple[TopicChange, ...]:
        """The changes of one kind: added, renamed, moved, retired, rewritten."""
        return tuple(t for t in self.topics if t.kind == kind)


def compare(old: Catalog, new: Catalog) -> list[RoadmapChange]:
    """The roadmaps that differ between two trees, by slug."""
    changes = []
    for slug in sorted(old.roadmaps.keys() | new.roadmaps.keys()):
        before, after = old.roadmaps.get(slug), new.roadmaps.get(slug)
        if before and after and before.version == after.version:
            continue
        changes.append(RoadmapChange(slug, before, after, tuple(_topics(before, after))))
    return changes


def as_markdown(changes: list[RoadmapChange], pictures: Mapping[str, str]) -> str:
    """The changes as Markdown for a pull request; `pictures` names the picture of each roadmap that has
    one.
    """
    if not changes:
        return "No roadmap changes.\n"
    return "\n".join(line for change in changes for line in _lines(change, pictures.get(change.slug, "")))


def _topics(old: Roadmap | None, new: Roadmap | None) -> Iterator[TopicChange]:
    before = dict(old.topics) if old else {}
    after = dict(new.topics) if new else {}
    places_before, places_after = (
        dict(_places(old.outline)) if old else {},
        dict(_places(new.outline)) if new else {},
    )
    names = {before[i].label: after[i].label for i in before.keys() & after.keys()}
    for name, topic in after.items():
        was = before.get(name)
        if was is None or (topic.drawn and not was.drawn):
            yield TopicChange(name, "added", topic.label, after=places_after.get(name, ""))
            continue
        if was.label != topic.label:
            yield TopicChange(name, "renamed", topic.label, was.label, topic.label)
        here, there = places_before.get(name, ""), places_after.get(name, "")
        if _now(here, names) != there:
            yield TopicChange(name, "moved", topic.label, here, there)
        if (was.text, was.resources) != (topic.text, topic.resources):
            yield TopicChange(name, "rewritten", topic.label)
    for name, topic in before.items():
        kept = after.get(name)
        if kept is None or (topic.drawn and not kept.drawn):
            yield TopicChange(name, "retired", topic.label, places_before.get(name, ""))


def _now(place: str, names: Mapping[str, str]) -> str:
    """A place with the names that its parts have now: renaming a main topic moves nothing."""
    return STEP.join(names.get(part, part) for part in place.split(STEP))


def _places(entries: tuple[Entry, ...], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if entry.kind == "topic":
            yield entry.id, STEP.join(path)
        yield from _places(entry.children, (*path, entry.label))


def _lines(change: RoadmapChange, picture: str) -> Iterator[str]:
    roadmap = change.new or change.old
    title = roadmap.title if roadmap else change.slug
    yield f"## {title} (`{change.slug}`)"
    yield ""
    if change.old is None:
        yield f"A new roadmap with {len(change.topics)} topics."
    elif change.new is None:
        yield f"The roadmap is removed, with {len(change.topics)} topics. Marks on them are kept."
    elif not change.topics:
        yield "Topics stay as they are; something else about the roadmap changes."
    else:
        yield ", ".join(f"{len(rows)} {kind}" for kind in KINDS if (rows := change.of(kind))) + "."
    yield ""
    if picture:
        yield from (f"![{title} with the changes marked]({picture})", "")
    if change.old is None or change.new is None:
        return
    for kind, sentence in KINDS.items():
        rows = change.of(kind)
        if not rows:
            continue
        yield from (f"### {kind.capitalize()} ({len(rows)})", "", sentence, "")
        yield from (f"- {_words(row)}" for row in rows[:SHOWN])
        if len(rows) > SHOWN:
            yield f"- and {len(rows) - SHOWN} more"
        yield ""


def _words(row: TopicChange) -> str:
    if row.kind == "renamed":
        return f"{_code(row.before)} is now **{_escaped(row.after)}**"
    if row.kind == "moved":
        before, after = _code(row.before or "the top"), _code(row.after or "the top")
        return f"**{_escaped(row.label)}**: from {before} to {after}"
    place = row.after or row.before
    return f"**{_escaped(row.label)}**" + (f" in {_code(place)}" if place else "")


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\*_`[]<>#|" else c for c in text)


KINDS = {
    "added": "New on the map; pending for everybody.",
    "renamed": "The same topic under another name: marks stay.",
    "moved": "The same topic in another place: marks stay.",
    "retired": "No longer on the map. Marks are kept, and come back when the topic does.",
    "rewritten": "The text or its resources change.",
}
