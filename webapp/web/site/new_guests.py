"""Somebody's first mark makes a guest, whom the session cookie of the answer names; reading never does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.accounts.guests import make_guest
from webapp.db.base import Reader
from webapp.db.learners import GUEST
from webapp.db.unit_of_work import writing, writing_by_statements
from webapp.web.site.client_address import client_address
from webapp.web.site.extensions import db
from webapp.web.site.security_log import security_event
from webapp.web.site.session_cookies import remember, remember_first
from webapp.web.site.visitor import become, refuse_while_database_is_away, visitor

LONGEST_BROWSER = 200


@contextmanager
def writing_here(now: datetime) -> Iterator[tuple[Reader, int]]:
    """Runs a block as a unit of work of the learner of this request. Somebody unknown becomes a guest in it.

    Raises TooManyGuests.
    """
    who = visitor()
    if who is not None:
        with writing_by_statements(db.engine) as connection:
            yield connection, who.learner_id
    else:
        with writing(db.session()) as session:
            yield session, learner_here(session, now)


def learner_here(session: Session, now: datetime) -> int:
    """Returns the learner of this request; of somebody unknown it makes a guest, in the same unit of work.

    Ask for the `visitor()` before the unit of work begins, because finding one may write too. Raises
    TooManyGuests.
    """
    who = visitor()
    if who is not None:
        return who.learner_id
    refuse_while_database_is_away()
    browser = request.user_agent.string[:LONGEST_BROWSER]
    opened = make_guest(session, client_address(), browser, now)
    become(opened, GUEST)
    security_event("guest_made", user=opened.learner_id)
    return opened.learner_id


def keep_guest(response: Response) -> Response:
    """Sets a guest's cookie for another while with the answer to a mark."""
    who = visitor()
    if who is None or not who.is_guest:
        return response
    if who.token not in request.cookies.values():
        remember_first(response, who.token)
    return remember(response, who.token, True, GUEST)
