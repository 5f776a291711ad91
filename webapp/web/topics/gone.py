"""What an address of a topic answers that is no longer on the map: what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.catalog.fates import Fate
from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.texts.markdown import render
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.page_meta import PageMeta
from webapp.web.site.responses import page
from webapp.web.site.services import catalog
from webapp.web.site.translations import gettext
from webapp.web.topics.own import ResourceRow, resource_rows


class TopicGone(Exception):
    """A topic was retired, or split into several."""

    def __init__(self, roadmap: Roadmap, fate: Fate) -> None:
        super().__init__(fate.left.id)
        self.roadmap = roadmap
        self.fate = fate


@dataclass(frozen=True, slots=True)
class Instead:
    """A topic that is there now, and the name of its roadmap if that is another one."""

    topic: Topic
    elsewhere: str


@dataclass(frozen=True, slots=True)
class GonePage:
    """What is left of a topic: its name, its text, and what is there now."""

    roadmap: Roadmap
    name: str
    words: str
    instead: tuple[Instead, ...]
    html: Markup
    resources: tuple[ResourceRow, ...]


def init_gone(routes: Blueprint) -> None:
    """Registers the answer 410 of a blueprint."""
    routes.register_error_handler(TopicGone, topic_gone)


def here_now(roadmap: Roadmap, topic_id: str) -> tuple[Roadmap, Topic] | None:
    """Returns the topic that an id means now, which may be in another roadmap; None if there is none.

    Raises TopicGone.
    """
    fate = catalog().fates.get((roadmap.slug, topic_id))
    if fate is None:
        found = roadmap.topic(topic_id)
        return (roadmap, found) if found else None
    if fate.successor is None:
        raise TopicGone(roadmap, fate)
    return catalog().roadmaps[fate.successor.roadmap], fate.successor


def topic_gone(error: TopicGone) -> Response:
    """Answers 410 with what became of the topic."""
    context = _gone_page(error.roadmap, error.fate)
    meta = PageMeta(title=context.name, description=context.words, robots="noindex")
    template = "topics/_gone.html" if wants_fragment() else "topics/gone.html"
    return page(template, meta, status=410, page=context)


def _gone_page(roadmap: Roadmap, fate: Fate) -> GonePage:
    is_split = bool(fate.parts)
    topics = [topic for topic, _ in fate.parts] or list(fate.see)
    words = gettext("This topic is no longer part of the %(roadmap)s roadmap.", roadmap=roadmap.brief_title)
    if is_split:
        words = gettext("This topic has become several. What you have marked has gone with them.")
    return GonePage(
        roadmap=roadmap,
        name=fate.left.label,
        words=words,
        instead=tuple(_instead(topic, roadmap) for topic in topics),
        html=Markup(render(fate.left.text)),  # noqa: S704  # the catalog's Markdown is sanitised
        resources=resource_rows(fate.left),
    )


def _instead(topic: Topic, roadmap: Roadmap) -> Instead:
    other = catalog().roadmaps[topic.roadmap]
    return Instead(topic, other.brief_title if other is not roadmap else "")
