"""The fragments of a page that change with a status: nodes, meters, status controls and a toast."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import replace

from flask import Response, render_template

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.marking import main_topics
from webapp.learning.standing import Standing
from webapp.web.records.ending import ending
from webapp.web.site.meters import meter
from webapp.web.site.responses import NEVER, meta_builder
from webapp.web.site.services import catalog
from webapp.web.site.toasts import Toast
from webapp.web.site.visitor import viewer
from webapp.web.topics.changed_html import TEMPLATE, changed_html
from webapp.web.topics.elsewhere import offer_on
from webapp.web.topics.nodes import TopicNode, topic_node
from webapp.web.topics.open_topic import open_topic
from webapp.web.topics.own import own_of
from webapp.web.topics.pages import TopicPage, topic_page
from webapp.web.topics.position import position, sections, sections_of

OPEN_TEMPLATE = "topics/_open_changed.html"
# Up to so many topics change piece by piece on any page, with everything that a page may have of them.
FEW = 20


def changed(
    standing: Standing, topics: Sequence[Topic], toast: Toast, opened: Topic | None = None
) -> Response:
    """Returns the response to an HTMX request after which a learner has this standing.

    It changed `topics`, which are all of the roadmap.

    With `opened` it also holds the panel of that topic. A header names the roadmap: a page that shows
    another one takes only what is no part of the roadmap's own page.
    """
    html = changed_html(standing, topics[0], toast) if len(topics) == 1 and opened is None else None
    html = html or _rendered(standing, topics, toast, opened).encode()
    return _response(standing.roadmap, html + _open_pieces(standing, topics, opened))


def are_few(topics: Sized) -> bool:
    """Returns whether so many topics can change piece by piece on a page that is not the roadmap's."""
    return len(topics) <= FEW


def stale(toast: Toast) -> Response:
    """Returns the response to an HTMX request of a page that shows more than there are pieces for.

    `htmx-events.js` puts the page of now in its place, and the reader stays where they are.
    """
    html = render_template("site/_new_message.html", toast=toast, viewer=viewer())
    return Response(html, headers={"Cache-Control": NEVER, "Milepost-Stale": "1"})


def _rendered(standing: Standing, topics: Sequence[Topic], toast: Toast, opened: Topic | None) -> str:
    roadmap = standing.roadmap
    # Of many topics the nodes change, and what the open one says; no other has more of it on a page.
    is_many = not are_few(topics)
    pages = [] if is_many else [topic_page(standing, topic) for topic in topics]
    return render_template(
        TEMPLATE,
        roadmap=roadmap,
        pages=pages,
        nodes=_nodes(standing, topics) if is_many else (),
        main_ids={topic.id for topic in main_topics(roadmap)} if is_many else (),
        meter=meter(standing),
        position=position(standing),
        companions=_companions(standing, topics),
        sections=sections_of(standing, topics),
        ending=ending(catalog(), standing),
        toast=toast,
        opened=_opened(standing, opened) if opened else None,
        opened_title=_title(roadmap, opened) if opened else "",
        viewer=viewer(),
    )


def _nodes(standing: Standing, topics: Sequence[Topic]) -> list[TopicNode]:
    begun = {section.topic_id: section for section in sections(standing)}
    return [replace(topic_node(topic, standing), section=begun.get(topic.id)) for topic in topics]


def _open_pieces(standing: Standing, topics: Sequence[Topic], opened: Topic | None) -> bytes:
    """Returns what changes in the panel, or on the page, of another topic than the one that was marked."""
    shown = open_topic(standing.roadmap) if opened is None else None
    if shown is None:
        return b""
    is_changed = shown.topic in topics
    # What was done in another roadmap is offered again after an undo.
    offer = offer_on(standing, shown.topic) if is_changed else None
    if list(topics) == [shown.topic] and offer is None:
        return b""
    context = topic_page(standing, shown.topic, elsewhere=offer)
    return render_template(
        OPEN_TEMPLATE, page=context, in_panel=shown.in_panel, is_changed=is_changed, viewer=viewer()
    ).encode()


def _companions(standing: Standing, topics: Sequence[Topic]) -> list[TopicNode]:
    """Returns the topics that have become optional with a mark on another one, or are so no longer."""
    shown = {topic.id for topic in topics}
    ids = dict.fromkeys(i for topic in topics for i in standing.changed_with(topic.id))
    return [topic_node(standing.roadmap.topics[i], standing) for i in ids if i not in shown]


def _opened(standing: Standing, topic: Topic) -> TopicPage:
    return topic_page(standing, topic, own_of(standing.roadmap, topic), offer_on(standing, topic))


def _response(roadmap: Roadmap, html: str | bytes) -> Response:
    return Response(html, headers={"Cache-Control": NEVER, "Milepost-Roadmap": roadmap.slug})


def _title(roadmap: Roadmap, topic: Topic) -> str:
    return meta_builder().topic(roadmap, topic, catalog().original_of(topic)).title
