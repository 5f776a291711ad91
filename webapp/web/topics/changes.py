"""The pieces of a page that a change touches: nodes, meters, status controls and the message that
announces it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template

from webapp.catalog.model import Roadmap, Topic
from webapp.web.site.marks import marks_on
from webapp.web.site.responses import NEVER
from webapp.web.site.views import ToastView
from webapp.web.site.visitor import viewer
from webapp.web.topics.pages import topic_page


def changed(roadmap: Roadmap, topics: Sequence[Topic], toast: ToastView) -> Response:
    """The answer to an HTMX request that changed `topics`, all of them of one roadmap."""
    marks = marks_on(roadmap)
    pages = [topic_page(roadmap, topic, marks) for topic in topics]
    html = render_template("topics/_changed.html", pages=pages, toast=toast, viewer=viewer())
    return Response(html, headers={"Cache-Control": NEVER})
