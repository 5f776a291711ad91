"""Confirming again who one is, for what matters most (see `site/step_up.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, request
from werkzeug.wrappers import Response

from webapp.accounts.attempts import PASSWORD
from webapp.accounts.errors import AccountError, SessionEnded, TooManyTries
from webapp.accounts.hashing import hashing_slot
from webapp.accounts.identities import list_identities
from webapp.accounts.limits import give_back, reserve_own_try
from webapp.accounts.passkeys import list_passkeys
from webapp.accounts.passwords import begin_change, check_present, end_check
from webapp.accounts.sessions import OpenedSession, prove_again
from webapp.accounts.totp import is_confirmed, use_code
from webapp.accounts.ways_in import has_usable_password
from webapp.db.learners import lock_learner
from webapp.db.unit_of_work import writing
from webapp.web.account.confirming import confirmed
from webapp.web.account.form_page import say_wait
from webapp.web.account.forms import ConfirmCodeForm, ConfirmForm
from webapp.web.account.passkey_pages import confirm_options
from webapp.web.account.provider_pages import confirm_page
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import (
    Visitor,
    account_required,
    learner_or_address,
    send_to_sign_in,
    signed_in,
    viewer_key,
)

bp = Blueprint("confirm", __name__)


@dataclass(frozen=True, slots=True)
class Ways:
    """How an account can prove again who it is; `posted` is whether a form has to be sent again."""

    has_password: bool
    has_app: bool
    posted: bool
    passkey_options: str


@bp.get("/me/confirm")
@account_required
def confirm() -> Response:
    """Asks for the password again, and leads back to where it was needed."""
    return _confirm_page(ConfirmForm(request.args))


@bp.post("/me/confirm")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def confirm_by_password() -> Response:
    """Checks the password; the session then counts as proven for 15 minutes, under another token."""
    who = signed_in()
    form = ConfirmForm(request.form)
    if not form.validate():
        return _confirm_page(form, 422)
    try:
        opened = _prove(who, form.password.data or "")
    except AccountError as error:
        security_event("confirm_failed", user=who.learner_id)
        form.explain(error)
        return _confirm_page(form, 422)
    except TooManyTries as error:
        security_event("confirm_limited", user=who.learner_id)
        return say_wait(_confirm_page, form, error, "password")
    except SessionEnded:
        return send_to_sign_in()
    return confirmed(opened, PASSWORD, form.next.data)


@bp.post("/me/confirm/code")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def confirm_by_code() -> Response:
    """Checks a code of the app, for an account without a password."""
    who, form = signed_in(), ConfirmCodeForm(request.form)
    if not form.validate():
        return _code_page(form, 422)
    try:
        opened = _prove_by_code(who, form.code.data or "")
    except TooManyTries as error:
        security_event("confirm_limited", user=who.learner_id)
        return say_wait(_code_page, form, error, "code")
    except SessionEnded:
        return send_to_sign_in()
    if opened is None:
        security_event("confirm_failed", user=who.learner_id)
        form.blame("code", gettext("This code is wrong, too old, or was used already."))
        return _code_page(form, 422)
    return confirmed(opened, "code", form.next.data)


def _prove_by_code(who: Visitor, code: str) -> OpenedSession | None:
    now = datetime.now(UTC)
    with writing(db.session()) as session:
        lock_learner(session, who.learner_id)
        reservation = reserve_own_try(session, who.learner_id, now)
        # Where there is a password, that is the proof: a code is only its second step.
        if has_usable_password(session, who.learner_id):
            return None
        if not use_code(session, who.learner_id, code, settings().secret_keys, now):
            return None
        give_back(session, reservation)
        opened = prove_again(session, who.learner_id, who.token, now)
        if opened is None:
            raise SessionEnded
        return opened


def _prove(who: Visitor, password: str) -> OpenedSession:
    with hashing_slot():
        with writing(db.session()) as session:
            requested = begin_change(session, who.learner_id, datetime.now(UTC))
        check_present(requested, password, "password")
    with writing(db.session()) as session:
        end_check(session, requested)
        opened = prove_again(session, who.learner_id, who.token, datetime.now(UTC))
        if opened is None:
            raise SessionEnded
        return opened


def _confirm_page(form: ConfirmForm, status: int = 200) -> Response:
    return _page(form, ConfirmCodeForm(request.args), form, status)


def _code_page(form: ConfirmCodeForm, status: int = 200) -> Response:
    return _page(ConfirmForm(None), form, form, status)


def _page(
    form: ConfirmForm, code_form: ConfirmCodeForm, sent: ConfirmForm | ConfirmCodeForm, status: int
) -> Response:
    sent.focus_first_error()
    who, session = signed_in(), db.session()
    ways = Ways(
        has_password=has_usable_password(session, who.learner_id),
        has_app=is_confirmed(session, who.learner_id),
        posted=bool(sent.posted.data),
        passkey_options=confirm_options(who) if list_passkeys(session, who.learner_id) else "",
    )
    meta = meta_builder().simple(
        gettext("Confirm that it is you"),
        gettext("Prove again who you are, for what matters most."),
        section="account",
    )
    known = list_identities(session, who.learner_id)
    context = confirm_page(known, ways.has_password, sent.next.data, viewer_key(who.learner_id))
    return page(
        "account/confirm.html",
        meta,
        status=status,
        form=form,
        code_form=code_form,
        ways=ways,
        page=context,
        sent=sent,
    )
