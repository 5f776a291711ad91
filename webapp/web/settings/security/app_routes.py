"""The authenticator app of an account, and its recovery codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts import second_step, totp
from webapp.accounts.attempts import asks_for_second_step
from webapp.accounts.errors import TooManyTries
from webapp.accounts.limits import give_back, reserve_own_try
from webapp.accounts.recovery_codes import are_codes_of, make_codes
from webapp.db.learners import lock_learner
from webapp.db.unit_of_work import writing
from webapp.web.account.form_page import say_wait
from webapp.web.account.forms import CodeForm
from webapp.web.account.notices import APP_ADDED, APP_REMOVED, NEW_RECOVERY_CODES, queue_notice
from webapp.web.settings.security.qr_code import qr_code
from webapp.web.settings.security.routes import HERE
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import NEVER, meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("app", __name__)
APP = "/me/settings/security/app"
MOST_POSTED = 400


@bp.post(f"{APP}/new")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def begin() -> Response:
    """Makes a secret for an app; it does not count before a code of it was typed."""
    who = signed_in()
    with writing(db.session()) as session:
        lock_learner(session, who.learner_id)
        totp.make_secret(session, who.learner_id, settings().secret_keys, datetime.now(UTC))
    return redirect(APP, 303)


@bp.get(APP)
@recently_authenticated
def show() -> Response:
    """Shows the secret that waits for its first code, as a picture and as text."""
    return _app_page(CodeForm(None))


@bp.post(APP)
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def confirm() -> Response:
    """Lets the app count if its code is right, and shows the recovery codes if the second step is new."""
    who, form = signed_in(), CodeForm(request.form)
    if not form.validate():
        return _app_page(form, 422)
    try:
        codes = _confirm(who.learner_id, form.code.data or "")
    except TooManyTries as error:
        return say_wait(_app_page, form, error, "code")
    if codes is None:
        form.blame("code", gettext("This code is wrong or too old. Type the one that the app shows now."))
        return _app_page(form, 422)
    security_event("factor_added", user=who.learner_id, factor="app")
    return _codes_page(codes) if codes else _back(gettext("Your app is set up."))


@bp.post(f"{APP}/remove")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def remove() -> Response:
    """Forgets the app, or a secret that was never confirmed."""
    who = signed_in()
    with writing(db.session()) as session:
        lock_learner(session, who.learner_id)
        was_confirmed = totp.is_confirmed(session, who.learner_id)
        totp.remove_secret(session, who.learner_id)
        second_step.turn_off_if_nothing_is_left(session, who.learner_id)
        if was_confirmed:
            queue_notice(session, who.learner_id, APP_REMOVED, datetime.now(UTC))
    if not was_confirmed:
        return redirect(HERE, 303)
    security_event("factor_removed", user=who.learner_id, factor="app")
    return _back(gettext("The app is removed."))


@bp.post("/me/settings/security/recovery-codes")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def new_codes() -> Response:
    """Makes new recovery codes, shows them once and ends the old ones."""
    who = signed_in()
    with writing(db.session()) as session:
        lock_learner(session, who.learner_id)
        is_on = asks_for_second_step(session, who.learner_id)
        codes = make_codes(session, who.learner_id) if is_on else ()
        if codes:
            queue_notice(session, who.learner_id, NEW_RECOVERY_CODES, datetime.now(UTC))
    if not codes:
        return redirect(HERE, 303)
    security_event("recovery_codes_made", user=who.learner_id)
    return _codes_page(codes)


@bp.post("/me/settings/security/recovery-codes.txt")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def file_of_codes() -> Response:
    """Returns the codes that a page has just shown as a file. The site itself knows them no more."""
    codes = request.form.get("codes", "")[:MOST_POSTED].split()
    if not codes or not are_codes_of(db.session(), signed_in().learner_id, codes):
        abort(422)
    text = gettext("Recovery codes for %(site)s. Each works once.", site=settings().site_name)
    response = Response("\n".join([text, settings().site_url, "", *codes, ""]), mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    response.headers["Cache-Control"] = NEVER
    return response


def _confirm(learner_id: int, code: str) -> tuple[str, ...] | None:
    """Returns new recovery codes, none if there are some already, or None if the code was wrong."""
    keys, now = settings().secret_keys, datetime.now(UTC)
    with writing(db.session()) as session:
        lock_learner(session, learner_id)
        reservation = reserve_own_try(session, learner_id, now)
        if not totp.confirm_secret(session, learner_id, code, keys, now):
            return None
        give_back(session, reservation)
        queue_notice(session, learner_id, APP_ADDED, now)
        return second_step.turn_on(session, learner_id, now)


def _app_page(form: CodeForm, status: int = 200) -> Response:
    form.focus_first_error()
    who = signed_in()
    secret = totp.unconfirmed_secret(
        db.session(), who.learner_id, settings().secret_keys, settings().site_name, who.username
    )
    if secret is None:
        return redirect(HERE, 303)
    about = gettext("Set up an app that shows a code for each sign-in.")
    meta = meta_builder().simple(gettext("Authenticator app"), about, section="me")
    groups = " ".join(secret.text[at : at + 4] for at in range(0, len(secret.text), 4))
    picture = qr_code(secret.address)
    return page("security/app.html", meta, status=status, form=form, secret=groups, picture=picture)


def _codes_page(codes: Sequence[str]) -> Response:
    about = gettext("Codes for the day on which your phone is lost.")
    meta = meta_builder().simple(gettext("Recovery codes"), about, section="me")
    return page("security/recovery_codes.html", meta, codes=codes)


def _back(words: str) -> Response:
    show_on_next_page(Toast(words))
    return redirect(HERE, 303)
