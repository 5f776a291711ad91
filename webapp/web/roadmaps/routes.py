"""A roadmap: its page, its stylesheet, its graph, its PDF and its share picture."""

from __future__ import annotations

import gzip
from typing import cast
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, abort, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from webapp.catalog.model import Roadmap
from webapp.web.roadmaps.generated_files import MadeFiles
from webapp.web.roadmaps.outline_html import outline_html
from webapp.web.roadmaps.pages import roadmap_page
from webapp.web.roadmaps.stylesheets import find_stylesheet, map_stylesheet
from webapp.web.site.assets import FOREVER
from webapp.web.site.catalog_store import catalog, find_roadmap
from webapp.web.site.errors import http_error
from webapp.web.site.marks import marks_on
from webapp.web.site.responses import heads, public_page, shared

bp = Blueprint("roadmaps", __name__)
VIEWS = frozenset({"map", "list"})


@bp.get("/<slug>")
def roadmap(slug: str) -> BaseResponse:
    """The roadmap, as a map or a list; `view` decides, else the width of the window."""
    found = find_roadmap(slug) or abort(404)
    view = request.args.get("view", "")
    marks = marks_on(found)
    context = roadmap_page(catalog(), found, outline_html(found, marks), marks, view if view in VIEWS else "")
    styles = (map_stylesheet(found),) if found.graph and not found.front.is_upcoming else ()
    return public_page("roadmaps/roadmap.html", heads().roadmap(found, styles), page=context)


@bp.get("/<slug>/map.<digest>.css")
def stylesheet(slug: str, digest: str) -> BaseResponse:
    """Where the topics lie on the map; an old hash leads to the present one."""
    found = find_roadmap(slug) or abort(404)
    sheet = find_stylesheet(found, digest) or abort(404)
    css, is_current = sheet
    if not is_current:
        return redirect(map_stylesheet(found), 302)
    packed = request.accept_encodings["gzip"] > 0
    response = Response(gzip.compress(css.encode(), 9, mtime=0) if packed else css, mimetype="text/css")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOREVER
    return response


@bp.get("/jsons/roadmaps/<slug>.json")
def graph(slug: str) -> Response:
    """The graph in the public format, open to other sites' pages."""
    found = _by_file(slug, "json")
    response = shared(Response(found.graph_json, mimetype="application/json"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.get("/pdfs/roadmaps/<slug>.pdf")
def pdf(slug: str) -> BaseResponse:
    """The map as a one-page PDF with live links."""
    found = _by_file(slug, "pdf")
    response = Response(_made().pdf(found), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.slug}.pdf"'
    return shared(response).make_conditional(request)


@bp.get("/roadmaps/<slug>.png")
def picture(slug: str) -> BaseResponse:
    """The picture that is shown where somebody shares the roadmap, 1200 by 630."""
    found = _by_file(slug, "png")
    return shared(Response(_made().png(found), mimetype="image/png")).make_conditional(request)


def _made() -> MadeFiles:
    return cast("MadeFiles", current_app.extensions["milepost_files"])


def _by_file(slug: str, kind: str) -> Roadmap:
    """The roadmap of that slug, or the one whose front matter names this address."""
    found = find_roadmap(slug)
    declared = None if found else _declared(request.path)
    return found or (declared[0] if declared and declared[1] == kind else abort(404))


@bp.app_errorhandler(404)
def declared_file(error: HTTPException) -> BaseResponse:
    """A file at an address of its own that front matter names; else there is nothing."""
    declared = _declared(request.path)
    if declared is None or request.method not in {"GET", "HEAD"}:
        return http_error(error)
    roadmap, kind = declared
    return {"json": graph, "pdf": pdf, "png": picture}[kind](roadmap.slug)


def _declared(path: str) -> tuple[Roadmap, str] | None:
    """The roadmap and the kind of the file that front matter places at a path of this site, whatever host
    it names.
    """
    for roadmap in catalog().roadmaps.values():
        front = roadmap.front
        named = {
            front.json_url: "json",
            front.pdf_url: "pdf",
            front.schema.image_url: "png",
            front.seo.og_image_url: "png",
        }
        for address, kind in named.items():
            if address and unquote(urlsplit(address).path) == path:
                return roadmap, kind
    return None
