"""The weekly mail as a job: put in once a week for each learner who wants it, and rendered when it is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from webapp.accounts.addresses import verified_email_of
from webapp.config import Settings
from webapp.db.learners import ACCOUNT, Learner
from webapp.db.unit_of_work import end_reading, writing
from webapp.habits.diary import read_diary
from webapp.habits.digests import (
    QUIET,
    next_digest,
    some_who_want_it,
    unsubscribe_token,
    wants_digest,
)
from webapp.jobs.queue import KeyedJob, put_many_once
from webapp.jobs.worker import Handler, Store
from webapp.learning.days import topics_by_day
from webapp.learning.today import today
from webapp.mail.message import Mail
from webapp.mail.queue import put_mail
from webapp.web.habits.learnt_words import learnt_words
from webapp.web.habits.plan import planned
from webapp.web.habits.streak_words import streak_view
from webapp.web.site.extensions import db
from webapp.web.site.mail_templates import render_mail
from webapp.web.site.services import catalog
from webapp.web.site.standings import acts_by_slug, overview_of

KIND, DAILY = "digest", "digests"
WEEK = timedelta(days=7)
# How many topics of the plan the mail names.
MOST_PLANNED = 5
Sessions = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class Named:
    """A topic with its address, and the day on which it comes."""

    label: str
    link: str
    day: object = None


def digest_jobs(
    app: Flask, settings: Settings, sessions: Sessions
) -> tuple[dict[str, Handler], tuple[str, ...]]:
    """Returns the job of every day, which puts in the mails of the week, and the one of each mail."""

    def put_in(_: Mapping[str, Any]) -> None:
        put_digests(sessions, datetime.now(UTC))

    def make(payload: Mapping[str, Any]) -> Store | None:
        # Templates ask for the address of the site.
        with app.test_request_context(base_url=settings.site_url):
            return make_digest(settings, int(payload["learner_id"]), datetime.now(UTC))

    return {DAILY: put_in, KIND: make}, (DAILY,)


def put_digests(sessions: Sessions, now: datetime) -> None:
    """Puts in the next weekly mail of everybody who wants it; a week has one, whoever asks how often."""
    after = 0
    while True:
        with sessions() as session, writing(session):
            found = some_who_want_it(session, after)
            put_many_once(session, KIND, [_keyed(*learner, now) for learner in found], now)
        if not found:
            return
        after = found[-1][0]


def _keyed(learner_id: int, time_zone: str, now: datetime) -> KeyedJob:
    monday, due = next_digest(time_zone, now)
    return KeyedJob(f"digest:{learner_id}:{monday}", {"learner_id": learner_id}, due)


def make_digest(settings: Settings, learner_id: int, now: datetime) -> Store | None:
    """Returns what puts a learner's weekly mail into the queue; None if there is nothing to say any more."""
    session = db.session()
    try:
        learner = session.get(Learner, learner_id, populate_existing=True)
        to = verified_email_of(session, learner_id)
        if learner is None or learner.kind != ACCOUNT or not to or not wants_digest(session, learner_id):
            return None
        link = f"{settings.site_url}/unsubscribe/{unsubscribe_token(settings.secret_key, learner_id)}"
        mail = _mail(settings, session, learner, now, link)
    finally:
        end_reading(session)
    if mail is None:
        return None

    def store(writer: Session) -> None:
        put_mail(writer, settings, to, mail, now, WEEK, unsubscribe=link)

    return store


def _mail(settings: Settings, session: Session, learner: Learner, now: datetime, link: str) -> Mail | None:
    diary = read_diary(session, learner.id, learner.time_zone, now - 2 * WEEK, now)
    end = diary.days.day_of(now)
    plan = planned(session, catalog(), learner.id, now)
    # Whoever has made a plan and not begun is not reminded for ever either.
    planned_on = [diary.days.day_of(plan.plans.changed_at)] if plan.plans.changed_at else []
    if end - max([*diary.learnt, *planned_on], default=date.min) > QUIET:
        return None
    topics = topics_by_day(catalog(), acts_by_slug(diary.acts), diary.days.day_of)
    of_week = {day: made for day, made in topics.items() if end - WEEK <= day < end}
    current = today(catalog(), overview_of(learner.id)).current
    upcoming = current.next_topic if current else None
    coming = sorted(
        (one for each in plan.roadmaps for one in each.topics if one.day < end + WEEK),
        key=lambda one: one.day,
    )
    return render_mail(
        "digest",
        words=f"{learnt_words(of_week)}." if of_week else "",
        streak=streak_view(diary.streak(now)),
        next=Named(upcoming.label, f"{settings.site_url}{upcoming.path}") if upcoming else None,
        planned=[
            Named(one.topic.label, f"{settings.site_url}{one.topic.path}", one.day)
            for one in coming[:MOST_PLANNED]
        ],
        more=max(0, len(coming) - MOST_PLANNED),
        plan=f"{settings.site_url}/me/plan",
        link=f"{settings.site_url}/me",
        unsubscribe=link,
    )
