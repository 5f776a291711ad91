"""The fragments of a page that change with a status: nodes, meters, status controls and a toast."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.standing import Standing
from webapp.web.records.ending import ending
from webapp.web.site.responses import NEVER, meta_builder
from webapp.web.site.services import catalog
from webapp.web.site.toasts import Toast
from webapp.web.site.visitor import viewer
from webapp.web.topics.changed_html import TEMPLATE, changed_html
from webapp.web.topics.elsewhere import offer_on
from webapp.web.topics.nodes import TopicNode, topic_node
from webapp.web.topics.own import own_of
from webapp.web.topics.pages import TopicPage, topic_page
from webapp.web.topics.position import position, sections_of


def changed(
    standing: Standing, topics: Sequence[Topic], toast: Toast, opened: Topic | None = None
) -> Response:
    """Returns the response to an HTMX request after which a learner has this standing.

    It changed `topics`, which are all of the roadmap.

    With `opened` it also holds the panel of that topic. A header names the roadmap: a page that shows
    another one takes only what is no part of the roadmap's own page.
    """
    html = changed_html(standing, topics[0], toast) if len(topics) == 1 and opened is None else None
    return _response(standing.roadmap, html or _rendered(standing, topics, toast, opened))


def _rendered(standing: Standing, topics: Sequence[Topic], toast: Toast, opened: Topic | None) -> str:
    roadmap = standing.roadmap
    pages = [topic_page(standing, topic) for topic in topics]
    return render_template(
        TEMPLATE,
        roadmap=roadmap,
        pages=pages,
        position=position(standing),
        companions=_companions(standing, topics),
        sections=sections_of(standing, topics),
        ending=ending(catalog(), standing),
        toast=toast,
        opened=_opened(standing, opened) if opened else None,
        opened_title=_title(roadmap, opened) if opened else "",
        viewer=viewer(),
    )


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
