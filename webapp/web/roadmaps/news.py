"""What a learner is told on the page of a roadmap whose topics have become others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.catalog.fates import Fate
from webapp.catalog.model import Roadmap
from webapp.db.unit_of_work import end_reading
from webapp.learning.news import TOLD_FOR, News, news, news_key, recent_entries
from webapp.learning.standing import Standing
from webapp.progress.followed import has_seen, moved_from
from webapp.web.site.extensions import db
from webapp.web.site.services import catalog
from webapp.web.site.standings import keys_of
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import visitor
from webapp.web.topics.nodes import TopicNode, topic_node


@dataclass(frozen=True, slots=True)
class NewsItem:
    """What became of a topic, in words, with the topics that are there now."""

    words: str
    nodes: tuple[TopicNode, ...]


@dataclass(frozen=True, slots=True)
class NewsView:
    """The news of a roadmap: in a line, and topic by topic. `href` is where it is posted that it was seen."""

    words: str
    items: tuple[NewsItem, ...]
    href: str


def roadmap_news(standing: Standing) -> NewsView | None:
    """Returns what to tell the learner of this request, or None.

    Only a roadmap whose ledger has recent entries is worth a query.
    """
    who, now, roadmap = visitor(), datetime.now(UTC), standing.roadmap
    entries = recent_entries(roadmap, now.date())
    if who is None or not entries or not standing.marks:
        return None
    if has_seen(db.session(), who.learner_id, news_key(roadmap, entries)):
        end_reading(db.session())
        return None
    moved = moved_from(db.session(), who.learner_id, keys_of(roadmap), now - TOLD_FOR)
    end_reading(db.session())
    found = news(catalog(), standing, entries, moved)
    return None if found.is_empty else _view(standing, found)


def key_of_news(roadmap: Roadmap) -> str:
    """Returns the key of what is told now, or an empty string if it is nothing."""
    entries = recent_entries(roadmap, datetime.now(UTC).date())
    return news_key(roadmap, entries) if entries else ""


def _view(standing: Standing, found: News) -> NewsView:
    items = [_item(standing, fate) for fate in found.fates]
    if found.added:
        nodes = tuple(topic_node(topic, standing) for topic in found.added)
        items.insert(0, NewsItem(gettext("New on the map:"), nodes))
    roadmap = standing.roadmap
    return NewsView(", ".join(_counts(found)), tuple(items), f"{roadmap.path}/changes/seen")


def _counts(found: News) -> Iterator[str]:
    kinds = Counter(fate.entry.kind for fate in found.fates)
    if count := len(found.added):
        yield ngettext("%(num)d new since you finished", "%(num)d new since you finished", count)
    if count := kinds["merged"]:
        yield ngettext("%(num)d merged", "%(num)d merged", count)
    if count := kinds["split"]:
        yield ngettext("%(num)d split", "%(num)d split", count)
    if count := kinds["renamed"]:
        yield ngettext("%(num)d renamed", "%(num)d renamed", count)
    if count := kinds["moved"]:
        yield ngettext("%(num)d moved to another roadmap", "%(num)d moved to another roadmap", count)
    if count := kinds["retired"]:
        yield ngettext("%(num)d retired", "%(num)d retired", count)


def _item(standing: Standing, fate: Fate) -> NewsItem:
    topics = [topic for topic, _ in fate.parts] or list(fate.see)
    here = [topic for topic in topics if topic.roadmap == standing.roadmap.slug]
    return NewsItem(_words(fate, bool(here)), tuple(topic_node(t, standing) for t in here or topics))


def _words(fate: Fate, is_here: bool) -> str:
    name = fate.left.label
    if not fate.parts:
        retired = gettext("%(topic)s is retired. Your mark on it stays in your history.", topic=name)
        return f"{retired} {gettext('Instead there is now:')}" if fate.see else retired
    if not is_here:
        there = catalog().roadmaps[fate.parts[0][0].roadmap].brief_title
        return gettext("%(topic)s is in the %(roadmap)s roadmap now:", topic=name, roadmap=there)
    words = {
        "merged": gettext("%(topic)s is part of another topic now:", topic=name),
        "split": gettext("%(topic)s has become several topics:", topic=name),
    }
    return words.get(fate.entry.kind, gettext("%(topic)s has another name now:", topic=name))
