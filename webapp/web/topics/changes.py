"""The fragments of a page that change with a status: nodes, meters, status controls and a toast."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template

from webapp.catalog.model import Roadmap, Topic
from webapp.web.records.ending import ending
from webapp.web.site.responses import NEVER, meta_builder
from webapp.web.site.services import catalog
from webapp.web.site.standings import standing_on
from webapp.web.site.toasts import Toast
from webapp.web.site.visitor import viewer
from webapp.web.topics.pages import topic_page
from webapp.web.topics.position import position, sections_of


def changed(roadmap: Roadmap, topics: Sequence[Topic], toast: Toast, opened: Topic | None = None) -> Response:
    """Returns the response to an HTMX request that changed `topics`, which are of one roadmap.

    With `opened` it also holds the panel of that topic. A header names the roadmap: a page that shows
    another one takes only what is no part of the roadmap's own page.
    """
    standing = standing_on(roadmap)
    pages = [topic_page(standing, topic) for topic in topics]
    html = render_template(
        "topics/_changed.html",
        roadmap=roadmap,
        pages=pages,
        position=position(standing),
        sections=sections_of(standing, topics),
        ending=ending(catalog(), standing),
        toast=toast,
        opened=topic_page(standing, opened) if opened else None,
        opened_title=_title(roadmap, opened) if opened else "",
        viewer=viewer(),
    )
    return Response(html, headers={"Cache-Control": NEVER, "Milepost-Roadmap": roadmap.slug})


def _title(roadmap: Roadmap, topic: Topic) -> str:
    return meta_builder().topic(roadmap, topic, catalog().original_of(topic)).title
