"""Mails in the queue of jobs: put in by the transaction that causes them, sent by a worker."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.config import Settings
from webapp.jobs.models import Job
from webapp.jobs.queue import JobError, put_job
from webapp.mail.message import Mail, make_message
from webapp.mail.transport import NotSent, send_message
from webapp.sealing import Unreadable, seal, unseal

KIND = "mail"


def put_mail(
    session: Session,
    settings: Settings,
    to: str,
    mail: Mail,
    now: datetime,
    useful_for: timedelta | None = None,
    unsubscribe: str = "",
) -> None:
    """Puts a mail into the queue, in the caller's transaction.

    Its Message-ID is made now, so that a mail that is sent twice, because a worker died, is known to be one.
    After `useful_for` it is not sent any more.
    """
    message = make_message(settings, to, mail, unsubscribe)
    sealed = seal(settings.secret_keys, KIND, message.as_bytes(policy=policy.SMTP))
    payload = {"name": mail.name, "to": _digest(to), "sealed": sealed}
    if useful_for is not None:
        payload["useful_until"] = (now + useful_for).isoformat()
    put_job(session, KIND, payload, now)


def drop_mails(session: Session, addresses: Iterable[str]) -> None:
    """Deletes the mails to some addresses that are in the queue, sent or not."""
    digests = {_digest(address) for address in addresses}
    jobs = session.execute(select(Job.id, Job.payload).where(Job.kind == KIND))
    found = [job_id for job_id, payload in jobs if payload.get("to") in digests]
    session.execute(delete(Job).where(Job.id.in_(found)))


def _digest(address: str) -> str:
    """Returns what stands for an address, so that mails to it are found without being unsealed."""
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:32]


def send_queued(settings: Settings, payload: Mapping[str, Any]) -> None:
    """Sends a mail of the queue. Raises JobError."""
    until = payload.get("useful_until")
    if until and datetime.now(UTC) > datetime.fromisoformat(until):
        raise JobError("its link has expired before it could be sent", is_final=True)
    try:
        content = unseal(settings.secret_keys, KIND, payload["sealed"])
    except Unreadable as error:
        raise JobError("it was put in with another SECRET_KEY", is_final=True) from error
    try:
        send_message(settings, message_from_bytes(content, policy=policy.SMTP))
    except NotSent as error:
        raise JobError(str(error), error.is_final) from error
