"""Bringing data from another Milepost: a file is sent, looked at, and then imported as one act."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.db.unit_of_work import end_reading, writing
from webapp.learning.following import follow_changes
from webapp.portability.importing import apply_import, plan_import
from webapp.portability.matching import Matches, match
from webapp.portability.reading import LARGEST_FILE, Upload, UploadError, read_upload
from webapp.progress.pending_imports import keep_file, kept_file, take_file
from webapp.web.data.answers import data_response
from webapp.web.data.import_page import done_words, import_page
from webapp.web.data.labels import moved_slugs, roadmap_labels
from webapp.web.site.extensions import db, limiter
from webapp.web.site.moves import present_moves
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.uploads import takes_file, uploaded
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("data_import", __name__)


@bp.post("/me/settings/data/import")
@takes_file(LARGEST_FILE)
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("20 per hour", key_func=learner_or_address)
def send() -> Response:
    """Takes a file and keeps it until its learner has seen what it would do; nothing is imported yet."""
    who, now = signed_in(), datetime.now(UTC)
    content = uploaded("file")
    if not content:
        return data_response(gettext("Choose a file first."), 422)
    end_reading(db.session())
    try:
        read_upload(content, now)
    except UploadError as error:
        return data_response(_words(error), 422)
    with writing(db.session()) as session:
        keep_file(session, who.learner_id, content, now)
    return redirect("/me/settings/data/import", 303)


@bp.get("/me/settings/data/import")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def preview() -> Response:
    """Shows what the file would set, keep and not know."""
    who, now = signed_in(), datetime.now(UTC)
    found = kept_file(db.session(), who.learner_id, now)
    if found is None:
        return redirect("/me/settings/data", 303)
    file_id, content = found
    try:
        # It was read when it was sent; a newer release may expect more.
        upload = read_upload(content, now)
        matches = _matches(upload)
        plan = plan_import(db.session(), who.learner_id, upload, matches)
    except UploadError as error:
        return data_response(_words(error), 422)
    meta = meta_builder().simple(
        gettext("Bring this data here?"), gettext("What a file would change."), section="me"
    )
    return page("data/import.html", meta, page=import_page(file_id, upload, plan, matches))


@bp.post("/me/settings/data/import/<file_id>")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("20 per hour", key_func=learner_or_address)
def decide(file_id: str) -> Response:
    """Imports the file as one act, or removes it. A second answer changes nothing."""
    who, now = signed_in(), datetime.now(UTC)
    is_wanted = request.form.get("answer") == "import"
    found = kept_file(db.session(), who.learner_id, now)
    if found is None or found[0] != file_id:
        show_on_next_page(Toast(gettext("That was decided before.")))
        return redirect("/me/settings/data", 303)
    toast = _take_in(who.learner_id, file_id, found[1], now) if is_wanted else None
    if toast is None:
        with writing(db.session()) as session:
            take_file(session, who.learner_id, file_id, now)
        toast = Toast(gettext("Nothing was imported."))
    show_on_next_page(toast)
    return redirect("/me/settings/data", 303)


def _take_in(learner_id: int, file_id: str, content: bytes, now: datetime) -> Toast | None:
    try:
        upload = read_upload(content, now)
        matches, moves = _matches(upload), present_moves()
        end_reading(db.session())
        with writing(db.session()) as session:
            if take_file(session, learner_id, file_id, now) is None:
                return Toast(gettext("That was decided before."))
            plan, act_id = apply_import(session, learner_id, upload, matches, now)
            follow_changes(session, learner_id, moves, now)
    except UploadError:
        return None
    security_event("data_imported", user=learner_id, marks=len(plan.gained), acts=len(plan.acts))
    return Toast(done_words(plan), f"/me/acts/{act_id}/undo" if act_id else "")


def _matches(upload: Upload) -> Matches:
    return match(upload, roadmap_labels(), moved_slugs())


def _words(error: UploadError) -> str:
    words = gettext(error.message, **error.values)
    return gettext("%(place)s: %(problem)s", place=error.where, problem=words) if error.where else words
