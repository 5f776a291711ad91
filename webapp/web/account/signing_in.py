"""Signing in, whatever proved who somebody is: a session, or the page of the second step.

What a guest has marked, the mail about a browser that is new, and all cookies are seen to here. A route whose
proof needs no transaction of its own has one call: `return sign_in_by(learner_id, IDENTITY, wanted)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.accounts.attempts import LINK, Attempt, Wanted, start
from webapp.accounts.sessions import OpenedSession, close_session
from webapp.db.learners import UnknownLearner, lock_learner
from webapp.db.unit_of_work import writing
from webapp.web.account.arrival import Arrival, bring_marks, decide_later, guest_here, welcome
from webapp.web.account.attempt_cookie import forget_attempt, keep_attempt
from webapp.web.account.known_browsers import is_known_browser, remember_browser
from webapp.web.account.notices import NEW_SIGN_IN, queue_notice
from webapp.web.account.pending_mark import set_pending_mark
from webapp.web.site.extensions import db
from webapp.web.site.redirects import safe_next
from webapp.web.site.security_log import security_event
from webapp.web.site.session_cookies import remember, session_cookie
from webapp.web.site.toasts import show_on_next_page
from webapp.web.site.visitor import send_to_sign_in


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a proof has led to: a session, or an attempt that needs a second step."""

    step: OpenedSession | Attempt
    arrival: Arrival = field(default_factory=Arrival)


def sign_in_by(learner_id: int, proof: str, wanted: Wanted) -> Response:
    """Signs in a learner who has proven who they are, in a unit of work of its own."""
    guest_id = guest_here()
    try:
        with writing(db.session()) as session:
            lock_learner(session, learner_id)
            outcome = go_on(session, learner_id, proof, wanted, guest_id, datetime.now(UTC))
    except UnknownLearner:
        return send_to_sign_in()
    return answer(outcome, proof, wanted)


def go_on(
    session: Session, learner_id: int, proof: str, wanted: Wanted, guest_id: int | None, now: datetime
) -> Outcome:
    """Opens the session or the attempt, in the caller's unit of work, which has locked the learner."""
    step = start(session, learner_id, proof, wanted, browser(), now)
    if isinstance(step, Attempt):
        return Outcome(step)
    return arrive(session, step, proof, guest_id, now)


def arrive(
    session: Session, opened: OpenedSession, proof: str, guest_id: int | None, now: datetime
) -> Outcome:
    """Ends the session of before, brings a guest's marks, and tells the owner about a browser that is new."""
    # Of a link by mail the owner is told by another mail.
    if proof != LINK and not is_known_browser(opened.learner_id):
        queue_notice(session, opened.learner_id, NEW_SIGN_IN, now)
    end_present_session(session)
    return Outcome(opened, bring_marks(session, guest_id, opened.learner_id, now))


def answer(outcome: Outcome, proof: str, wanted: Wanted) -> Response:
    """Returns the redirect that follows, with its cookies."""
    if isinstance(outcome.step, Attempt):
        security_event("second_step_asked", user=outcome.step.learner_id, by=proof)
        return keep_attempt(redirect(url_for("second_step.ask"), 303), outcome.step.token)
    return _signed_in(outcome.step, outcome.arrival, proof, wanted)


def browser() -> str:
    """Returns the user agent, as much of it as is stored."""
    return request.user_agent.string[:200]


def end_present_session(session: Session) -> None:
    """Ends the session of the request's cookie, so that a cookie from before the sign-in is useless."""
    if old := session_cookie(request):
        close_session(session, old)


def _signed_in(opened: OpenedSession, arrival: Arrival, proof: str, wanted: Wanted) -> Response:
    security_event("signed_in", user=opened.learner_id, by=proof)
    show_on_next_page(welcome(arrival))
    if wanted.mark:
        set_pending_mark(opened.learner_id, wanted.mark)
    decide_later((arrival.waiting, opened.learner_id) if arrival.waiting else None)
    target = safe_next(wanted.back, "/me")
    if arrival.waiting:
        target = url_for("guest.merge_marks", next=target)
    response = remember_browser(redirect(target, 303), opened.learner_id)
    return forget_attempt(remember(response, opened.token, opened.remember))
