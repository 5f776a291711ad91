"""The notes and favorites of a learner, by roadmap and in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.fates import Fate
from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.texts.markdown import render_note
from webapp.progress.notes import FoundNote
from webapp.progress.own import FoundFavorite
from webapp.web.site.dates import format_day
from webapp.web.site.standings import slug_of


@dataclass(frozen=True, slots=True)
class NoteItem:
    """A note. `topic` is None where the content no longer has it."""

    topic: Topic | None
    title: str
    text: str
    day: str

    @property
    def html(self) -> Markup:
        """The text as HTML. It is made where it is shown: as Markdown or in a search most notes need none."""
        return Markup(render_note(self.text))  # noqa: S704  # sanitised, without HTML


@dataclass(frozen=True, slots=True)
class NotesOfRoadmap:
    """The notes on a roadmap in reading order. `roadmap` is None if the catalog no longer has it."""

    roadmap: Roadmap | None
    title: str
    notes: tuple[NoteItem, ...]


@dataclass(frozen=True, slots=True)
class FavoriteItem:
    """A favorite, and the roadmap that it is of."""

    topic: Topic
    roadmap: Roadmap


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All notes that are shown, and the favorites. `only` is the roadmap whose notes alone are shown."""

    groups: tuple[NotesOfRoadmap, ...]
    favorites: tuple[FavoriteItem, ...]
    query: str
    only: Roadmap | None
    has_any: bool


def notes_page(
    catalog: Catalog,
    notes: Sequence[FoundNote],
    favorites: Sequence[FoundFavorite],
    zone: tzinfo,
    query: str = "",
    only: Roadmap | None = None,
) -> NotesPage:
    """Returns the notes that have all words of `query`, of the roadmap `only` or of all."""
    by_slug: dict[str, list[FoundNote]] = defaultdict(list)
    for note in notes:
        slug = slug_of(note.roadmap)
        if only is None or slug == only.slug:
            by_slug[slug].append(note)
    groups = (_group(catalog, slug, found, zone, query) for slug, found in by_slug.items())
    shown = tuple(item for f in favorites if (item := _favorite(catalog, f, only)))
    return NotesPage(tuple(g for g in groups if g.notes), shown, query, only, bool(notes))


def as_markdown(group: NotesOfRoadmap) -> str:
    """Returns the notes on a roadmap as one Markdown text."""
    parts = [f"# {group.title}", *(f"## {item.title}\n\n{item.text}" for item in group.notes)]
    return "\n\n".join(parts) + "\n"


def _group(
    catalog: Catalog, slug: str, notes: Sequence[FoundNote], zone: tzinfo, query: str
) -> NotesOfRoadmap:
    roadmap = catalog.roadmaps.get(slug)
    place = {topic: number for number, topic in enumerate(roadmap.order)} if roadmap else {}
    ordered = sorted(notes, key=lambda note: (place.get(note.topic_id, len(place)), note.topic_id))
    items = [_item(roadmap, note, zone, catalog.fates) for note in ordered]
    words = query.casefold().split()
    found = [item for item in items if _has(item, words)]
    return NotesOfRoadmap(roadmap, roadmap.brief_title if roadmap else slug.lstrip("~"), tuple(found))


def _item(
    roadmap: Roadmap | None, note: FoundNote, zone: tzinfo, fates: Mapping[tuple[str, str], Fate]
) -> NoteItem:
    topic = _topic(roadmap, note.topic_id)
    fate = fates.get((roadmap.slug, note.topic_id)) if roadmap else None
    title = topic.title if topic else fate.left.label if fate else note.topic_id
    day = format_day(note.written_at.astimezone(zone).date())
    return NoteItem(topic, title, note.text, day)


def _favorite(catalog: Catalog, favorite: FoundFavorite, only: Roadmap | None) -> FavoriteItem | None:
    roadmap = catalog.roadmaps.get(slug_of(favorite.roadmap))
    topic = _topic(roadmap, favorite.topic_id)
    is_shown = only is None or only == roadmap
    return FavoriteItem(topic, roadmap) if topic and roadmap and is_shown else None


def _topic(roadmap: Roadmap | None, topic_id: str) -> Topic | None:
    return roadmap.topic(topic_id) if roadmap else None


def _has(item: NoteItem, words: Sequence[str]) -> bool:
    text = f"{item.title}\n{item.text}".casefold()
    return all(word in text for word in words)
