"""The signed-in learner's marks, read by at most one query, and by none for somebody unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from flask import g

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.learning.merging import Preview
from webapp.learning.standing import Standing
from webapp.learning.status import DONE
from webapp.progress.acts import ActSummary
from webapp.progress.marks import Change, Overview, overview
from webapp.progress.marks_query import FoundMarks, MarksQuery
from webapp.web.site.extensions import db
from webapp.web.site.moves import has_followed
from webapp.web.site.roadmap_names import Names
from webapp.web.site.services import catalog, services
from webapp.web.site.visitor import visitor, visitor_and_marks

AllMarks = Mapping[str, Mapping[str, str]]
# When topics were done, by key and topic id.
Times = Mapping[tuple[str, str], datetime]


def standing_on(roadmap: Roadmap) -> Standing:
    """Returns the learner's standing on a roadmap; somebody unknown has no marks."""
    return Standing(roadmap, _found(roadmap, lambda: MarksQuery(keys_of(roadmap))).marks)


def standing_and_equals(roadmap: Roadmap) -> tuple[Standing, Times]:
    """Returns the same, and when topics that are equal to those of the roadmap were done, by one query."""
    found = _found(roadmap, lambda: _with_equals(catalog(), _names(), roadmap))
    return Standing(roadmap, found.marks), found.times


def _found(roadmap: Roadmap, asked: Callable[[], MarksQuery]) -> FoundMarks:
    who, found = visitor_and_marks(asked)
    if who is not None and has_followed(who.learner_id, roadmap, found.marks):
        return asked().read(db.session(), who.learner_id)
    return found


@lru_cache(maxsize=256)
def _with_equals(content: Catalog, names: Names, roadmap: Roadmap) -> MarksQuery:
    equals = content.equals.get(roadmap.slug, {})
    topics = [topic for others in equals.values() for topic in others]
    return MarksQuery(names.keys(roadmap.slug), _places(content, names, topics), DONE.value)


def places_of(topics: Iterable[Topic]) -> frozenset[tuple[str, str]]:
    """Returns the keys and ids under which marks on topics are found."""
    return _places(catalog(), _names(), topics)


def _places(content: Catalog, names: Names, topics: Iterable[Topic]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (key, topic_id)
        for topic in topics
        for key in names.keys(topic.roadmap)
        for topic_id in content.roadmaps[topic.roadmap].ids_of(topic)
    )


def marks_everywhere() -> AllMarks:
    """Returns the learner's marks by slug and topic id. Somebody unknown has none."""
    return marks_overview().marks


def marks_overview() -> Overview:
    """Returns the learner's marks with what belongs to their roadmaps, everything by slug."""
    who = visitor()
    if who is None:
        return Overview({}, {}, {})
    if "marks" not in g:
        g.marks = overview_of(who.learner_id)
    found: Overview = g.marks
    return found


def overview_of(learner_id: int) -> Overview:
    """Returns what `marks_overview` does, of a learner who may be away."""
    return overview(db.session(), learner_id, _names().slugs)


def keys_of(roadmap: Roadmap) -> tuple[str, ...]:
    """Returns the keys under which the marks on a roadmap are found."""
    return _names().keys(roadmap.slug)


def mark_keys(roadmap: Roadmap) -> tuple[str, ...]:
    """Returns the keys under which new marks on a roadmap are set. Ask before a unit of work."""
    return services().roadmap_names.for_marking(catalog()).keys(roadmap.slug)


def acts_by_slug(acts: Iterable[ActSummary]) -> list[ActSummary]:
    """Returns acts whose changes name roadmaps by their slugs."""
    return [replace(act, changes=changes_by_slug(act.changes)) for act in acts]


def changes_by_slug(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Returns changes that name roadmaps by their slugs. The name of one that is gone is no slug."""
    return tuple(replace(change, roadmap=slug_of(change.roadmap)) for change in changes)


def preview_by_slug(found: Preview) -> Preview:
    """Returns the marks before a merge by slug and topic id."""
    guest = {(slug_of(key), topic): status for (key, topic), status in found.guest.items()}
    account = {(slug_of(key), topic): status for (key, topic), status in found.account.items()}
    return Preview(guest, account)


def slug_of(key: str) -> str:
    """Returns the slug of the roadmap whose marks have a key; for one that is gone, what is no slug."""
    return _names().slugs.get(key, f"~{key}")


def present_slug(slug: str) -> str:
    """Returns the slug that a roadmap has now, given one that it has or had; other texts stay."""
    content = catalog()
    if slug in content.roadmaps or slug in services().catalog_store.reserved:
        return slug
    return services().roadmap_names.for_addresses(content).get(slug, slug)


def _names() -> Names:
    return services().roadmap_names.for_reading(catalog())
