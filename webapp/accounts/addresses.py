"""E-mail addresses of accounts."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.models import LONGEST_ADDRESS, EmailAddress
from webapp.language import gettext_noop


def email_of(session: Session, learner_id: int) -> str:
    """Returns the address that mail for a learner is sent to, or an empty string if there is none."""
    query = select(EmailAddress.address).where(EmailAddress.learner_id == learner_id, EmailAddress.is_primary)
    return session.scalar(query) or ""


def verified_email_of(session: Session, learner_id: int) -> str:
    """Returns the address to which mail may be sent on a schedule, or an empty string.

    One that nobody has verified may be somebody else's, who wants no mail of this site.
    """
    own = (EmailAddress.learner_id == learner_id, EmailAddress.is_primary)
    query = select(EmailAddress.address).where(*own, EmailAddress.verified_at.is_not(None))
    return session.scalar(query) or ""


def primary_of(session: Session, learner_id: int) -> EmailAddress | None:
    """Returns the address of a learner with whether it is verified, or None if there is none."""
    own = (EmailAddress.learner_id == learner_id, EmailAddress.is_primary)
    return session.scalars(
        select(EmailAddress).where(*own).execution_options(populate_existing=True)
    ).one_or_none()


def read_address(text: str) -> str:
    """Returns an address in the form in which it is stored.

    Raises AccountError if the text is not an address that every mail server can deliver to.
    """
    if len(text) > LONGEST_ADDRESS:
        raise AccountError("email", gettext_noop("Use at most %(count)d characters."), count=LONGEST_ADDRESS)
    try:
        # A mailbox name with letters beyond ASCII needs SMTPUTF8, which not every mail server supports.
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
