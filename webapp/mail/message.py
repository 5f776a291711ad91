"""Mails as they are sent: text and HTML, with the headers that every mail has."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from webapp.config import Settings

# Of a mail, by RFC 5322.
LONGEST_LINE = 998


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of which it is not said yet to whom it goes. `name` is that of its templates."""

    name: str
    subject: str
    text: str
    html: str


def make_message(settings: Settings, to: str, mail: Mail, unsubscribe: str = "") -> EmailMessage:
    """Returns a message with sender, date and Message-ID, which stay the same however often it is sent.

    `unsubscribe` is the address at which one POST ends mails of its kind (RFC 8058).
    """
    sender = settings.mail_from or f"no-reply@{urlsplit(settings.site_url).hostname}"
    message = EmailMessage()
    message["To"] = to
    message["From"] = sender
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    # Nobody's out-of-office note is wanted (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, cte=_encoding(mail.text))
    message.add_alternative(mail.html, subtype="html", cte=_encoding(mail.html))
    return message


def _encoding(text: str) -> str:
    """Returns the encoding that leaves a text readable in the outbox, where links have to be copied."""
    is_plain = text.isascii() and all(len(line) <= LONGEST_LINE for line in text.splitlines())
    return "7bit" if is_plain else "quoted-printable"
