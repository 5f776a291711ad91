"""The pages of the signed-in learner: today, history, undo and settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.catalog.model import Roadmap, Topic
from webapp.db.unit_of_work import writing
from webapp.habits.diary import read_diary
from webapp.habits.rhythms import read_days
from webapp.learning.following import follow_changes
from webapp.progress.acts import UNDO_TIME, Undone, acts_page, undo
from webapp.progress.errors import AlreadyUndone, NotOnesOwn, TooOld, UnknownAct
from webapp.progress.marks import Change
from webapp.web.account.arrival import waiting_guest
from webapp.web.me.acts import undo_message
from webapp.web.me.today import journal, today_page
from webapp.web.site.extensions import db, limiter
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.moves import present_moves
from webapp.web.site.redirects import safe_next
from webapp.web.site.responses import kept_offline, meta_builder, page
from webapp.web.site.services import catalog, find_roadmap
from webapp.web.site.standings import acts_by_slug, changes_by_slug, marks_overview, slug_of, standing_on
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import learner_or_address, signed_in
from webapp.web.topics.changes import are_few, changed, stale
from webapp.web.topics.open_topic import asks_from_a_list, asks_from_page_of

bp = Blueprint("me", __name__, url_prefix="/me")
# How many acts are read for the history.
RECENT = 300
# The week of today's page, wherever on earth it begins.
OF_TODAY = timedelta(days=9)


@bp.get("")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def today() -> Response:
    """Shows where to go on, the week, the other roadmaps, suggestions, and recent changes with undo."""
    who, now = signed_in(), datetime.now(UTC)
    diary = read_diary(db.session(), who.learner_id, who.time_zone, now - OF_TODAY, now + OF_TODAY)
    acts = acts_by_slug(diary.acts)
    paces = {slug_of(key): pace for key, pace in diary.paces.items()}
    context = today_page(catalog(), who, marks_overview(), diary, acts, now, paces)
    meta = meta_builder().simple(
        gettext("Today"), gettext("What you are learning, and what comes next."), section="me"
    )
    is_asked = waiting_guest(who.learner_id) is not None
    return kept_offline(page("me/today.html", meta, page=context, is_asked=is_asked))


@bp.get("/history")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def history() -> Response:
    """Shows the newest changes by day, or those before an act, with undo."""
    who = signed_in()
    found = acts_page(db.session(), who.learner_id, RECENT, request.args.get("before", "")[:32])
    acts = acts_by_slug(found.acts)
    rules = read_days(db.session(), who.learner_id)
    days = journal(catalog(), acts, rules.day_of, datetime.now(UTC))
    meta = meta_builder().simple(gettext("History"), gettext("What you changed, day by day."), section="me")
    shown = page("me/history.html", meta, days=days, undo_days=UNDO_TIME.days, older=found.older)
    return kept_offline(shown)


@bp.post("/acts/<act_id>/undo")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("120 per minute", key_func=learner_or_address)
def undo_act(act_id: str) -> Response:
    """Undoes an act of the learner, except on topics that newer acts have changed."""
    who, now, moves = signed_in(), datetime.now(UTC), present_moves()
    try:
        with writing(db.session()) as session:
            undone = undo(session, who.learner_id, act_id, now, moves.renamed)
            # What was undone may be on topics that have become others since.
            follow_changes(session, who.learner_id, moves, now)
    except UnknownAct:
        abort(404)
    except AlreadyUndone:
        return _answer_undo((), Toast(gettext("This was undone before.")))
    except TooOld:
        return _answer_undo((), Toast(_too_old_words()))
    except NotOnesOwn:
        words = gettext("Your marks followed a change of the roadmap, which cannot be undone here.")
        return _answer_undo((), Toast(words))
    undone = Undone(changes_by_slug(undone.changes))
    return _answer_undo(undone.changes, Toast(undo_message(catalog(), undone)))


def _too_old_words() -> str:
    return ngettext(
        "A change can be undone for %(num)d day. Nothing was changed; set the topics again instead.",
        "A change can be undone for %(num)d days. Nothing was changed; set the topics again instead.",
        UNDO_TIME.days,
    )


def _answer_undo(changes: Sequence[Change], toast: Toast) -> Response:
    if wants_fragment() and (pieces := _pieces(changes)):
        return changed(standing_on(pieces.roadmap), pieces.topics, toast)
    if wants_fragment():
        return stale(toast)
    show_on_next_page(toast)
    return redirect(safe_next(request.form.get("next"), "/me"), 303)


@dataclass(frozen=True, slots=True)
class _Pieces:
    roadmap: Roadmap
    topics: list[Topic]


def _pieces(changes: Sequence[Change]) -> _Pieces | None:
    """Returns what changed on the page that asks, if that page can be changed piece by piece."""
    by_slug: dict[str, dict[str, Topic]] = {}
    for change in changes:
        topic = catalog().topic(change.roadmap, change.topic_id)
        # By id, because twins are one topic.
        by_slug.setdefault(change.roadmap, {}).update({topic.id: topic} if topic else {})
    for slug, topics in by_slug.items():
        roadmap = find_roadmap(slug)
        is_few = len(by_slug) == 1 and are_few(topics) and not asks_from_a_list()
        if roadmap and topics and (is_few or asks_from_page_of(roadmap)):
            return _Pieces(roadmap, list(topics.values()))
    return None
