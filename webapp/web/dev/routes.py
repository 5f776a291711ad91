"""Pages for authors while they write; registered only where the site runs with `make dev`."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.authoring.layout import read_outline
from webapp.authoring.texts import create_text
from webapp.catalog.outline_file.parse import OutlineError
from webapp.catalog.slug import SLUG
from webapp.drawing.stylesheet import map_css
from webapp.learning.standing import Standing
from webapp.web.dev.gallery import gallery_page, gallery_roadmap, gallery_statuses
from webapp.web.dev.mails import MAIL_POLICY, SAMPLES, sample_mails
from webapp.web.dev.preview import preview_page
from webapp.web.roadmaps.outline_html import outline_html
from webapp.web.roadmaps.stylesheets import map_stylesheet
from webapp.web.site.headers import POLICY
from webapp.web.site.mail_templates import render_mail
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import catalog, find_roadmap, settings

bp = Blueprint("dev", __name__, url_prefix="/dev")


@bp.get("/preview/<slug>")
def preview(slug: str) -> BaseResponse:
    """Shows the map, or the text of `topic`, beside the findings.

    With `have`, the version that a page shows, the response is a newer fragment, or 204.
    """
    folder = _folder(slug)
    found = find_roadmap(slug)
    drawn = outline_html(Standing(found, {})) if found and found.graph else None
    sheet = map_stylesheet(found) if found and found.graph else ""
    shown = preview_page(catalog(), folder, found, drawn, sheet, request.args.get("topic", ""))
    if request.args.get("have") == shown.version:
        return Response(status=204)
    if "have" in request.args:
        return Response(render_template("dev/_preview.html", page=shown), mimetype="text/html")
    return page(
        "dev/preview.html",
        meta_builder().simple(f"Preview of {shown.title}", "The map beside its outline's findings."),
        page=shown,
    )


@bp.post("/preview/<slug>/texts/<topic_id>")
def make_text(slug: str, topic_id: str) -> BaseResponse:
    """Creates the file of a topic's text and shows it."""
    folder = _folder(slug)
    try:
        topics = {i.id: i for i in read_outline(folder).walk() if i.type == "topic"}
    except (OSError, OutlineError):
        topics = {}
    topic = topics.get(topic_id) or abort(404)
    create_text(folder, topic)
    return redirect(f"/dev/preview/{slug}?topic={topic_id}", 303)


@bp.get("/gallery")
def gallery() -> BaseResponse:
    """Every type of node, color, badge, edge shape and pair of handles, with its name."""
    shown = gallery_page(outline_html(Standing(gallery_roadmap(), gallery_statuses())))
    return page(
        "dev/gallery.html",
        meta_builder().simple("Gallery of the map", "Everything that a map can show, with its name."),
        page=shown,
    )


@bp.get("/gallery.css")
def gallery_css() -> Response:
    """The stylesheet of the gallery's map."""
    graph = gallery_roadmap().graph
    return Response(map_css(graph, ".map") if graph else "", mimetype="text/css")


@bp.get("/mail")
def mails() -> BaseResponse:
    """Every mail that the site sends, with both of its parts."""
    meta = meta_builder().simple("Mails", "Every mail that the site sends, with both of its parts.")
    response = page("dev/mail.html", meta, mails=sample_mails())
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


@bp.get("/mail/<name>.html")
def mail_html(name: str) -> Response:
    """The HTML part of a mail, as a mail program shows it; it may load nothing."""
    if name not in SAMPLES:
        abort(404)
    response = Response(render_mail(name, **SAMPLES[name]).html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@bp.get("/gallery/<path:name>")
def gallery_topic(name: str) -> BaseResponse:
    """Redirects to the gallery, because its topics have no pages."""
    return redirect("/dev/gallery")


def _folder(slug: str) -> Path:
    folder = settings().content_dir / "roadmaps" / slug
    if not SLUG.match(slug) or not folder.is_dir():
        abort(404)
    return folder
