"""The mails about addresses: to verify one, to confirm another, and to take a change back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.accounts.directory import username_of
from webapp.accounts.email_links import CHANGE, KEEP, VALID, VERIFY
from webapp.accounts.verification import Confirmed, request_change, request_verification
from webapp.web.site.mail_templates import queue_mail
from webapp.web.site.services import settings


def queue_verification(session: Session, learner_id: int, now: datetime) -> bool:
    """Puts the mail that verifies an address into the queue; returns False if none is to be sent."""
    found = request_verification(session, learner_id, now)
    if found is None:
        return False
    token, address = found
    values = _values(session, learner_id, token)
    queue_mail(session, address, "verify_email", now, useful_for=VALID[VERIFY], **values)
    return True


def queue_change(session: Session, learner_id: int, address: str, now: datetime) -> None:
    """Puts the mail that confirms another address into the queue. Raises AccountError."""
    token = request_change(session, learner_id, address, now)
    if token is not None:
        values = _values(session, learner_id, token)
        queue_mail(session, address, "confirm_email", now, useful_for=VALID[CHANGE], **values)


def queue_announcement(session: Session, confirmed: Confirmed, now: datetime) -> None:
    """Tells a verified address that another one has replaced it, with a link that takes that back."""
    if confirmed.keep_token:
        link = f"{settings().site_url}/keep-email/{confirmed.keep_token}"
        values = {"link": link, "address": confirmed.address}
        queue_mail(session, confirmed.old_address, "email_changed", now, useful_for=VALID[KEEP], **values)


def _values(session: Session, learner_id: int, token: str) -> dict[str, str]:
    link = f"{settings().site_url}/verify-email/{token}"
    return {"link": link, "name": username_of(session, learner_id)}
