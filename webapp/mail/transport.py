"""Mail leaves here: by SMTP where `MAIL_URL` says so, else as files in `instance/outbox/`."""

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
    """The mail server cannot be used as safely as the settings ask."""


def send_mail(settings: Settings, to: str, subject: str, text: str) -> None:
    """Sends a plain text mail without holding up the request; a failure is logged."""
    message = make_message(settings, to, subject, text)
    if settings.mail_url:
        threading.Thread(target=_deliver_or_log, args=(settings.mail_url, message), daemon=True).start()
        return
    outbox = settings.instance_dir / "outbox"
    outbox.mkdir(mode=0o700, exist_ok=True)
    # It holds links for new passwords: nobody but the site reads it.
    handle = os.open(outbox / f"{secrets.token_hex(8)}.eml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes())


def make_message(settings: Settings, to: str, subject: str, text: str) -> EmailMessage:
    """Returns the mail with its sender, its date and an id of its own."""
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
    """Gives the mail to the server of `url`.

    `smtps://` speaks TLS from the start; `smtp://` changes to TLS where the server offers it. The
    certificate has to be valid for the host. Raises MailRefused instead of sending credentials in the
    clear, unless the address ends in `?insecure=1`; raises OSError or SMTPException where the server
    cannot be reached or refuses.
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
        # What a server offers is known only once it was greeted.
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if parts.username:
            _refuse_in_the_clear(server, parse_qs(parts.query).get("insecure") == ["1"])
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _refuse_in_the_clear(server: smtplib.SMTP, is_insecure_wanted: bool) -> None:
    if not isinstance(server.sock, ssl.SSLSocket) and not is_insecure_wanted:
        raise MailRefused("the server offers no TLS, and credentials are not sent in the clear")


def _deliver_or_log(url: str, message: EmailMessage) -> None:
    try:
        deliver(url, message)
    except MailRefused as error:
        log.error("mail was not sent: %s", error)
    except (OSError, smtplib.SMTPException) as error:
        # The server's own words may name the person.
        log.error("mail was not sent: %s", type(error).__name__)
