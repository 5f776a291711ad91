"""Somebody's first mark makes a guest, whom the session cookie of the answer names; reading never does."""

from __future__ import annotations

from datetime import datetime

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.accounts.guests import make_guest
from webapp.db.learners import GUEST
from webapp.web.site.client_address import client_address
from webapp.web.site.security_log import security_event
from webapp.web.site.session_cookies import remember, remember_first
from webapp.web.site.visitor import become, refuse_while_database_is_away, visitor

LONGEST_BROWSER = 200


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
