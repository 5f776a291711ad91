"""Sending mail: by SMTP if `MAIL_URL` is set, or else as files in `instance/outbox/`."""

from __future__ import annotations

import hashlib
import os
import secrets
import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from webapp.config import Settings

# For each answer of the mail server, and for all of them together.
TIMEOUT_SECONDS = 15
LONGEST_SECONDS = 60.0
SUBMISSION_PORT, TLS_PORT = 587, 465
CLEARTEXT = "the server offers no TLS, and credentials are not sent in the clear"


class NotSent(Exception):
    """A mail was not sent. The message is a sentence without the address; final ones will never be sent."""

    def __init__(self, message: str, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class MailRefused(Exception):
    """The mail server offers no TLS, which the settings require."""


def send_message(settings: Settings, message: EmailMessage) -> str:
    """Sends a mail, and returns where it went. Raises NotSent."""
    if not settings.mail_url:
        return str(_write_to_outbox(settings.instance_dir / "outbox", message))
    try:
        deliver(settings.mail_url, message)
    except (MailRefused, OSError, smtplib.SMTPException) as error:
        raise _not_sent(error, _server_name(settings.mail_url)) from error
    return _server_name(settings.mail_url)


def deliver(url: str, message: EmailMessage) -> None:
    """Sends a mail by the SMTP server of `url`.

    `smtps://` uses TLS from the start; `smtp://` switches to TLS if the server offers STARTTLS. The
    certificate has to be valid for the host. Raises MailRefused instead of sending credentials without TLS,
    unless the URL ends in `?insecure=1`. Raises OSError or SMTPException if the server cannot be reached or
    refuses the mail.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", _port(url)
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = _BoundedTls(host, port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = _Bounded(host, port, timeout=TIMEOUT_SECONDS)
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


class _BoundedMixin:
    """A conversation that ends after LONGEST_SECONDS, also if the server sends a byte now and then."""

    def connect(self, *arguments: Any, **options: Any) -> Any:
        self._timer = threading.Timer(LONGEST_SECONDS, self._cut)
        self._timer.daemon = True
        self._timer.start()
        return super().connect(*arguments, **options)  # type: ignore[misc]  # the class that it is mixed into has it

    def close(self) -> None:
        if timer := getattr(self, "_timer", None):
            timer.cancel()
        super().close()  # type: ignore[misc]  # as above

    def _cut(self) -> None:
        with suppress(OSError):
            if sock := getattr(self, "sock", None):
                sock.shutdown(socket.SHUT_RDWR)


class _Bounded(_BoundedMixin, smtplib.SMTP):
    pass


class _BoundedTls(_BoundedMixin, smtplib.SMTP_SSL):
    pass


def _refuse_in_the_clear(server: smtplib.SMTP, is_insecure_allowed: bool) -> None:
    if not isinstance(server.sock, ssl.SSLSocket) and not is_insecure_allowed:
        raise MailRefused(CLEARTEXT)


def _not_sent(error: Exception, server: str) -> NotSent:
    """Returns the error in words. What the server said may hold the recipient's address, so its code does."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        is_final = all(code >= 500 for code in codes)
        return NotSent(f"{server} refuses the recipient ({codes[0] if codes else '?'})", is_final)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error, server)
    if isinstance(error, ssl.SSLCertVerificationError):
        return NotSent(f"the certificate of {server} is not valid: {error.verify_message}")
    if isinstance(error, MailRefused):
        return NotSent(f"{server}: {error}")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return NotSent(f"{server} closed the connection, or did not answer in time")
    if isinstance(error, OSError):
        return NotSent(f"{server} cannot be reached: {error.strerror or error}")
    return NotSent(f"{server}: {type(error).__name__}")


def _answered(error: smtplib.SMTPResponseException, server: str) -> NotSent:
    code = error.smtp_code
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotSent(f"{server} refuses the user or the password of MAIL_URL ({code})")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return NotSent(f"{server} refuses the sender, which MAIL_FROM names ({code})")
    is_final = isinstance(error, smtplib.SMTPDataError) and code >= 500
    return NotSent(f"{server} refuses the mail ({code})", is_final)


def _server_name(url: str) -> str:
    return f"{urlsplit(url).hostname}:{_port(url)}"


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (TLS_PORT if parts.scheme == "smtps" else SUBMISSION_PORT)


def _write_to_outbox(outbox: Path, message: EmailMessage) -> Path:
    """Writes a mail whole or not at all; one that is sent again is the same file."""
    outbox.mkdir(mode=0o700, exist_ok=True)
    name = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:16]
    unfinished = outbox / f"{name}.{secrets.token_hex(4)}.part"
    # Readable by the owner only, because mails contain links that set new passwords.
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes(policy=policy.default))
    return unfinished.replace(outbox / f"{name}.eml")
