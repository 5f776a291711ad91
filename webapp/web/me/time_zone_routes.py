"""The time zone in a learner's settings."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.accounts.errors import AccountError
from webapp.accounts.time_zones import set_time_zone
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db, limiter
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
            set_time_zone(session, who.learner_id, request.form.get("time_zone", ""))
    except AccountError as error:
        abort(422, gettext(error.message))
    if request.form.get("found"):
        return Response(status=204)
    show_on_next_page(Toast(gettext("Your days now begin at midnight in this time zone.")))
    return redirect("/me/settings", 303)
