"""Deleting an account, and coming back before it is deleted."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.administration import is_last_administrator
from webapp.accounts.deletion import come_back, leaving_until, request_deletion
from webapp.accounts.errors import AccountError
from webapp.db.unit_of_work import writing
from webapp.portability.export import count_rows
from webapp.web.account.notices import CAME_BACK, queue_leaving, queue_notice
from webapp.web.data.forms import DeletionForm
from webapp.web.data.pages import data_page
from webapp.web.site.dates import format_day
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.session_cookies import forget
from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, become_nobody, learner_or_address, signed_in

bp = Blueprint("data_deletion", __name__)


@bp.get("/me/settings/data/delete")
@recently_authenticated
def ask() -> Response:
    """Says what goes with an account, and until when its owner can come back."""
    return _form_page(DeletionForm(None))


@bp.post("/me/settings/data/delete")
@recently_authenticated
@limiter.limit("10 per hour", key_func=learner_or_address)
def delete() -> Response:
    """Signs out everywhere, and lets the account be deleted when the time to come back is over."""
    who, now = signed_in(), datetime.now(UTC)
    form = DeletionForm(request.form)
    if form.validate() and (form.username.data or "").strip().casefold() != who.username.casefold():
        form.blame("username", gettext("That is not the name of this account."))
    if form.errors:
        return _form_page(form, 422)
    try:
        with writing(db.session()) as session:
            due = request_deletion(session, who.learner_id, now, bool(form.knows_last.data))
            queue_leaving(session, who.learner_id, due, now)
    except AccountError as error:
        form.explain(error)
        return _form_page(form, 422)
    security_event("deletion_requested", user=who.learner_id)
    become_nobody()
    meta = meta_builder().simple(gettext("Your account will be deleted"), _about(due), section="account")
    response = forget(page("data/left.html", meta, day=format_day(due.date())))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/me/leaving")
@account_required
def leaving() -> Response:
    """Offers to come back to somebody whose account is to be deleted; it is all that they see."""
    due = leaving_until(db.session(), signed_in().learner_id)
    if due is None:
        return redirect("/me", 303)
    meta = meta_builder().simple(gettext("Come back?"), _about(due), section="account")
    return page("data/leaving.html", meta, day=format_day(due.date()))


@bp.post("/me/leaving")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def stay() -> Response:
    """Keeps the account."""
    who, now = signed_in(), datetime.now(UTC)
    with writing(db.session()) as session:
        has_come_back = come_back(session, who.learner_id)
        if has_come_back:
            queue_notice(session, who.learner_id, CAME_BACK, now)
    if has_come_back:
        security_event("deletion_taken_back", user=who.learner_id)
        show_on_next_page(Toast(gettext("Welcome back. Everything is where it was.")))
    return redirect("/me", 303)


def _about(due: datetime) -> str:
    return gettext("Everything is deleted on %(day)s.", day=format_day(due.date()))


def _form_page(form: DeletionForm, status: int = 200) -> Response:
    form.focus_first_error()
    who = signed_in()
    session = db.session()
    context = data_page(count_rows(session, who.learner_id), is_guest=False)
    is_last = is_last_administrator(session, who.learner_id)
    meta = meta_builder().simple(
        gettext("Delete your account"), gettext("What goes, and how to come back."), section="me"
    )
    return page("data/delete.html", meta, status=status, page=context, form=form, is_last=is_last)
