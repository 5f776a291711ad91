"""What a learner keeps of a topic, as its page and its panel show it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from webapp.catalog.model import Resource, Roadmap, Topic
from webapp.catalog.texts.markdown import render_note
from webapp.catalog.texts.resource_types import BY_NAME
from webapp.progress.notes import LONGEST_NOTE, edition_of
from webapp.progress.own import NOTHING, OwnOfTopic, own_of_topic, resource_digest
from webapp.web.site.extensions import db
from webapp.web.site.standings import keys_of
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import visitor


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A resource with the translated name of its type and the name of its host."""

    resource: Resource
    type_words: str
    host: str
    digest: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class NotePart:
    """A note. `edition` tells its text from others; `html` is empty if there is no text."""

    text: str
    edition: str
    html: Markup
    longest: int = LONGEST_NOTE


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What a learner keeps of a topic. `read_words` is empty if nothing was read yet."""

    note: NotePart
    resources: tuple[ResourceRow, ...]
    read_words: str
    is_favorite: bool


def own_of(roadmap: Roadmap, topic: Topic) -> OwnOfTopic:
    """Returns what the learner of this request keeps of a topic, by one query; somebody unknown, nothing."""
    who = visitor()
    if who is None:
        return NOTHING
    return own_of_topic(db.session(), who.learner_id, keys_of(roadmap), topic.id)


def own_part(topic: Topic, own: OwnOfTopic) -> OwnPart:
    """Returns what a page shows of what a learner keeps of a topic."""
    rows = resource_rows(topic, own)
    count = sum(row.is_read for row in rows)
    words = gettext("%(count)d of %(total)d read", count=count, total=len(rows)) if count else ""
    return OwnPart(note_part(own.note), rows, words, own.is_favorite)


def note_part(text: str) -> NotePart:
    """Returns a note as a page shows it."""
    html = Markup(render_note(text)) if text else Markup()  # noqa: S704  # sanitised, without HTML
    return NotePart(text, edition_of(text), html)


def resource_rows(topic: Topic, own: OwnOfTopic = NOTHING) -> tuple[ResourceRow, ...]:
    """Returns the resources of a topic as rows."""
    return tuple(_row(resource, own) for resource in topic.resources)


def _row(resource: Resource, own: OwnOfTopic) -> ResourceRow:
    words = gettext(BY_NAME[resource.type].words)
    host = (urlsplit(resource.url).hostname or "").removeprefix("www.")
    digest = resource_digest(resource.url)
    return ResourceRow(resource, words, host, digest, digest in own.read)
