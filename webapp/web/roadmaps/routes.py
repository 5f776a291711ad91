"""A roadmap: its page, its stylesheet, its graph, its PDF and its share picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from webapp.db.unit_of_work import end_reading, writing
from webapp.progress.followed import note_seen
from webapp.web.roadmaps.learner_page import TEMPLATE, learner_page, roadmap_meta
from webapp.web.roadmaps.news import key_of_news, roadmap_news
from webapp.web.roadmaps.outline_html import outline_html
from webapp.web.roadmaps.pages import roadmap_page
from webapp.web.roadmaps.stylesheets import find_stylesheet, map_stylesheet
from webapp.web.site.assets import FOREVER
from webapp.web.site.extensions import db, limiter
from webapp.web.site.file_words import file_words, own_file_words
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.map_pictures import own_colors
from webapp.web.site.responses import kept_offline, personal, public_page, shared
from webapp.web.site.services import catalog, find_roadmap, services
from webapp.web.site.standings import standing_and_equals, standing_on
from webapp.web.site.visitor import learner_or_address, signed_in
from webapp.web.topics.elsewhere import offers_html

bp = Blueprint("roadmaps", __name__)
VIEWS = frozenset({"map", "list"})


@bp.get("/<slug>")
def roadmap(slug: str) -> BaseResponse:
    """Shows the roadmap as a map or a list, as `view` says or else the browser decides."""
    found = find_roadmap(slug) or abort(404)
    asked = request.args.get("view", "")
    view = asked if asked in VIEWS else ""
    standing, times = standing_and_equals(found)
    news = roadmap_news(standing)
    elsewhere = offers_html(standing, times, view)
    if news is None and (html := learner_page(catalog(), standing, view, elsewhere)):
        return kept_offline(personal(html))
    context = roadmap_page(catalog(), standing, outline_html(standing), view)
    context = replace(context, news=news, elsewhere=elsewhere)
    return public_page(TEMPLATE, roadmap_meta(found), page=context)


@bp.post("/<slug>/changes/seen")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("120 per minute", key_func=learner_or_address)
def hide_news(slug: str) -> BaseResponse:
    """Hides what became of topics, on every device, until something else becomes of one."""
    found = find_roadmap(slug) or abort(404)
    if key := key_of_news(found):
        with writing(db.session()) as session:
            note_seen(session, signed_in().learner_id, key, datetime.now(UTC))
    if wants_fragment():
        return personal("")
    return redirect(found.path, 303)


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


@bp.get("/me/maps/<slug>.pdf")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("20 per minute", key_func=learner_or_address)
def own_pdf(slug: str) -> BaseResponse:
    """The map as a PDF in the colors of the learner's statuses."""
    found = find_roadmap(slug) or abort(404)
    own = own_colors(standing_on(found))
    # Typesetting takes a moment, in which others can have the connection.
    end_reading(db.session())
    response = personal(services().generated_files.own_pdf(found, own, own_file_words(found)))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{found.slug}.pdf"'
    return response


@bp.get("/roadmaps/<slug>.png")
def picture(slug: str) -> BaseResponse:
    """The picture for previews of shared links, 1200 by 630 pixels."""
    found = find_roadmap(slug) or abort(404)
    body = services().generated_files.share_picture(found, file_words(found))
    return shared(Response(body, mimetype="image/png")).make_conditional(request)
