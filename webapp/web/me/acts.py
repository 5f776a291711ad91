"""A learner's acts as the journal and the messages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.learning.marking import KNOWN
from webapp.learning.status import status_named
from webapp.progress.acts import UNDO, ActSummary, Undone
from webapp.progress.marks import Change
from webapp.progress.merging import KIND as MERGE
from webapp.progress.models import MOVED, NO_MARK
from webapp.web.site.dates import format_age
from webapp.web.site.translations import gettext, ngettext


@dataclass(frozen=True, slots=True)
class ActView:
    """An act in the list of recent changes; roadmap and topic are None if they are no longer in the catalog.

    `undo_href` is empty if the act cannot be undone. `is_brought` is set if it added marks that were made
    elsewhere: the words say all of it, and the acts themselves are in the list too.
    """

    id: str
    words: str
    topic: Topic | None
    roadmap: Roadmap | None
    when: str
    when_words: str
    undo_href: str
    is_undone: bool
    is_brought: bool


def act_view(catalog: Catalog, act: ActSummary, now: datetime) -> ActView:
    """An act of the journal; a topic that the catalog no longer has is named by what is left of it."""
    first = act.changes[-1] if act.kind == MOVED else act.changes[0]
    topic = catalog.topic(first.roadmap, first.topic_id)
    # A topic may have moved to another roadmap since.
    roadmap = catalog.roadmaps.get(topic.roadmap if topic else first.roadmap)
    return ActView(
        id=act.id,
        words=_words(catalog, act),
        topic=topic,
        roadmap=roadmap,
        when=act.at.isoformat(timespec="seconds"),
        when_words=format_age(act.at, now),
        undo_href=f"/me/acts/{act.id}/undo" if act.can_be_undone(now) else "",
        is_undone=act.is_undone,
        is_brought=act.kind == MERGE,
    )


def undo_message(catalog: Catalog, undone: Undone) -> str:
    """Returns the message after an undo."""
    if not undone.changes:
        return gettext("Nothing to undo: the topic was changed since.")
    first = undone.changes[0]
    topic = catalog.topic(first.roadmap, first.topic_id)
    name = topic.label if topic else gettext("A topic")
    status = gettext(status_named(first.after).words)
    more = _count(catalog, undone.changes) - 1
    if not more:
        return gettext("Undone. %(topic)s: %(status)s", topic=name, status=status)
    return ngettext(
        "Undone. %(topic)s and %(num)d more: %(status)s",
        "Undone. %(topic)s and %(num)d more: %(status)s",
        more,
        topic=name,
        status=status,
    )


def _words(catalog: Catalog, act: ActSummary) -> str:
    # Of marks that followed a topic, those that they are now come last.
    if act.kind == MERGE:
        count = _count(catalog, act.changes)
        return ngettext(
            "Brought along: marks on %(num)d topic", "Brought along: marks on %(num)d topics", count
        )
    change = act.changes[-1] if act.kind == MOVED else act.changes[0]
    words = gettext(status_named(change.after).label)
    more = _count(catalog, act.changes) - 1
    if act.kind == MOVED:
        words = gettext("Kept") if change.after == NO_MARK else words
        return gettext("%(change)s (the roadmap changed)", change=_and_more(words, more))
    if more and len({change.after for change in act.changes}) > 1:
        words = ngettext("changed, and %(num)d more topic", "changed, and %(num)d more topics", more)
    elif more:
        words = _and_more(words, more)
    if act.kind == UNDO:
        return gettext("%(change)s (by undoing)", change=words)
    if act.kind == KNOWN:
        return gettext("%(change)s (known before)", change=words)
    return words


def _and_more(words: str, more: int) -> str:
    if not more:
        return words
    return ngettext(
        "%(status)s, and %(num)d more topic", "%(status)s, and %(num)d more topics", more, status=words
    )


def _count(catalog: Catalog, changes: Iterable[Change]) -> int:
    """Returns how many topics changed. Twins count as one."""
    return len({catalog.shown_as(change.roadmap, change.topic_id) for change in changes})
