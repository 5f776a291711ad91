"""The catalog and the tags' pages."""

from __future__ import annotations

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from webapp.catalog.slug import tag_path
from webapp.web.roadmaps.catalog_pages import SORTS, VIEWS, Chosen, catalog_page
from webapp.web.roadmaps.pages import count_of_roadmaps, drawn_first
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.query import query_text
from webapp.web.site.responses import meta_builder, public_page
from webapp.web.site.services import catalog
from webapp.web.site.standings import marks_everywhere
from webapp.web.site.translations import gettext

bp = Blueprint("catalog", __name__)
TEMPLATE, FRAGMENT = "roadmaps/catalog.html", "roadmaps/_listed.html"


@bp.get("/roadmaps")
def all_roadmaps() -> Response:
    """All listed roadmaps, or those that match `q` and `tag`, sorted by `sort`, as cards or as an index.

    A request of HTMX gets the list without the page around it.
    """
    query, tag = query_text("q", 200), query_text("tag", 100)
    sort, view = request.args.get("sort", ""), request.args.get("as", "")
    chosen = Chosen(query, tag, sort if sort in SORTS else "", view if view in VIEWS else "")
    tagged = [r for r in catalog().listed if not tag or tag in r.front.tags]
    about = gettext("Every learning roadmap on this site: roles, skills and more.")
    meta = meta_builder().simple(
        gettext("All roadmaps"), about, "/roadmaps", drawn_first(catalog().listed), section="roadmaps"
    )
    context = catalog_page(
        catalog(),
        tagged,
        marks_everywhere(),
        heading=gettext("Roadmaps"),
        line=gettext("Pick one, and tick off what you know already."),
        chosen=chosen,
    )
    return public_page(FRAGMENT if wants_fragment() else TEMPLATE, meta, page=context)


@bp.get("/tags/<tag>")
def tag_page(tag: str) -> Response:
    """The roadmaps of a tag; 404 for a tag that no listed roadmap has."""
    found = [r for r in catalog().listed if tag in r.front.tags]
    if not found:
        abort(404)
    name = tag.replace("-", " ")
    heading = gettext("Roadmaps: %(tag)s", tag=name)
    line = gettext(
        "%(roadmaps)s with the tag “%(tag)s”: learning roadmaps to follow topic by topic.",
        roadmaps=count_of_roadmaps(len(found)),
        tag=name,
    )
    feeds = (*meta_builder().feeds(tag), *meta_builder().feeds())
    meta = meta_builder().simple(
        heading, line, tag_path(tag), drawn_first(found), feeds=feeds, section="roadmaps"
    )
    context = catalog_page(
        catalog(), found, marks_everywhere(), heading=heading, line=line, chosen=Chosen(tag=tag)
    )
    return public_page(TEMPLATE, meta, page=context)
