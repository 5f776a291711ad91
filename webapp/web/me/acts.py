"""What a learner did, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Topic
from webapp.learning.status import status_named
from webapp.progress.acts import ActSummary, Undone
from webapp.progress.marks import Change
from webapp.web.me.pages import ActView
from webapp.web.site.dates import format_age
from webapp.web.site.translations import gettext, ngettext


def act_view(catalog: Catalog, act: ActSummary, now: datetime) -> ActView:
    """An act of the journal; a topic that the catalog no longer has is named by what is left of it."""
    first = act.changes[0]
    roadmap = catalog.roadmaps.get(first.roadmap)
    topic = roadmap.topic(first.topic_id) if roadmap else None
    can_undo = act.kind != "undo" and not act.is_undone
    return ActView(
        words=_words(catalog, act),
        topic=topic,
        roadmap=roadmap,
        when=act.at.isoformat(timespec="seconds"),
        when_words=format_age(act.at, now),
        undo_href=f"/me/acts/{act.id}/undo" if can_undo else "",
        is_undone=act.is_undone,
    )


def undo_message(catalog: Catalog, undone: Undone) -> str:
    """What an undo did, in a sentence."""
    if not undone.changes:
        return gettext("Nothing to undo: the topic was changed since.")
    first = undone.changes[0]
    topic = _topic(catalog, first.roadmap, first.topic_id)
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
    count = _count(catalog, act.changes)
    if count > 1:
        return ngettext("%(num)d topic changed", "%(num)d topics changed", count)
    return gettext(status_named(act.changes[0].after).label)


def _count(catalog: Catalog, changes: Iterable[Change]) -> int:
    """How many topics changed: twins are one."""
    found = (
        (c.roadmap, t.id if (t := _topic(catalog, c.roadmap, c.topic_id)) else c.topic_id) for c in changes
    )
    return len(set(found))


def _topic(catalog: Catalog, slug: str, topic_id: str) -> Topic | None:
    roadmap = catalog.roadmaps.get(slug)
    return roadmap.topic(topic_id) if roadmap else None
