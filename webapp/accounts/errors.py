"""The errors of the account services, which the web floor turns into messages and status codes."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.language import gettext_noop

DISABLED = gettext_noop("This account was disabled. Nothing in it is lost; ask those who run this site.")
DISABLED_BECAUSE = gettext_noop(
    "This account was disabled, for this reason: “%(reason)s” Nothing in it is lost; ask those who run this"
    " site."
)


class AccountError(Exception):
    """A value is invalid. `field` is the name of its form field.

    `message` is in English and marked for translation; it is formatted with `values`.
    """

    def __init__(self, field: str, message: str, **values: int | str) -> None:
        super().__init__(message % values if values else message)
        self.field = field
        self.message = message
        self.values = values


class AccountDisabled(AccountError):
    """The account is the learner's, but an administrator has disabled it. The reason may be empty."""

    def __init__(self, reason: str) -> None:
        if reason:
            super().__init__("", DISABLED_BECAUSE, reason=reason)
        else:
            super().__init__("", DISABLED)


class AccountErrors(Exception):
    """Several values of one form that cannot be used, so that its reader can mend all of them at once."""

    def __init__(self, errors: Sequence[AccountError]) -> None:
        super().__init__(" ".join(str(error) for error in errors))
        self.errors = tuple(errors)


class WrongPassword(Exception):
    """The password is not the account's, or it was changed while it was being checked."""


class SessionEnded(Exception):
    """The session was ended by another request while this one was under way."""


class TooBusy(Exception):
    """All threads that may hash passwords are taken."""


class TooManyGuests(Exception):
    """A network has brought too many new guests; another one is allowed after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"wait {retry_after} seconds")
        self.retry_after = retry_after


class TooManyTries(Exception):
    """There were too many wrong tries; another one is allowed after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"wait {retry_after} seconds")
        self.retry_after = retry_after
