"""The acts of one day, to which every number about days leads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, abort, request
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.habits.diary import read_diary
from webapp.web.me.today import journal
from webapp.web.site.extensions import db
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import catalog
from webapp.web.site.standings import acts_by_slug
from webapp.web.site.translations import full_date, gettext
from webapp.web.site.visitor import signed_in

bp = Blueprint("day", __name__)
# Wherever on earth the day was, and whenever it ended.
AROUND = timedelta(hours=36)


@bp.get("/me/day")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def day() -> Response:
    """Shows what the learner changed on a day of the own time zone: `on` is its date; without it, today."""
    who, now = signed_in(), datetime.now(UTC)
    wanted = _date(request.args["on"]) if request.args.get("on") else None
    noon = datetime(wanted.year, wanted.month, wanted.day, 12, tzinfo=UTC) if wanted else now
    diary = read_diary(db.session(), who.learner_id, who.time_zone, noon - AROUND, noon + AROUND)
    shown = wanted or diary.days.day_of(now)
    acts = acts_by_slug(act for act in diary.acts if diary.days.day_of(act.at) == shown)
    meta = meta_builder().simple(full_date(shown), gettext("What you changed on a day."), section="me")
    days = journal(catalog(), acts, diary.days.day_of, now)
    return page(
        "me/day.html",
        meta,
        title=full_date(shown),
        days=days,
        address=f"/me/day?on={shown}",
        before=shown - timedelta(days=1),
        after=shown + timedelta(days=1) if shown < diary.days.day_of(now) else None,
    )


def _date(text: str) -> date:
    """Returns a date of years that a calendar has on both sides; answers 404 to anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if not 1970 <= found.year <= 9000:
        abort(404)
    return found
