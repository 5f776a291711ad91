"""The notes and favorites of a learner, by roadmap and in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import groupby
from urllib.parse import urlencode

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.fates import Fate
from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.texts.markdown import render_note
from webapp.progress.notes import FoundNote
from webapp.progress.own import FoundFavorite
from webapp.web.site.dates import format_day
from webapp.web.site.standings import slug_of

# Of a page. Making HTML of thousands of notes would take seconds.
MOST_NOTES = 50


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
    """Notes, and with the first ones the favorites. `only` is the roadmap whose notes alone are shown.

    `more_href` leads to the notes that follow, and is empty if there are none.
    """

    groups: tuple[NotesOfRoadmap, ...]
    favorites: tuple[FavoriteItem, ...]
    query: str
    only: Roadmap | None
    has_any: bool
    more_href: str


@dataclass(frozen=True, slots=True)
class _Titled:
    """A note with the slug of its roadmap and its title."""

    slug: str
    title: str
    note: FoundNote

    @property
    def name(self) -> str:
        """What tells it from the other notes of its learner, in addresses."""
        return f"{self.slug}/{self.note.topic_id}"


def notes_page(
    catalog: Catalog,
    notes: Sequence[FoundNote],
    favorites: Sequence[FoundFavorite],
    zone: tzinfo,
    query: str = "",
    only: Roadmap | None = None,
    after: str = "",
) -> NotesPage:
    """Returns the first notes that have all words of `query`, of the roadmap `only` or of all.

    They begin after the note with the name `after`. If there is none, they begin with the first one.
    """
    words = query.casefold().split()
    found = [titled for titled in _in_order(catalog, notes, only) if _has(titled, words)]
    names = [titled.name for titled in found]
    begin = names.index(after) + 1 if after in names else 0
    end = begin + MOST_NOTES
    shown = () if begin else tuple(item for f in favorites if (item := _favorite(catalog, f, only)))
    return NotesPage(
        groups=_groups(catalog, found[begin:end], zone),
        favorites=shown,
        query=query,
        only=only,
        has_any=bool(notes),
        more_href=_href(query, only, names[end - 1]) if end < len(found) else "",
    )


def all_notes(
    catalog: Catalog, notes: Sequence[FoundNote], zone: tzinfo, only: Roadmap | None
) -> tuple[NotesOfRoadmap, ...]:
    """Returns all notes, of the roadmap `only` or of all."""
    return _groups(catalog, _in_order(catalog, notes, only), zone)


def as_markdown(group: NotesOfRoadmap) -> str:
    """Returns the notes on a roadmap as one Markdown text."""
    parts = [f"# {group.title}", *(f"## {item.title}\n\n{item.text}" for item in group.notes)]
    return "\n\n".join(parts) + "\n"


def _in_order(catalog: Catalog, notes: Sequence[FoundNote], only: Roadmap | None) -> Iterator[_Titled]:
    """Yields notes in reading order, those of the roadmap with the newest note first."""
    by_slug: dict[str, list[FoundNote]] = defaultdict(list)
    for note in notes:
        by_slug[slug_of(note.roadmap)].append(note)
    for slug, of_roadmap in by_slug.items():
        if only is not None and slug != only.slug:
            continue
        roadmap = catalog.roadmaps.get(slug)
        place = {topic: number for number, topic in enumerate(roadmap.order)} if roadmap else {}
        of_roadmap.sort(key=lambda note: (place.get(note.topic_id, len(place)), note.topic_id))
        for note in of_roadmap:
            yield _Titled(slug, _title(roadmap, note.topic_id, catalog.fates), note)


def _groups(catalog: Catalog, found: Iterable[_Titled], zone: tzinfo) -> tuple[NotesOfRoadmap, ...]:
    groups = []
    for slug, of_roadmap in groupby(found, key=lambda titled: titled.slug):
        roadmap = catalog.roadmaps.get(slug)
        items = tuple(_item(roadmap, titled, zone) for titled in of_roadmap)
        groups.append(NotesOfRoadmap(roadmap, roadmap.brief_title if roadmap else slug.lstrip("~"), items))
    return tuple(groups)


def _item(roadmap: Roadmap | None, titled: _Titled, zone: tzinfo) -> NoteItem:
    note = titled.note
    day = format_day(note.written_at.astimezone(zone).date())
    return NoteItem(_topic(roadmap, note.topic_id), titled.title, note.text, day)


def _title(roadmap: Roadmap | None, topic_id: str, fates: Mapping[tuple[str, str], Fate]) -> str:
    topic = _topic(roadmap, topic_id)
    fate = fates.get((roadmap.slug, topic_id)) if roadmap else None
    return topic.title if topic else fate.left.label if fate else topic_id


def _href(query: str, only: Roadmap | None, after: str) -> str:
    values = {"roadmap": only.slug if only else "", "q": query, "after": after}
    return f"/me/notes?{urlencode({name: value for name, value in values.items() if value})}"


def _favorite(catalog: Catalog, favorite: FoundFavorite, only: Roadmap | None) -> FavoriteItem | None:
    roadmap = catalog.roadmaps.get(slug_of(favorite.roadmap))
    topic = _topic(roadmap, favorite.topic_id)
    is_shown = only is None or only == roadmap
    return FavoriteItem(topic, roadmap) if topic and roadmap and is_shown else None


def _topic(roadmap: Roadmap | None, topic_id: str) -> Topic | None:
    return roadmap.topic(topic_id) if roadmap else None


def _has(titled: _Titled, words: Sequence[str]) -> bool:
    text = f"{titled.title}\n{titled.note.text}".casefold()
    return all(word in text for word in words)
