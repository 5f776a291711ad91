"""A topic, as a page and as the panel."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from markupsafe import Markup

from webapp.catalog.model import Entry, Resource, Roadmap, Topic
from webapp.catalog.texts.markdown import render
from webapp.web.site.meters import meter
from webapp.web.site.views import LinkView
from webapp.web.topics.nodes import node_view, status_options
from webapp.web.topics.trails import trail
from webapp.web.topics.views import ResourceView, TopicPage

TYPE_WORDS = {
    "official": "Official",
    "opensource": "Open source",
    "article": "Article",
    "course": "Course",
    "book": "Book",
    "video": "Video",
    "podcast": "Podcast",
    "feed": "Feed",
    "roadmap": "Roadmap",
}


def topic_page(roadmap: Roadmap, topic: Topic, marks: Mapping[str, str]) -> TopicPage:
    """Everything on a topic's page, with the learner's marks."""
    order = roadmap.order
    place = order.index(topic.id) if topic.id in order else -1
    before = order[place - 1] if place > 0 else None
    after = order[place + 1] if 0 <= place < len(order) - 1 else None
    trail, children = _place(roadmap, topic)
    status = marks.get(topic.id, "pending")
    return TopicPage(
        roadmap=LinkView(roadmap.brief_title, f"/{roadmap.slug}"),
        node=node_view(topic, status),
        title=topic.title,
        requires=tuple(node_view(roadmap.topics[i], marks.get(i, "pending")) for i in topic.requires),
        html=Markup(render(topic.text)),  # noqa: S704  # the catalogue's Markdown is sanitised
        resources=resource_views(topic),
        trail=trail,
        position_words=f"Topic {place + 1} of {len(order)}" if place >= 0 else "Not drawn on the map",
        previous=_link(roadmap, before),
        next=_link(roadmap, after),
        children=tuple(node_view(t, marks.get(t.id, "pending")) for t in children),
        options=status_options(status),
        status_href=f"{topic.path}/status",
        meter=meter(roadmap, marks),
    )


def resource_views(topic: Topic) -> tuple[ResourceView, ...]:
    """The resources of a topic as rows."""
    return tuple(_resource(r) for r in topic.resources)


def _resource(resource: Resource) -> ResourceView:
    words = TYPE_WORDS.get(resource.type, resource.type.capitalize())
    host = (urlsplit(resource.url).hostname or "").removeprefix("www.")
    return ResourceView(resource.type, words, resource.title, resource.url, host, resource.note)


def _link(roadmap: Roadmap, topic_id: str | None) -> LinkView | None:
    return LinkView(roadmap.topics[topic_id].label, roadmap.topics[topic_id].path) if topic_id else None


def _place(roadmap: Roadmap, topic: Topic) -> tuple[tuple[LinkView, ...], tuple[Topic, ...]]:
    """The names above the topic in the outline, and the topics directly below it."""
    entries = trail(roadmap, topic.id)
    if not entries:
        return (), ()
    links = tuple(
        LinkView(e.label, roadmap.topics[e.id].path if e.kind == "topic" else "") for e in entries[:-1]
    )
    return links, tuple(_topics_below(roadmap, entries[-1].children))


def _topics_below(roadmap: Roadmap, entries: tuple[Entry, ...]) -> list[Topic]:
    below: list[Topic] = []
    for entry in entries:
        if entry.kind == "topic":
            below.append(roadmap.topics[entry.id])
        else:
            below += _topics_below(roadmap, entry.children)
    return below
