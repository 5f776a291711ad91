"""The group of commands, and what several of them do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from webapp.cli.groups.database import DatabaseGroup

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Who does it, in the audit log.
BY_COMMAND = 0
learners = DatabaseGroup("learners", help="Look after learners.")


@contextmanager
def acting_on(name: str) -> Iterator[tuple[Session, int]]:
    """Runs a block as one transaction on the account with a username or address.

    What the block may not do to it ends the command with a sentence.
    """
    from webapp.accounts.errors import AccountError
    from webapp.db.learners import UnknownLearner
    from webapp.db.unit_of_work import writing
    from webapp.web.site.extensions import db

    try:
        with writing(db.session()) as session:
            yield session, number_of(session, name)
    except AccountError as error:
        raise click.ClickException(str(error)) from error
    except UnknownLearner as error:
        raise click.ClickException(f"{name} has just been deleted") from error


def number_of(session: Session, name: str) -> int:
    """Returns the learner with a username or address.

    If there is none the command ends, and also if several have named the address and none has verified it:
    whoever writes from it is the owner of one of them only.
    """
    from webapp.accounts.directory import find_learners, username_of

    found = find_learners(session, name)
    if not found:
        raise click.ClickException(f"there is no account with the username or address {name}")
    if len(found) > 1:
        names = ", ".join(username_of(session, learner_id) for learner_id in found)
        raise click.ClickException(
            f"nobody has verified the address {name}, and several accounts have named it: {names}. "
            "Say which one by its username"
        )
    return found[0]
