"""One account, and what administrators do to it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.administration import NotAdministrator, check_administrator
from webapp.accounts.audit import Filter, list_entries
from webapp.accounts.errors import AccountError
from webapp.db.learners import UnknownLearner
from webapp.db.unit_of_work import writing
from webapp.operators.details import LearnerDetails, learner_details
from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.deed_words import BY_NAME, DELETE, DEMOTE, RESET_LINK, Deed
from webapp.web.admin.forms import DeedForm
from webapp.web.admin.learner_page import deed_href, learner_page, marks_words
from webapp.web.admin.parts import LEARNERS, admin_page
from webapp.web.site.extensions import db
from webapp.web.site.query import MOST_DIGITS
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import signed_in

bp = admin_blueprint("admin_learner", __name__)
NEWEST_ENTRIES = 10


@bp.get("/admin/learners/<int:number>")
def show(number: int) -> Response:
    """Shows one account as a whole, and what can be done to it."""
    one = _details(number) or abort(404)
    entries = list_entries(db.session(), Filter(learner_id=number), None, NEWEST_ENTRIES)
    context = learner_page(one, entries, number == signed_in().learner_id, datetime.now(UTC))
    about = gettext("An account as those who run this site see it.")
    return admin_page("admin/learner.html", LEARNERS, one.account.username, about, page=context)


@bp.get("/admin/learners/<int:number>/<deed>")
def ask(number: int, deed: str) -> Response:
    """Says what a deed does, and asks for it."""
    wanted = BY_NAME.get(deed) or abort(404)
    one = _details(number) or abort(404)
    if not wanted.question:
        return redirect(_href(number), 303)
    return _ask_page(one, wanted, DeedForm(None))


@bp.post("/admin/learners/<int:number>/<deed>")
def act(number: int, deed: str) -> Response:
    """Does a deed, and says so on the account's page; a link for a new password is shown at once, once."""
    wanted = BY_NAME.get(deed) or abort(404)
    one = _details(number)
    if one is None:
        return _say(gettext("This account is gone."), LEARNERS.href)
    if number == signed_in().learner_id and not wanted.is_own_too:
        return _say(gettext("This is your own account. Change it in your settings."), _href(number))
    form = DeedForm(request.form if wanted.has_reason else None)
    if wanted.has_reason and not form.validate():
        return _ask_page(one, wanted, form, 422)
    try:
        result = _do(wanted, number, form.reason.data or "")
    except AccountError as error:
        return _say(gettext(error.message, **error.values), _href(number))
    except UnknownLearner:
        return _say(gettext("This account is gone."), LEARNERS.href)
    except NotAdministrator:
        abort(404)
    if wanted is RESET_LINK and result:
        return _link_page(one, result)
    is_over = wanted is DEMOTE and number == signed_in().learner_id
    return _say(gettext(wanted.done, name=one.account.username), "/me" if is_over else _href(number))


def _details(number: int) -> LearnerDetails | None:
    # A larger number than a database knows is nobody's.
    if number >= 10**MOST_DIGITS:
        return None
    return learner_details(db.session(), number, datetime.now(UTC))


def _do(deed: Deed, number: int, reason: str) -> str | None:
    staff = signed_in().learner_id
    with writing(db.session()) as session:
        check_administrator(session, staff)
        return deed.do(session, number, staff, datetime.now(UTC), reason)


def _ask_page(one: LearnerDetails, deed: Deed, form: DeedForm, status: int = 200) -> Response:
    name, number = one.account.username, one.account.id
    return admin_page(
        "admin/ask.html",
        LEARNERS,
        gettext(deed.question, name=name),
        deed.about_words,
        status=status,
        name=name,
        deed=deed,
        form=form,
        action=deed_href(number, deed),
        back=_href(number),
        has_address=bool(one.account.email),
        goes=marks_words(one) if deed is DELETE else "",
    )


def _link_page(one: LearnerDetails, link: str) -> Response:
    title = gettext("A link for a new password of %(name)s", name=one.account.username)
    about = gettext("It works once, within an hour, and is not shown again.")
    back = _href(one.account.id)
    return admin_page(
        "admin/reset_link.html", LEARNERS, title, about, name=one.account.username, link=link, back=back
    )


def _href(number: int) -> str:
    return f"{LEARNERS.href}/{number}"


def _say(words: str, href: str) -> Response:
    show_on_next_page(Toast(words))
    return redirect(href, 303)
