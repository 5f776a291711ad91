"""The passkeys of an account: add, name, remove; and a second step by a passkey."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts import second_step
from webapp.accounts.errors import AccountError
from webapp.accounts.passkeys import (
    LONGEST_NAME,
    add_passkey,
    creation_options,
    list_passkeys,
    remove_passkey,
    rename_passkey,
)
from webapp.db.learners import lock_learner
from webapp.db.unit_of_work import writing
from webapp.web.account.notices import (
    PASSKEY_ADDED,
    PASSKEY_REMOVED,
    SECOND_STEP_OFF,
    SECOND_STEP_ON,
    queue_notice,
)
from webapp.web.account.passkey_pages import needed_site, purpose_of_adding
from webapp.web.settings.security.pages import passkey_views
from webapp.web.settings.security.routes import HERE
from webapp.web.site.browsers import browser_name
from webapp.web.site.extensions import db, limiter
from webapp.web.site.passkey_site import passkey_hint, passkey_site
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("passkeys", __name__)
PASSKEYS = "/me/settings/security/passkeys"


@bp.get(PASSKEYS)
@recently_authenticated
def show() -> Response:
    """Shows the passkeys, and the form for another one."""
    who, now, site = signed_in(), datetime.now(UTC), passkey_site()
    options = ""
    if site is not None:
        purpose = purpose_of_adding(who)
        options = creation_options(db.session(), site, who.learner_id, who.username, purpose, now)
    about = gettext("Sign in with your fingerprint, your face or the PIN of your device.")
    return page(
        "security/passkeys.html",
        meta_builder().simple(gettext("Passkeys"), about, section="me"),
        passkeys=passkey_views(list_passkeys(db.session(), who.learner_id), now),
        options=options,
        hint=passkey_hint(),
        suggested=browser_name(request.user_agent.string),
        longest_name=LONGEST_NAME,
    )


@bp.post(PASSKEYS)
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def add() -> Response:
    """Adds the passkey that the browser has made."""
    who, site, now = signed_in(), needed_site(), datetime.now(UTC)
    name = _name() or browser_name(request.user_agent.string)
    sent = request.form.get("answer", "")
    try:
        with writing(db.session()) as session:
            add_passkey(session, site, who.learner_id, purpose_of_adding(who), sent, name, now)
            queue_notice(session, who.learner_id, PASSKEY_ADDED, now)
    except AccountError as error:
        return _back(gettext(error.message, **error.values))
    security_event("factor_added", user=who.learner_id, factor="passkey")
    return _back(gettext("The passkey is added. You can sign in with it."))


@bp.post(f"{PASSKEYS}/<passkey_id>/name")
@recently_authenticated
@limiter.limit("60 per minute", key_func=learner_or_address)
def rename(passkey_id: str) -> Response:
    """Gives a passkey another name."""
    if not _name():
        return _back(gettext("A passkey needs a name."))
    with writing(db.session()) as session:
        is_named = rename_passkey(session, signed_in().learner_id, passkey_id, _name())
    return _back(gettext("The passkey has another name.")) if is_named else abort(404)


@bp.post(f"{PASSKEYS}/<passkey_id>/remove")
@recently_authenticated
@limiter.limit("60 per minute", key_func=learner_or_address)
def remove(passkey_id: str) -> Response:
    """Removes a passkey, unless it is the only way in."""
    who = signed_in()
    try:
        with writing(db.session()) as session:
            is_removed = remove_passkey(session, who.learner_id, passkey_id)
            if is_removed:
                queue_notice(session, who.learner_id, PASSKEY_REMOVED, datetime.now(UTC))
    except AccountError as error:
        return _back(gettext(error.message))
    if not is_removed:
        abort(404)
    security_event("factor_removed", user=who.learner_id, factor="passkey")
    return _back(gettext("The passkey is removed. Delete it on your device too."))


@bp.post("/me/settings/security/second-step")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def second_step_by_passkey() -> Response:
    """Asks for a passkey after the password from now on (`wanted=on`), or no longer."""
    who, is_wanted, now = signed_in(), request.form.get("wanted") == "on", datetime.now(UTC)
    codes: tuple[str, ...] = ()
    with writing(db.session()) as session:
        lock_learner(session, who.learner_id)
        ways = second_step.ways_of(session, who.learner_id)
        can_change = bool(ways.passkeys) and not ways.has_app
        if can_change and is_wanted:
            codes = second_step.turn_on(session, who.learner_id, now)
        elif can_change:
            second_step.turn_off(session, who.learner_id)
        if can_change:
            queue_notice(session, who.learner_id, SECOND_STEP_ON if is_wanted else SECOND_STEP_OFF, now)
    if not can_change:
        return redirect(HERE, 303)
    security_event("second_step_set", user=who.learner_id, wanted="on" if is_wanted else "off")
    if codes:
        about = gettext("Codes for the day on which your phone is lost.")
        meta = meta_builder().simple(gettext("Recovery codes"), about, section="me")
        return page("security/recovery_codes.html", meta, codes=codes)
    return redirect(HERE, 303)


def _name() -> str:
    return request.form.get("name", "").replace("\0", "").strip()


def _back(words: str) -> Response:
    show_on_next_page(Toast(words))
    return redirect(PASSKEYS, 303)
