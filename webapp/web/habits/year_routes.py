"""A learner's year, and the growth of one roadmap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, request
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.habits.diary import read_diary
from webapp.habits.journal import changes_of
from webapp.habits.rhythms import read_days
from webapp.learning.burn_up import burn_up
from webapp.learning.days import topics_by_day
from webapp.learning.demands import demands
from webapp.learning.today import own_roadmaps
from webapp.web.habits.streak_words import streak_view
from webapp.web.habits.year import burn_up_of, year_page
from webapp.web.site.extensions import db
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import catalog, find_roadmap
from webapp.web.site.standings import acts_by_slug, keys_of, marks_overview
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import signed_in

bp = Blueprint("year", __name__)
FIRST_YEAR, LAST_YEAR = 1970, 9000
# Days of a year that are other days in UTC.
AROUND = timedelta(days=2)


@bp.get("/me/year")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def year() -> Response:
    """Shows the days of a year with something learnt: `year`, or the present one."""
    who, now = signed_in(), datetime.now(UTC)
    shown = request.args.get("year", type=int) if request.args.get("year") else now.year
    if shown is None or not FIRST_YEAR <= shown <= LAST_YEAR:
        abort(404)
    first, last = datetime(shown, 1, 1, tzinfo=UTC) - AROUND, datetime(shown + 1, 1, 1, tzinfo=UTC) + AROUND
    diary = read_diary(db.session(), who.learner_id, who.time_zone, first, last)
    topics = topics_by_day(catalog(), acts_by_slug(diary.acts), diary.days.day_of)
    context = year_page(shown, topics, diary.learnt, diary.days.day_of(now))
    streak = streak_view(diary.streak(now))
    roadmaps = own_roadmaps(catalog(), marks_overview().marks)
    title = gettext("Your year %(year)s", year=shown)
    meta = meta_builder().simple(title, gettext("The days on which you learnt."), section="me")
    return page("habits/year.html", meta, page=context, title=title, roadmaps=roadmaps, streak=streak)


@bp.get("/me/year/<slug>")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def growth(slug: str) -> Response:
    """Shows how the number of topics that are done grew on a roadmap."""
    who, now = signed_in(), datetime.now(UTC)
    roadmap = find_roadmap(slug)
    if roadmap is None:
        abort(404)
    rules = read_days(db.session(), who.learner_id)
    events = changes_of(db.session(), who.learner_id, keys_of(roadmap))
    steps = burn_up(roadmap, events, rules.day_of)
    context = burn_up_of(steps, demands(roadmap).whole.total, rules.day_of(now))
    meta = meta_builder().simple(
        gettext("Growth of %(roadmap)s", roadmap=roadmap.brief_title),
        gettext("How many topics were done, day by day."),
        section="me",
    )
    return page("habits/growth.html", meta, page=context, roadmap=roadmap)
