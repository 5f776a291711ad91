"""The e-mail address of an account: verify it, change it, and take a change back."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.addresses import primary_of, read_address
from webapp.accounts.email_links import CHANGE, KEEP, VERIFY, Link, find_link
from webapp.accounts.errors import AccountError
from webapp.accounts.verification import confirm, take_change_back
from webapp.db.unit_of_work import end_reading, writing
from webapp.web.account.email_mails import queue_announcement, queue_change, queue_verification
from webapp.web.account.forms import AddressForm
from webapp.web.account.notices import CHANGE_TAKEN_BACK, note_lost_address, queue_notice
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.session_cookies import forget
from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, learner_or_address, signed_in, visitor

bp = Blueprint("email", __name__)


@bp.get("/me/settings/email")
@recently_authenticated
def address() -> Response:
    """Shows the address, whether it is verified, and the form for another one."""
    return _address_page(AddressForm(None))


@bp.post("/me/settings/email")
@recently_authenticated
@limiter.limit("10 per hour", key_func=learner_or_address)
def new_address() -> Response:
    """Sends a link to another address, which replaces the present one when it is confirmed."""
    who = signed_in()
    form = AddressForm(request.form)
    if not form.validate():
        return _address_page(form, 422)
    try:
        new = read_address(form.email.data or "")
        with writing(db.session()) as session:
            queue_change(session, who.learner_id, new, datetime.now(UTC))
    except AccountError as error:
        form.explain(error)
        return _address_page(form, 422)
    security_event("email_change_requested", user=who.learner_id)
    words = gettext("A link is on its way to %(address)s. It works for an hour.", address=new)
    show_on_next_page(Toast(words))
    return redirect("/me/settings/email", 303)


@bp.post("/me/settings/email/verify")
@account_required
@limiter.limit("10 per hour", key_func=learner_or_address)
def send_again() -> Response:
    """Sends the link that verifies the present address again."""
    with writing(db.session()) as session:
        is_sent = queue_verification(session, signed_in().learner_id, datetime.now(UTC))
    words = gettext("A link is on its way. It works for a day.")
    if not is_sent:
        words = gettext("No link was sent: the address is verified, or five links are on their way already.")
    show_on_next_page(Toast(words))
    return redirect("/me/settings/email", 303)


@bp.route("/verify-email/<token>", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def verify(token: str) -> Response:
    """Shows a button, because programs that scan mails open links; the button verifies the address."""
    now = datetime.now(UTC)
    if request.method == "GET":
        link = find_link(db.session(), token, (VERIFY, CHANGE), now)
        return _link_page("account/verify.html", gettext("Confirm your address"), link)
    end_reading(db.session())
    try:
        with writing(db.session()) as session:
            confirmed = confirm(session, token, now)
            queue_announcement(session, confirmed, now)
            note_lost_address(confirmed.left, confirmed.learner_id)
    except AccountError as error:
        message = gettext(error.message)
        return _link_page("account/verify.html", gettext("Confirm your address"), None, message)
    security_event("email_verified", user=confirmed.learner_id)
    show_on_next_page(Toast(gettext("%(address)s is confirmed.", address=confirmed.address)))
    who = visitor()
    is_own = who is not None and who.learner_id == confirmed.learner_id
    # Pages that are the same for everybody unknown show no message.
    return redirect("/me/settings/email" if is_own else "/login", 303)


@bp.route("/keep-email/<token>", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def keep(token: str) -> Response:
    """Shows a button that takes a change of the address back; a new password has to be chosen then."""
    now = datetime.now(UTC)
    if request.method == "GET":
        link = find_link(db.session(), token, (KEEP,), now)
        return _link_page("account/keep.html", gettext("Keep your address"), link)
    end_reading(db.session())
    try:
        with writing(db.session()) as session:
            back = take_change_back(session, token, now)
            queue_notice(session, back.learner_id, CHANGE_TAKEN_BACK, now)
            note_lost_address(back.left, back.learner_id)
    except AccountError as error:
        return _link_page("account/keep.html", gettext("Keep your address"), None, gettext(error.message))
    security_event("email_change_taken_back", user=back.learner_id)
    return forget(redirect(f"/reset-password/{back.reset_token}", 303))


def _address_page(form: AddressForm, status: int = 200) -> Response:
    form.focus_first_error()
    present = primary_of(db.session(), signed_in().learner_id)
    meta = meta_builder().simple(
        gettext("E-mail"), gettext("Your address, and how to change it."), section="me"
    )
    return page("account/email.html", meta, status=status, form=form, present=present)


def _link_page(template: str, title: str, link: Link | None, message: str = "") -> Response:
    meta = meta_builder().simple(title, gettext("A link from a mail of this site."), section="account")
    response = page(template, meta, status=200 if link else 410, link=link, message=message)
    # With no-referrer a browser sends `Origin: null`, and the origin check would refuse the form.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
