"""Sending mail: by SMTP if `MAIL_URL` is set, or else as files in `instance/outbox/`."""

from __future__ import annotations

import logging
import os
import secrets
import smtplib
import ssl
import threading
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from webapp.config import Settings

log = logging.getLogger("milepost.mail")
TIMEOUT_SECONDS = 15
SUBMISSION_PORT, TLS_PORT = 587, 465


class MailRefused(Exception):
    """The mail server offers no TLS, which the settings require."""


def send_mail(settings: Settings, to: str, subject: str, text: str) -> None:
    """Sends a plain text mail in a thread of its own. Failures are logged."""
    message = make_message(settings, to, subject, text)
    if settings.mail_url:
        threading.Thread(target=_deliver_or_log, args=(settings.mail_url, message), daemon=True).start()
        return
    outbox = settings.instance_dir / "outbox"
    outbox.mkdir(mode=0o700, exist_ok=True)
    # Readable by the owner only, because mails contain links that set new passwords.
    handle = os.open(outbox / f"{secrets.token_hex(8)}.eml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes())


def make_message(settings: Settings, to: str, subject: str, text: str) -> EmailMessage:
    """Returns a mail with sender, date and Message-ID."""
    sender = settings.mail_from or f"no-reply@{urlsplit(settings.site_url).hostname}"
    message = EmailMessage()
    message["To"] = to
    message["From"] = sender
    message["Subject"] = subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content(text)
    return message


def deliver(url: str, message: EmailMessage) -> None:
    """Sends a mail by the SMTP server of `url`.

    `smtps://` uses TLS from the start; `smtp://` switches to TLS if the server offers STARTTLS. The
    certificate has to be valid for the host. Raises MailRefused instead of sending credentials without TLS,
    unless the URL ends in `?insecure=1`. Raises OSError or SMTPException if the server cannot be reached or
    refuses the mail.
    """
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or TLS_PORT, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or SUBMISSION_PORT, timeout=TIMEOUT_SECONDS)
    with server:
        # The extensions of a server are known only after EHLO.
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if parts.username:
            _refuse_in_the_clear(server, parse_qs(parts.query).get("insecure") == ["1"])
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _refuse_in_the_clear(server: smtplib.SMTP, is_insecure_allowed: bool) -> None:
    if not isinstance(server.sock, ssl.SSLSocket) and not is_insecure_allowed:
        raise MailRefused("the server offers no TLS, and credentials are not sent in the clear")


def _deliver_or_log(url: str, message: EmailMessage) -> None:
    try:
        deliver(url, message)
    except MailRefused as error:
        log.error("mail was not sent: %s", error)
    except (OSError, smtplib.SMTPException) as error:
        # The message of the server may contain the address of the recipient, so it is not logged.
        log.error("mail was not sent: %s", type(error).__name__)
