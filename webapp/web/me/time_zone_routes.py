"""The time zone in a learner's settings."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.accounts.errors import AccountError
from webapp.db.unit_of_work import writing
from webapp.habits.rhythms import move
from webapp.web.site.extensions import db, limiter
from webapp.web.site.redirects import safe_next
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("time_zone", __name__)


@bp.post("/me/settings/time-zone")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("20 per minute", key_func=learner_or_address)
def new_time_zone() -> Response:
    """Stores the time zone that was chosen, or that the browser found (`found=1`, which gets no message)."""
    who = signed_in()
    try:
        with writing(db.session()) as session:
            move(session, who.learner_id, request.form.get("time_zone", ""), datetime.now(UTC))
    except AccountError as error:
        abort(422, gettext(error.message))
    if request.form.get("found"):
        return Response(status=204)
    show_on_next_page(Toast(gettext("Your days are now those of this time zone.")))
    return redirect(safe_next(request.form.get("next"), "/me/settings"), 303)
