"""What those who run the site do to an account, by its pages and by `flask learners`.

Each deed is done in the caller's unit of work, with its entry in the audit log and the mail to the owner.
`staff` is the administrator who does it, or 0 for a command. A deed that would change nothing, or may not
be done, raises AccountError with a sentence; it raises UnknownLearner where there is no such account.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.accounts import administration, deletion
from webapp.accounts.errors import AccountError
from webapp.accounts.recovery import add_reset
from webapp.accounts.second_step import forget_second_step
from webapp.accounts.sessions import close_sessions
from webapp.db.learners import lock_learner
from webapp.language import gettext_noop
from webapp.web.account import notices
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings

IS_DISABLED = gettext_noop("This account is disabled already.")
NOT_DISABLED = gettext_noop("This account is not disabled.")
IS_ADMIN = gettext_noop("This account is an administrator’s already.")
NOT_ADMIN = gettext_noop("This account is not an administrator’s.")
NO_SECOND_STEP = gettext_noop("This account is not asked for a second step.")
IS_LEAVING = gettext_noop("This account is to be deleted already.")
NOT_LEAVING = gettext_noop("This account is not to be deleted.")


def disable(session: Session, learner_id: int, staff: int, now: datetime, reason: str = "") -> None:
    """Ends all sessions and lets nobody sign in; nothing is lost. The owner is told the reason."""
    reason = administration.read_reason(reason)
    administration.check_account(session, learner_id)
    _check(administration.disable(session, learner_id, now, reason), IS_DISABLED)
    notices.queue_staff_notice(session, learner_id, notices.DISABLED, now, reason)
    security_event("account_disabled", reason, user=learner_id, staff=staff)


def enable(session: Session, learner_id: int, staff: int, now: datetime) -> None:
    """Lets the owner sign in again."""
    administration.check_account(session, learner_id)
    _check(administration.enable(session, learner_id), NOT_DISABLED)
    _tell(session, "account_enabled", notices.ENABLED, learner_id, staff, now)


def promote(session: Session, learner_id: int, staff: int, now: datetime) -> None:
    """Makes an administrator of a learner."""
    administration.check_account(session, learner_id)
    _check(administration.promote(session, learner_id), IS_ADMIN)
    _tell(session, "admin_made", notices.PROMOTED, learner_id, staff, now)


def demote(session: Session, learner_id: int, staff: int, now: datetime) -> None:
    """Makes an ordinary learner of an administrator."""
    administration.check_account(session, learner_id)
    _check(administration.demote(session, learner_id), NOT_ADMIN)
    _tell(session, "admin_removed", notices.DEMOTED, learner_id, staff, now)


def sign_out(session: Session, learner_id: int, staff: int, now: datetime) -> None:
    """Ends all sessions; the owner can sign in again."""
    administration.check_account(session, learner_id)
    lock_learner(session, learner_id)
    close_sessions(session, learner_id)
    _tell(session, "signed_out_by_staff", notices.SIGNED_OUT, learner_id, staff, now)


def end_second_step(session: Session, learner_id: int, staff: int, now: datetime) -> None:
    """Lets somebody sign in without the second step, who has lost phone and recovery codes."""
    administration.check_account(session, learner_id)
    _check(forget_second_step(session, learner_id), NO_SECOND_STEP)
    _tell(session, "second_step_ended", notices.SECOND_STEP_ENDED, learner_id, staff, now)


def make_reset_link(session: Session, learner_id: int, staff: int, now: datetime) -> str:
    """Returns the address at which the owner sets a new password, once, within an hour."""
    administration.check_account(session, learner_id)
    lock_learner(session, learner_id)
    token = add_reset(session, learner_id, now)
    _tell(session, "reset_link_made", notices.RESET_LINK_MADE, learner_id, staff, now)
    return f"{settings().site_url}/reset-password/{token}"


def request_deletion(session: Session, learner_id: int, staff: int, now: datetime) -> None:
    """Signs out and hides the account, which is deleted later unless somebody takes that back."""
    administration.check_account(session, learner_id)
    administration.keep_an_admin(session, learner_id)
    lock_learner(session, learner_id)
    _check(deletion.leaving_until(session, learner_id) is None, IS_LEAVING)
    due = deletion.request_deletion(session, learner_id, now)
    notices.queue_leaving(session, learner_id, due, now, is_by_staff=True)
    security_event("deletion_requested", user=learner_id, staff=staff)


def take_deletion_back(session: Session, learner_id: int, staff: int, now: datetime) -> None:
    """Keeps an account that was to be deleted."""
    administration.check_account(session, learner_id)
    _check(deletion.come_back(session, learner_id), NOT_LEAVING)
    _tell(session, "deletion_taken_back", notices.DELETION_TAKEN_BACK, learner_id, staff, now)


def _check(is_done: bool, otherwise: str) -> None:
    if not is_done:
        raise AccountError("", otherwise)


def _tell(session: Session, event: str, notice: str, learner_id: int, staff: int, now: datetime) -> None:
    notices.queue_staff_notice(session, learner_id, notice, now)
    security_event(event, user=learner_id, staff=staff)
