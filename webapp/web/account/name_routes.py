"""Another username."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.errors import AccountError
from webapp.accounts.renaming import held_names, rename
from webapp.db.unit_of_work import writing
from webapp.web.account.forms import NameForm
from webapp.web.account.notices import NAME_CHANGED, queue_notice
from webapp.web.site.dates import format_day
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("name", __name__)


@bp.get("/me/settings/name")
@recently_authenticated
def name() -> Response:
    """Shows the form for another name, and the names that are held."""
    return _name_page(NameForm(None))


@bp.post("/me/settings/name")
@recently_authenticated
@limiter.limit("10 per hour", key_func=learner_or_address)
def new_name() -> Response:
    """Changes the username; the old one is held for its owner."""
    who, now = signed_in(), datetime.now(UTC)
    form = NameForm(request.form)
    if not form.validate():
        return _name_page(form, 422)
    try:
        with writing(db.session()) as session:
            old = rename(session, who.learner_id, form.username.data or "", now)
            queue_notice(session, who.learner_id, NAME_CHANGED, now)
    except AccountError as error:
        form.explain(error)
        return _name_page(form, 422)
    security_event("renamed", user=who.learner_id)
    words = gettext("Your name is changed. %(old)s is held for you for 30 days.", old=old)
    show_on_next_page(Toast(words))
    return redirect("/me/settings", 303)


def _name_page(form: NameForm, status: int = 200) -> Response:
    form.focus_first_error()
    who = signed_in()
    found = held_names(db.session(), who.learner_id, datetime.now(UTC))
    held = [(entry.folded, format_day(entry.held_until)) for entry in found]
    meta = meta_builder().simple(
        gettext("Username"), gettext("Another name, and what becomes of the old one."), section="me"
    )
    return page("account/name.html", meta, status=status, form=form, present=who.username, held=held)
