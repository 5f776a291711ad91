"""Records of completion: made and deleted by their learner, shown to whoever has the address."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.public import may_be_shown
from webapp.catalog.model import Roadmap
from webapp.db.unit_of_work import end_reading, writing
from webapp.learning.days import zone_named
from webapp.learning.finishing import NotFinished, record_roadmap
from webapp.progress.record_codes import read_code
from webapp.progress.records import FoundRecord, delete_record, find_record
from webapp.web.records.forms import RecordForm
from webapp.web.records.pages import record_page, record_words, walked_then
from webapp.web.site.extensions import db, limiter
from webapp.web.site.file_words import own_file_words
from webapp.web.site.map_pictures import own_colors
from webapp.web.site.responses import NEVER, meta_builder, page
from webapp.web.site.services import catalog, find_roadmap, services, settings
from webapp.web.site.standings import mark_keys, slug_of
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, learner_or_address, signed_in, visitor

bp = Blueprint("records", __name__)


@bp.post("/<slug>/record")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def make(slug: str) -> BaseResponse:
    """Makes the learner's record of a roadmap, if every topic is done."""
    roadmap = find_roadmap(slug) or abort(404)
    form = RecordForm(request.form)
    if not form.validate():
        return _form_page(roadmap, form)
    who = signed_in()
    zone = zone_named(who.time_zone)
    name, now, keys = form.name.data, datetime.now(UTC), mark_keys(roadmap)
    try:
        with writing(db.session()) as session:
            code = record_roadmap(session, who.learner_id, roadmap, name, zone, now, stored_as=keys)
    except NotFinished:
        abort(422, gettext("A record is made when every topic is done. Some of this roadmap are not."))
    return redirect(f"/record/{code}", 303)


@bp.get("/record/<code>")
def record(code: str) -> BaseResponse:
    """Shows a record, which verifies it. Spaces, hyphens and capitals in the code do not matter."""
    found = _find(code)
    if found.code != code:
        return redirect(f"/record/{found.code}", 301)
    who = visitor()
    context = record_page(catalog(), found, settings().site_url, who.learner_id if who else None)
    title = gettext("%(name)s finished %(roadmap)s", name=context.name, roadmap=context.title)
    about = gettext("A record of completion: %(days)s.", days=context.days)
    image = f"{context.address}.png" if context.roadmap else ""
    meta = meta_builder().simple(title, about, image=image, image_alt=title)
    return page("records/record.html", meta, page=context)


@bp.get("/record/<code>.png")
def picture(code: str) -> BaseResponse:
    """The share picture of a record, 1200 by 630 pixels."""
    found = _find(code)
    roadmap = catalog().roadmaps.get(slug_of(found.finished.roadmap)) or abort(404)
    own, words = own_colors(walked_then(roadmap, found.finished)), record_words(roadmap, found.finished)
    body = services().generated_files.record_picture(roadmap, found.code, own, words)
    response = Response(body, mimetype="image/png")
    response.headers["Cache-Control"] = NEVER
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/record/<code>.pdf")
def pdf(code: str) -> BaseResponse:
    """The map as a PDF on which the topics of a record are done, and nothing else of its learner."""
    found = _find(code)
    roadmap = catalog().roadmaps.get(slug_of(found.finished.roadmap)) or abort(404)
    own = own_colors(walked_then(roadmap, found.finished))
    # Typesetting takes a moment, in which others can have the connection.
    end_reading(db.session())
    body = services().generated_files.record_pdf(roadmap, found.code, own, own_file_words(roadmap))
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{roadmap.slug}.pdf"'
    response.headers["Cache-Control"] = NEVER
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.post("/record/<code>/delete")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def delete(code: str) -> BaseResponse:
    """Deletes a record of the learner's own. From then on its address is unknown."""
    who = signed_in()
    found = _find(code)
    with writing(db.session()) as session:
        if not delete_record(session, who.learner_id, found.code):
            abort(404)
    show_on_next_page(Toast(gettext("The record is deleted. Its address answers nobody any more.")))
    return redirect("/me", 303)


def _find(code: str) -> FoundRecord:
    """Returns the record that an address names. Aborts with 404."""
    known = read_code(code)
    found = find_record(db.session(), known) if known else None
    # Whose account is disabled or to be deleted is shown to nobody.
    if found is None or not may_be_shown(db.session(), found.learner_id):
        abort(404)
    return found


def _form_page(roadmap: Roadmap, form: RecordForm) -> BaseResponse:
    form.focus_first_error()
    meta = meta_builder().simple(
        gettext("Your record of %(roadmap)s", roadmap=roadmap.brief_title),
        gettext("A page that shows what you finished, to print and to share."),
        section="me",
    )
    return page("records/form.html", meta, status=422, roadmap=roadmap, form=form)
