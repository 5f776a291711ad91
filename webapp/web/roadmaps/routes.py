"""A roadmap: its page, its stylesheet, its graph, its PDF and its share picture."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.web.roadmaps.learner_page import TEMPLATE, learner_page, roadmap_meta
from webapp.web.roadmaps.outline_html import outline_html
from webapp.web.roadmaps.pages import file_words, roadmap_page
from webapp.web.roadmaps.stylesheets import find_stylesheet, map_stylesheet
from webapp.web.site.assets import FOREVER
from webapp.web.site.responses import kept_offline, personal, public_page, shared
from webapp.web.site.services import catalog, find_roadmap, services
from webapp.web.site.standings import standing_on

bp = Blueprint("roadmaps", __name__)
VIEWS = frozenset({"map", "list"})


@bp.get("/<slug>")
def roadmap(slug: str) -> BaseResponse:
    """Shows the roadmap as a map or a list, as `view` says or else the browser decides."""
    found = find_roadmap(slug) or abort(404)
    asked = request.args.get("view", "")
    view = asked if asked in VIEWS else ""
    standing = standing_on(found)
    if html := learner_page(catalog(), standing, view):
        return kept_offline(personal(html))
    context = roadmap_page(catalog(), standing, outline_html(standing), view)
    return public_page(TEMPLATE, roadmap_meta(found), page=context)


@bp.get("/<slug>/map.<digest>.css")
def stylesheet(slug: str, digest: str) -> BaseResponse:
    """The stylesheet that places the topics on the map. An old hash redirects to the present one."""
    found = find_roadmap(slug) or abort(404)
    sheet = find_stylesheet(found, digest) or abort(404)
    css, is_current = sheet
    if not is_current:
        return redirect(map_stylesheet(found), 302)
    encoding, body = css.encoded(request.headers.get("Accept-Encoding", ""))
    response = Response(body, mimetype="text/css")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOREVER
    return response


@bp.get("/jsons/roadmaps/<slug>.json")
def graph(slug: str) -> Response:
    """The graph in the public format. Pages of other sites may read it (CORS)."""
    found = find_roadmap(slug) or abort(404)
    response = shared(Response(found.graph_json, mimetype="application/json"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.get("/pdfs/roadmaps/<slug>.pdf")
def pdf(slug: str) -> BaseResponse:
    """The map as a one-page PDF with live links."""
    found = find_roadmap(slug) or abort(404)
    response = Response(services().generated_files.pdf(found, file_words(found)), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.slug}.pdf"'
    return shared(response).make_conditional(request)


@bp.get("/roadmaps/<slug>.png")
def picture(slug: str) -> BaseResponse:
    """The picture for previews of shared links, 1200 by 630 pixels."""
    found = find_roadmap(slug) or abort(404)
    body = services().generated_files.share_picture(found, file_words(found))
    return shared(Response(body, mimetype="image/png")).make_conditional(request)
