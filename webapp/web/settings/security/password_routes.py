"""The password of an account: set, change, or give it up."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts import ways_in
from webapp.accounts.errors import AccountError, SessionEnded, TooManyTries
from webapp.accounts.hashing import hashing_slot
from webapp.accounts.passwords import begin_change, check_change, finish_change
from webapp.accounts.sessions import OpenedSession
from webapp.db.unit_of_work import writing
from webapp.web.account.form_page import say_wait
from webapp.web.account.forms import NewPasswordForm, PasswordForm
from webapp.web.account.notices import PASSWORD_CHANGED, PASSWORD_REMOVED, queue_notice
from webapp.web.settings.security.routes import HERE
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.session_cookies import remember
from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import Visitor, learner_or_address, send_to_sign_in, signed_in

bp = Blueprint("password", __name__)


@bp.get("/me/settings/password")
@recently_authenticated
def show() -> Response:
    """Shows the form for another password, or for a first one."""
    return _password_page(_form())


@bp.post("/me/settings/password")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def change() -> Response:
    """Sets the password and ends every other session of the account."""
    who, form = signed_in(), _form()
    if not form.validate():
        return _password_page(form, 422)
    try:
        opened = _change(who, form)
    except AccountError as error:
        form.explain(error)
        return _password_page(form, 422)
    except TooManyTries as error:
        security_event("password_change_limited", user=who.learner_id)
        return say_wait(_password_page, form, error, "old_password")
    except SessionEnded:
        return send_to_sign_in()
    security_event("password_changed", user=who.learner_id)
    show_on_next_page(Toast(gettext("Your password is changed. Everywhere else you are signed out.")))
    return remember(redirect(HERE, 303), opened.token, opened.remember)


@bp.post("/me/settings/password/remove")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def remove() -> Response:
    """Removes the password of an account that has another way in."""
    who = signed_in()
    try:
        with writing(db.session()) as session:
            ways_in.remove_password(session, who.learner_id)
            queue_notice(session, who.learner_id, PASSWORD_REMOVED, datetime.now(UTC))
    except AccountError as error:
        show_on_next_page(Toast(gettext(error.message)))
        return redirect(HERE, 303)
    security_event("password_removed", user=who.learner_id)
    show_on_next_page(Toast(gettext("Your password is removed.")))
    return redirect(HERE, 303)


def _form() -> NewPasswordForm:
    sent = request.form if request.method == "POST" else None
    has_one = ways_in.has_usable_password(db.session(), signed_in().learner_id)
    return PasswordForm(sent) if has_one else NewPasswordForm(sent)


def _change(who: Visitor, form: NewPasswordForm) -> OpenedSession:
    old = form.old_password.data if isinstance(form, PasswordForm) else ""
    with hashing_slot():
        with writing(db.session()) as session:
            requested = begin_change(session, who.learner_id, datetime.now(UTC))
        checked = check_change(requested, old or "", form.new_password.data or "")
    with writing(db.session()) as session:
        now = datetime.now(UTC)
        opened = finish_change(session, checked, who.token, now)
        queue_notice(session, who.learner_id, PASSWORD_CHANGED, now)
        return opened


def _password_page(form: NewPasswordForm, status: int = 200) -> Response:
    form.focus_first_error()
    about = gettext("Choose another password for your account.")
    meta = meta_builder().simple(gettext("Password"), about, section="me")
    return page("security/password.html", meta, status=status, form=form)
