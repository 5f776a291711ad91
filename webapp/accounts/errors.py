"""What can be wrong with an account's data: each error names the field of the form and says what would be
right.
"""

from __future__ import annotations

from collections.abc import Sequence


class AccountError(Exception):
    """A value that cannot be used; `field` is the form's name for it.

    `message` is English and marked for translation, `values` are what it names.
    """

    def __init__(self, field: str, message: str, **values: int) -> None:
        super().__init__(message % values if values else message)
        self.field = field
        self.message = message
        self.values = values


class AccountErrors(Exception):
    """Several values of one form that cannot be used, so that its reader can mend all of them at once."""

    def __init__(self, errors: Sequence[AccountError]) -> None:
        super().__init__(" ".join(str(error) for error in errors))
        self.errors = tuple(errors)


class WrongPassword(Exception):
    """The name and the password do not go together, or the password was changed while it was checked."""


class SessionEnded(Exception):
    """The session ended, elsewhere, while the request was under way."""


class TooBusy(Exception):
    """As many passwords are being hashed as the site may spend threads on."""


class TooManyTries(Exception):
    """Too many wrong tries; `retry_after` says in how many seconds one may try again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"wait {retry_after} seconds")
        self.retry_after = retry_after
