"""E-mail addresses of accounts."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.models import LONGEST_ADDRESS, EmailAddress
from webapp.language import gettext_noop


def email_of(session: Session, learner_id: int) -> str:
    """Returns the address that mail for a learner goes to; empty where there is none."""
    query = select(EmailAddress.address).where(EmailAddress.learner_id == learner_id, EmailAddress.is_primary)
    return session.scalar(query) or ""


def read_address(text: str) -> str:
    """Returns an address as it is kept.

    Raises AccountError for what is no address that mail reaches everywhere.
    """
    if len(text) > LONGEST_ADDRESS:
        raise AccountError("email", gettext_noop("Use at most %(count)d characters."), count=LONGEST_ADDRESS)
    try:
        # A mailbox with other letters than ASCII needs SMTPUTF8, which not every server on the way has.
        checked = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except (EmailNotValidError, ValueError) as error:
        if not text.strip().partition("@")[0].isascii():
            raise AccountError(
                "email", gettext_noop("Use an address whose part before the @ has plain letters only.")
            ) from error
        raise AccountError("email", gettext_noop("Enter an address such as ada@example.org.")) from error
    if len(checked.normalized.casefold()) > LONGEST_ADDRESS:
        raise AccountError("email", gettext_noop("Use at most %(count)d characters."), count=LONGEST_ADDRESS)
    return checked.normalized
