"""`content diff`: compares two trees, topic by topic, and describes the difference as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.catalog.catalog import Catalog
from webapp.catalog.ledger import LedgerEntry
from webapp.catalog.model import Entry, Roadmap, Topic

SHOWN = 200  # topics of one kind
STEP = " / "  # between the parts of a place
KINDS = {
    "added": "New on the map; pending for everybody.",
    "successor": "New on the map, in place of topics that the ledger names: marks follow.",
    "renamed": "The same topic under another name: marks stay.",
    "moved": "The same topic in another place: marks stay.",
    "replaced": "Another id takes its place, as the ledger says: marks follow.",
    "split": "Other topics take its place, as the ledger says: marks follow as each part says.",
    "merged": "Part of another topic now, as the ledger says: marks follow.",
    "handed over": "A topic of another roadmap now, as the ledger says: marks follow.",
    "retired": "No longer on the map. Marks are kept, and come back when the topic does.",
    "forgotten": "Not on the map before, and now without a text: who has marked it no longer sees its name.",
    "rewritten": "The text or its resources change.",
}
# What a topic that has left the map is called here, by what the ledger says of it.
LED = {"renamed": "replaced", "split": "split", "merged": "merged", "moved": "handed over"}


@dataclass(frozen=True, slots=True)
class TopicChange:
    """One topic that differs.

    `before` and `after` are labels for a renamed topic, and for one whose marks go to others; else places
    such as `Leaves / Green`.
    """

    id: str
    kind: str
    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class RoadmapDiff:
    """What differs in one roadmap; `old` is None for a new roadmap, `new` for one that was removed.

    `error` says why one of the two cannot be read; then nothing is compared.
    """

    slug: str
    old: Roadmap | None
    new: Roadmap | None
    topics: tuple[TopicChange, ...]
    error: str = ""

    def of(self, kind: str) -> tuple[TopicChange, ...]:
        """Returns the topics of one kind, which is a key of KINDS."""
        return tuple(t for t in self.topics if t.kind == kind)


def diff_catalogs(old: Catalog, new: Catalog) -> list[RoadmapDiff]:
    """Returns what differs between two trees, a diff for each roadmap, sorted by slug."""
    diffs = []
    former = _former_slugs(old, new)
    for slug in sorted((old.roadmaps.keys() | new.roadmaps.keys()) - set(former.values())):
        before, after = old.roadmaps.get(former.get(slug, slug)), new.roadmaps.get(slug)
        if error := _why_unread(old, slug, "before") or _why_unread(new, slug, "after"):
            diffs.append(RoadmapDiff(slug, before, after, (), error))
            continue
        if before and after and before.version == after.version and before.slug == slug:
            continue
        diffs.append(RoadmapDiff(slug, before, after, tuple(_topics(before, after))))
    return diffs


def as_markdown(diffs: list[RoadmapDiff], pictures: Mapping[str, str]) -> str:
    """Returns the diffs as Markdown for a pull request; `pictures` holds paths of pictures by slug."""
    if not diffs:
        return "No roadmap changes.\n"
    return "\n".join(line for diff in diffs for line in _lines(diff, pictures.get(diff.slug, "")))


def _former_slugs(old: Catalog, new: Catalog) -> dict[str, str]:
    """Returns what roadmaps with another slug were called before, by their present slugs."""
    gone = [r for slug, r in old.roadmaps.items() if slug not in new.roadmaps]
    return {
        roadmap.slug: before.slug
        for slug, roadmap in new.roadmaps.items()
        if slug not in old.roadmaps
        for before in gone
        if before.slug in roadmap.former_slugs or set(before.ids) & set(roadmap.ids)
    }


def _why_unread(catalog: Catalog, slug: str, when: str) -> str:
    """Returns why a roadmap is in a tree but not in its catalog, or an empty string."""
    if slug in catalog.roadmaps:
        return ""
    errors = (f for f in catalog.errors if f"{f.file}/".startswith(f"roadmaps/{slug}/"))
    first = next(errors, None)
    return f"It cannot be read {when} the change: {first.file}: {first.message}." if first else ""


def _topics(old: Roadmap | None, new: Roadmap | None) -> Iterator[TopicChange]:
    before = dict(old.topics) if old else {}
    after = dict(new.topics) if new else {}
    places_before = dict(_places(old.outline)) if old else {}
    places_after = dict(_places(new.outline)) if new else {}
    new_names = {before[i].label: after[i].label for i in before.keys() & after.keys()}
    led = _led(new) if new else {}
    heirs = {s.id for i in before.keys() & led.keys() for s in led[i].into if not s.roadmap}
    for topic_id, topic in after.items():
        was = before.get(topic_id)
        place, old_place = places_after.get(topic_id, ""), places_before.get(topic_id, "")
        if topic.drawn and (was is None or not was.drawn):
            kind = "successor" if topic_id in heirs else "added"
            yield TopicChange(topic_id, kind, topic.label, after=place)
        # A text that no map shows has no name and no place of its own.
        if was is None or not (topic.drawn and was.drawn):
            continue
        if was.label != topic.label:
            yield TopicChange(topic_id, "renamed", topic.label, was.label, topic.label)
        if _renamed_place(old_place, new_names) != place:
            yield TopicChange(topic_id, "moved", topic.label, old_place, place)
        if (was.text, was.resources) != (topic.text, topic.resources):
            yield TopicChange(topic_id, "rewritten", topic.label)
    for topic_id, topic in before.items():
        now = after.get(topic_id)
        if topic.drawn and (now is None or not now.drawn):
            yield _gone(topic, places_before.get(topic_id, ""), led.get(topic_id), after)
        elif now is None:
            yield TopicChange(topic_id, "forgotten", topic.label)


def _led(roadmap: Roadmap) -> dict[str, LedgerEntry]:
    """Returns the entries of a ledger by the ids of the topics that they lead to others."""
    return {i: entry for entry in roadmap.ledger if entry.kind in LED for i in entry.ids}


def _gone(topic: Topic, place: str, entry: LedgerEntry | None, topics: Mapping[str, Topic]) -> TopicChange:
    """Returns the change of a topic that has left the map, as the ledger says it, or retired."""
    if entry is None:
        return TopicChange(topic.id, "retired", topic.label, place)
    names = [
        f"{s.roadmap}/{s.id}" if s.roadmap else topics[s.id].label if s.id in topics else s.id
        for s in entry.into
    ]
    return TopicChange(topic.id, LED[entry.kind], topic.label, topic.label, ", ".join(names))


def _renamed_place(place: str, names: Mapping[str, str]) -> str:
    """Returns a place with its parts under their new names, so that renaming a main topic moves nothing."""
    return STEP.join(names.get(part, part) for part in place.split(STEP))


def _places(entries: tuple[Entry, ...], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if entry.kind == "topic":
            yield entry.id, STEP.join(path)
        yield from _places(entry.children, (*path, entry.label))


def _lines(diff: RoadmapDiff, picture: str) -> Iterator[str]:
    roadmap = diff.new or diff.old
    title = roadmap.title if roadmap else diff.slug
    yield from (f"## {title} (`{diff.slug}`)", "", _summary(diff), "")
    if picture:
        yield from (f"![{title} with the changes marked]({picture})", "")
    if diff.old is None or diff.new is None:
        return
    for kind, sentence in KINDS.items():
        rows = diff.of(kind)
        if not rows:
            continue
        yield from (f"### {kind.capitalize()} ({len(rows)})", "", sentence, "")
        yield from (f"- {_words(row)}" for row in rows[:SHOWN])
        if len(rows) > SHOWN:
            yield f"- and {len(rows) - SHOWN} more"
        yield ""


def _summary(diff: RoadmapDiff) -> str:
    if diff.error:
        return diff.error
    if diff.old is None:
        return f"A new roadmap with {_topics_of(len(diff.topics))}."
    if diff.new is None:
        return f"The roadmap is removed, with {_topics_of(len(diff.topics))}. Marks on them are kept."
    moved = (
        "" if diff.old.slug == diff.slug else f"It was `{diff.old.slug}`; marks and old addresses follow. "
    )
    if not diff.topics:
        return (
            f"{moved}Topics stay as they are{'.' if moved else '; something else about the roadmap changes.'}"
        )
    counts = [f"{len(rows)} {kind}" for kind in KINDS if (rows := diff.of(kind))]
    return f"{moved}{', '.join(counts)}."


def _words(row: TopicChange) -> str:
    if row.kind == "renamed" or row.kind in LED.values():
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


def _topics_of(count: int) -> str:
    return "1 topic" if count == 1 else f"{count} topics"
