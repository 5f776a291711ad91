"""Search."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.catalog.catalog import Catalog
from webapp.learning.days import LEARNING_KINDS
from webapp.learning.today import today
from webapp.progress.acts import recent_acts
from webapp.search.matching import Hit
from webapp.search.matching import search as find
from webapp.web.search.pages import SearchPage, opening_page, results_page
from webapp.web.site.extensions import db
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.query import query_text
from webapp.web.site.responses import meta_builder, public_page
from webapp.web.site.services import catalog
from webapp.web.site.standings import acts_by_slug, marks_everywhere, marks_overview
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import visitor

bp = Blueprint("search", __name__)
# Topics on the page and in the dialog, and acts that are read for the recent ones.
MOST_TOPICS, MOST_IN_DIALOG, RECENT_ACTS = 50, 15, 20


@bp.get("/search")
def search() -> Response:
    """Shows the roadmaps and topics that match `q`, the best first: a page, or the fragment of the dialog.

    Without `q` it shows where the learner can go on.
    """
    query = query_text("q", 200)
    title = gettext("Search: %(query)s", query=query) if query else gettext("Search")
    meta = meta_builder().simple(title, gettext("Search all roadmaps and topics."), section="search")
    template = "search/_results.html" if wants_fragment() else "search/search.html"
    return public_page(template, meta, page=_results(query) if query else _opening(catalog()))


def _results(query: str) -> SearchPage:
    most = MOST_IN_DIALOG if wants_fragment() else MOST_TOPICS
    return results_page(query, find(catalog(), query), marks_everywhere(), most)


def _opening(content: Catalog) -> SearchPage:
    own = marks_overview()
    return opening_page(content, own.marks, today(content, own), _recent(content))


def _recent(content: Catalog) -> tuple[Hit, ...]:
    """Returns the topics that the learner marked last, each once."""
    who = visitor()
    if who is None:
        return ()
    hits: dict[str, Hit] = {}
    for act in acts_by_slug(recent_acts(db.session(), who.learner_id, RECENT_ACTS)):
        if act.kind not in LEARNING_KINDS or act.is_undone:
            continue
        for change in act.changes:
            roadmap = content.roadmaps.get(change.roadmap)
            topic = roadmap.topic(change.topic_id) if roadmap else None
            if roadmap and topic:
                hits.setdefault(topic.path, Hit(topic, roadmap))
    return tuple(hits.values())
