"""A topic, as a page and as the panel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from webapp.catalog.model import Entry, Roadmap, Topic
from webapp.catalog.texts.markdown import render
from webapp.catalog.trails import trail
from webapp.learning.marking import main_topics
from webapp.learning.standing import Standing
from webapp.learning.status import DONE
from webapp.progress.own import NOTHING, OwnOfTopic
from webapp.web.site.meters import Meter, meter
from webapp.web.site.page_links import PageLink
from webapp.web.site.translations import gettext
from webapp.web.topics.demand import Required, demand_words, required
from webapp.web.topics.elsewhere import ElsewhereOffer
from webapp.web.topics.nodes import TopicNode, topic_node
from webapp.web.topics.own import OwnPart, own_part
from webapp.web.topics.position import SectionProgress, section_of, sections_of


@dataclass(frozen=True, slots=True)
class GoOn:
    """The step on from a topic: its button posts `status`, and leads to the address `href`.

    `topic_id` is what the panel shows then; it is empty at the end of the roadmap.
    """

    href: str
    topic_id: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic, as a page and as the panel's fragment.

    `requires` holds the topics that come first, and `demand` says whether the author leaves it to the
    learner. `trail` are the entries above it in the outline, the outermost first. `go_on` is None
    if nothing else is left. `is_main` is whether the page of the roadmap asks about it on a first visit.
    """

    roadmap: Roadmap
    node: TopicNode
    requires: tuple[Required, ...]
    demand: str
    html: Markup
    own: OwnPart
    trail: tuple[PageLink, ...]
    section: SectionProgress | None
    position_words: str
    previous: Topic | None
    next: Topic | None
    go_on: GoOn | None
    children: tuple[TopicNode, ...]
    meter: Meter
    is_main: bool
    elsewhere: ElsewhereOffer | None = None

    @property
    def topic(self) -> Topic:
        """The topic itself."""
        return self.node.topic

    @property
    def route_href(self) -> str:
        """The address of the route to the topic; empty for one that is not drawn."""
        return f"{self.roadmap.path}/route?to={self.topic.id}" if self.topic.drawn else ""


def topic_page(
    standing: Standing,
    topic: Topic,
    own: OwnOfTopic = NOTHING,
    elsewhere: ElsewhereOffer | None = None,
) -> TopicPage:
    """Returns everything on a topic's page, with the learner's statuses and what the learner keeps of it.

    `elsewhere` is set if the learner has done the same topic in another roadmap.
    """
    roadmap = standing.roadmap
    above, below = _surroundings(roadmap, topic)
    order = roadmap.order
    place = order.index(topic.id) if topic.id in order else None
    return TopicPage(
        roadmap=roadmap,
        node=replace(topic_node(topic, standing), section=section_of(standing, topic)),
        requires=tuple(required(roadmap.topics[i], standing) for i in topic.requires),
        demand=demand_words(standing, topic),
        html=Markup(render(topic.text)),  # noqa: S704  # the catalog's Markdown is sanitised
        own=own_part(topic, own),
        trail=above,
        section=next(iter(sections_of(standing, [topic])), None),
        position_words=_position_words(place, len(order)),
        previous=roadmap.topics[order[place - 1]] if place else None,
        next=roadmap.topics[order[place + 1]] if place is not None and place + 1 < len(order) else None,
        go_on=go_on(standing, topic),
        children=tuple(topic_node(t, standing) for t in below),
        meter=meter(standing),
        is_main=is_main(roadmap, topic),
        elsewhere=elsewhere,
    )


def is_main(roadmap: Roadmap, topic: Topic) -> bool:
    """Returns whether a topic is one of those that the page of its roadmap asks about on a first visit."""
    return topic.id in {main.id for main in main_topics(roadmap)}


def go_on(standing: Standing, topic: Topic) -> GoOn | None:
    """Returns the step on from a topic, to the ending from the last one, or None if nothing is left."""
    following = standing.next_after(topic.id)
    if following is None:
        return _to_the_ending(standing, topic)
    if standing.status_of(topic.id) is DONE:
        words = gettext("Go on: %(topic)s", topic=following.label)
    else:
        words = gettext("Done, next: %(topic)s", topic=following.label)
    return GoOn(following.path, following.id, DONE.value, words)


def _to_the_ending(standing: Standing, topic: Topic) -> GoOn | None:
    if not standing.would_finish(topic.id):
        return None
    if standing.status_of(topic.id) is DONE:
        words = gettext("Go on: the end of the trail")
    else:
        words = gettext("Done: that was the last one")
    return GoOn(f"{standing.roadmap.path}#ending", "", DONE.value, words)


def _position_words(place: int | None, total: int) -> str:
    if place is None:
        return gettext("Not drawn on the map")
    return gettext("Topic %(place)d of %(total)d", place=place + 1, total=total)


def _surroundings(roadmap: Roadmap, topic: Topic) -> tuple[tuple[PageLink, ...], tuple[Topic, ...]]:
    """Returns links to the entries above a topic in the outline, and the topics directly below it."""
    entries = trail(roadmap, topic.id)
    if not entries:
        return (), ()
    above = tuple(
        PageLink(e.label, roadmap.topics[e.id].path if e.kind == "topic" else "") for e in entries[:-1]
    )
    return above, tuple(_topics_below(roadmap, entries[-1].children))


def _topics_below(roadmap: Roadmap, entries: Iterable[Entry]) -> Iterator[Topic]:
    for entry in entries:
        if entry.kind == "topic":
            yield roadmap.topics[entry.id]
        else:
            yield from _topics_below(roadmap, entry.children)
