"""Rendering of mails, which are templates in `templates/mail/`, and putting them into the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from webapp.mail.message import Mail
from webapp.mail.queue import put_mail
from webapp.web.site.services import settings


def render_mail(name: str, /, **context: Any) -> Mail:
    """Returns the mail of the templates `<name>.subject.txt`, `<name>.txt` and `<name>.html`.

    It is in the site's language.
    """
    subject = " ".join(render_template(f"mail/{name}.subject.txt", **context).split())
    text = render_template(f"mail/{name}.txt", **context)
    html = render_template(f"mail/{name}.html", subject=subject, **context)
    return Mail(name=name, subject=subject, text=text.strip() + "\n", html=html.strip() + "\n")


def queue_mail(
    session: Session,
    to: str,
    name: str,
    now: datetime,
    /,
    useful_for: timedelta | None = None,
    **context: Any,
) -> None:
    """Puts a mail into the queue, in the unit of work that causes it. After `useful_for` it isn't sent."""
    put_mail(session, settings(), to, render_mail(name, **context), now, useful_for)
