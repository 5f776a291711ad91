"""The fragments of a page that change with a status: nodes, meters, status controls and a toast."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template

from webapp.catalog.model import Roadmap, Topic
from webapp.web.site.responses import NEVER
from webapp.web.site.standings import standing_on
from webapp.web.site.toasts import Toast
from webapp.web.site.visitor import viewer
from webapp.web.topics.pages import topic_page


def changed(roadmap: Roadmap, topics: Sequence[Topic], toast: Toast) -> Response:
    """Returns the response to an HTMX request that changed `topics`, which are of one roadmap."""
    standing = standing_on(roadmap)
    pages = [topic_page(standing, topic) for topic in topics]
    html = render_template("topics/_changed.html", pages=pages, toast=toast, viewer=viewer())
    return Response(html, headers={"Cache-Control": NEVER})
