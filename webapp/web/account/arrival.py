"""What becomes of the marks of a guest who signs in.

An account without marks gets them at once. Where the account has marks too, its owner is asked, on a page of
its own; until then a signed cookie says which guest is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import session as browser_session
from sqlalchemy.orm import Session

from webapp.accounts.sessions import close_sessions
from webapp.db.learners import UnknownLearner, lock_guest, remove_guest
from webapp.learning.merging import merge_guest, preview_merge
from webapp.web.site.toasts import Toast
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import refuse_while_database_is_away, visitor

_WAITING = "waiting-guest"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody has arrived at an account.

    `is_same` is whether a guest became the account. `act_id` is the act by which `count` marks were added.
    `waiting` is the guest about whose marks the owner has to decide, or 0.
    """

    has_signed_up: bool = False
    is_same: bool = False
    act_id: str = ""
    count: int = 0
    waiting: int = 0


def guest_here() -> int | None:
    """Returns the guest of this request, or None."""
    who = visitor()
    refuse_while_database_is_away()
    return who.learner_id if who and who.is_guest else None


def bring_marks(session: Session, guest_id: int | None, account_id: int, now: datetime) -> Arrival:
    """Adds a guest's marks to an account without marks, in the unit of work that has locked the account.

    The guest's sessions end in any case, because a sign-in leaves no cookie of before it of any use.
    """
    if guest_id is None:
        return Arrival()
    try:
        lock_guest(session, guest_id)
    except UnknownLearner:
        return Arrival()
    close_sessions(session, guest_id)
    found = preview_merge(session, guest_id, account_id)
    if not found.guest:
        remove_guest(session, guest_id)
        return Arrival()
    if found.account:
        return Arrival(waiting=guest_id)
    return Arrival(act_id=merge_guest(session, guest_id, account_id, now), count=len(found.guest))


def welcome(arrival: Arrival) -> Toast:
    """Returns the message after signing in."""
    if arrival.is_same:
        return Toast(gettext("Welcome. Your marks are kept in your account now."))
    if arrival.has_signed_up:
        return Toast(gettext("Welcome. You are signed in."))
    if not arrival.act_id:
        return Toast(gettext("You are signed in."))
    words = ngettext(
        "You are signed in. %(num)d mark from this browser is in your account now.",
        "You are signed in. %(num)d marks from this browser are in your account now.",
        arrival.count,
    )
    undo = f"/me/acts/{arrival.act_id}/undo"
    return Toast(words, undo)


def decide_later(waiting: tuple[int, int] | None) -> None:
    """Keeps in the browser's signed cookie which guest waits for which account, or that none does."""
    if waiting is not None:
        browser_session[_WAITING] = list(waiting)
    else:
        browser_session.pop(_WAITING, None)


def waiting_guest(account_id: int) -> int | None:
    """Returns the guest about whose marks the owner of this account has to decide, or None."""
    guest_id, owner = browser_session.get(_WAITING) or (0, 0)
    return guest_id if owner == account_id else None
