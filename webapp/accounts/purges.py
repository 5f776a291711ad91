"""What accounts leave behind: sessions and links that have expired, tries that count no more.

Each function deletes some rows beyond the key `after`, as `delete_some` does. Whatever proves who somebody is
ended when it expired; its row is deleted later, so that a clock that was wrong for a while signs nobody out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.limits import WINDOW_OF_CODES
from webapp.accounts.models import EmailLink, LearnerSession, PasswordReset, SignInTry, TokenEntry
from webapp.accounts.second_step_models import SignInAttempt
from webapp.db.purging import Purged, delete_some

KEPT = timedelta(days=7)


def purge_sessions(session: Session, now: datetime, after: int) -> Purged:
    """Deletes sessions that have expired."""
    ended = LearnerSession.expires_at < now - KEPT
    return delete_some(session, LearnerSession, LearnerSession.learner_id, after, ended)


def purge_resets(session: Session, now: datetime, after: int) -> Purged:
    """Deletes links for a new password that have expired."""
    ended = PasswordReset.expires_at < now - KEPT
    return delete_some(session, PasswordReset, PasswordReset.learner_id, after, ended)


def purge_email_links(session: Session, now: datetime, after: int) -> Purged:
    """Deletes links about an address that have expired."""
    return delete_some(session, EmailLink, EmailLink.learner_id, after, EmailLink.expires_at < now - KEPT)


def purge_attempts(session: Session, now: datetime, after: int) -> Purged:
    """Deletes sign-ins whose second step never came."""
    ended = SignInAttempt.expires_at < now - KEPT
    return delete_some(session, SignInAttempt, SignInAttempt.learner_id, after, ended)


def purge_tries(session: Session, now: datetime, after: int) -> Purged:
    """Deletes tries that count no more. New tries delete some too; this is for the time after an attack."""
    return delete_some(session, SignInTry, SignInTry.id, after, SignInTry.at < now - WINDOW_OF_CODES)


def purge_first_tokens(session: Session, now: datetime, after: int) -> Purged:
    """Deletes entries of version 0.1.0's tokens whose session or link is gone."""
    lives = [
        select(model.learner_id)
        .where(model.learner_id == TokenEntry.learner_id, model.token_hash == TokenEntry.token_hash)
        .exists()
        for model in (LearnerSession, PasswordReset)
    ]
    return delete_some(session, TokenEntry, TokenEntry.learner_id, after, *(~alive for alive in lives))
