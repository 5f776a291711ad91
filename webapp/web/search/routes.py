"""Search."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.search.matching import search as find
from webapp.web.search.pages import search_page
from webapp.web.site.query import words_of
from webapp.web.site.responses import heads, page
from webapp.web.site.services import catalog
from webapp.web.site.standings import marks_everywhere

bp = Blueprint("search", __name__)


@bp.get("/search")
def search() -> Response:
    """The roadmaps and topics that fit `q`, best first."""
    query = words_of("q", 200)
    context = search_page(query, find(catalog(), query), marks_everywhere())
    title = f"Search: {query}" if query else "Search"
    meta = heads().simple(title, "Search all roadmaps and topics.", section="roadmaps")
    return page("search/search.html", meta, page=context)
