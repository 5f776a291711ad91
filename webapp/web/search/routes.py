"""Search."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.search.matching import search as find
from webapp.web.search.pages import search_page
from webapp.web.site.query import query_text
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import catalog
from webapp.web.site.standings import marks_everywhere
from webapp.web.site.translations import gettext

bp = Blueprint("search", __name__)


@bp.get("/search")
def search() -> Response:
    """Shows the roadmaps and topics that match `q`, the best first."""
    query = query_text("q", 200)
    context = search_page(query, find(catalog(), query), marks_everywhere())
    title = gettext("Search: %(query)s", query=query) if query else gettext("Search")
    meta = meta_builder().simple(title, gettext("Search all roadmaps and topics."), section="roadmaps")
    return page("search/search.html", meta, page=context)
