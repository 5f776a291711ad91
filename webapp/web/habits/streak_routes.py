"""The streak with the days that it counts, and the form for the end of the day and days of rest."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.db.unit_of_work import writing
from webapp.habits.days import LATEST_END
from webapp.habits.diary import read_diary
from webapp.habits.rhythms import BadRhythm, set_rhythm
from webapp.web.habits.streak import streak_page
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("streak", __name__)


@bp.get("/me/streak")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def streak() -> Response:
    """Shows the streak, the days behind it, and when a learner's day ends."""
    who, now = signed_in(), datetime.now(UTC)
    diary = read_diary(db.session(), who.learner_id, who.time_zone, now, now)
    meta = meta_builder().simple(
        gettext("Streak"), gettext("Days in a row on which you learnt."), section="me"
    )
    return page("habits/streak.html", meta, page=streak_page(diary, now))


@bp.post("/me/streak")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("20 per minute", key_func=learner_or_address)
def new_rhythm() -> Response:
    """Stores when the learner's day ends, and the days of rest."""
    begins, rest = request.form.get("day_begins", ""), request.form.getlist("rest")
    hours = {str(hour): hour for hour in range(LATEST_END + 1)}
    week = {str(day): day for day in range(7)}
    if begins not in hours or not set(rest) <= week.keys():
        abort(422, gettext("Choose one of the hours and days in the list."))
    try:
        with writing(db.session()) as session:
            chosen = {week[day] for day in rest}
            set_rhythm(session, signed_in().learner_id, hours[begins], chosen, datetime.now(UTC))
    except BadRhythm:
        abort(422, gettext("Leave at least one day to learn on."))
    show_on_next_page(Toast(gettext("Saved. It holds from today on; days that were stay as they are.")))
    return redirect("/me/streak", 303)
