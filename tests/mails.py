"""The mails of a site without a mail server: its worker writes them into its outbox."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from webapp.config import Settings
from webapp.db.engine import engine_options, normalize_url, prepare_engine
from webapp.jobs.worker import Worker
from webapp.mail.queue import KIND, send_queued


def read_mails(settings: Settings, to: str = "", containing: str = "") -> list[EmailMessage]:
    """Lets a worker send what is due, and returns the mails, the oldest first."""
    engine = create_engine(normalize_url(settings.database_url), **engine_options(settings.database_url))
    prepare_engine(engine)
    Worker(lambda: Session(engine), {KIND: partial(send_queued, settings)}).run_due()
    engine.dispose()
    files = sorted((settings.instance_dir / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [mail for mail in mails if (not to or mail["To"] == to) and containing in text_of(mail)]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """Returns a part of a mail: "plain" or "html"."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def mailed_links(settings: Settings, to: str = "", path: str = "/reset-password/") -> list[str]:
    """Returns the paths of the links for a new password, or of other ones, the oldest first."""
    texts = [text_of(mail) for mail in read_mails(settings, to, path)]
    return [re.search(rf"{path}\S+", text)[0] for text in texts]  # type: ignore[index]  # each has one
