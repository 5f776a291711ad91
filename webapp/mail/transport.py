"""Mail leaves here: by SMTP where `MAIL_URL` says so, else as files in `instance/outbox/`."""

from __future__ import annotations

import logging
import secrets
import smtplib
import threading
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from webapp.config import Settings

log = logging.getLogger("milepost.mail")
PATIENCE_SECONDS = 15


def send_mail(settings: Settings, to: str, subject: str, text: str) -> None:
    """Sends a plain text mail without holding up the request; a failure is logged."""
    message = EmailMessage()
    message["To"] = to
    message["From"] = f"no-reply@{urlsplit(settings.site_url).hostname}"
    message["Subject"] = subject
    message.set_content(text)
    if settings.mail_url:
        threading.Thread(target=_by_smtp, args=(settings.mail_url, message), daemon=True).start()
        return
    outbox = settings.instance_dir / "outbox"
    outbox.mkdir(mode=0o700, exist_ok=True)
    (outbox / f"{secrets.token_hex(8)}.eml").write_bytes(message.as_bytes())


def _by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(parts.hostname or "localhost", parts.port or 0, timeout=PATIENCE_SECONDS) as server:
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail was not sent: %s", type(error).__name__)
