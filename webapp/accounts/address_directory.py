"""The directory of e-mail addresses: which account has one, where several have named the same.

An address that nobody has verified may be in several accounts, so that nobody can occupy somebody else's. It
signs in to the account that was made with it last; the others keep a claim. Whoever verifies it first has it
alone, and it leaves all the others.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.accounts.email_links import end_links_about
from webapp.accounts.errors import AccountError
from webapp.accounts.models import AddressClaim, AddressEntry, EmailAddress, PasswordReset
from webapp.language import gettext_noop

ADDRESS_TAKEN = gettext_noop("There is an account with this address. Sign in, or ask for a new password.")
JUST_TAKEN = gettext_noop("Somebody has just taken this name or address. Choose another.")


def find_by_address(session: Session, folded: str) -> int | None:
    """Returns the account that an address, in small letters, signs in to."""
    found = session.scalar(select(AddressEntry.learner_id).where(AddressEntry.folded == folded))
    if found is not None:
        return found
    # The account that was made with it last has left it.
    newest = select(func.max(AddressClaim.learner_id)).where(AddressClaim.folded == folded)
    return session.scalar(newest)


def all_by_address(session: Session, folded: str) -> tuple[int, ...]:
    """Returns the account that has verified an address, else all that have named it, the last one first."""
    holder = find_by_address(session, folded)
    if holder is None or is_verified_by(session, holder, folded):
        return () if holder is None else (holder,)
    claims = select(AddressClaim.learner_id).where(AddressClaim.folded == folded)
    others = session.scalars(claims.order_by(AddressClaim.learner_id.desc()))
    return holder, *(other for other in others if other != holder)


def is_verified_by(session: Session, learner_id: int | None, folded: str) -> bool:
    """Returns whether an account has an address and has verified it."""
    own = (EmailAddress.learner_id == learner_id, EmailAddress.folded == folded)
    return session.scalar(select(EmailAddress.verified_at).where(*own)) is not None


def is_contested(session: Session, folded: str) -> bool:
    """Returns whether several accounts have named an address, and none has verified it."""
    claims = select(AddressClaim.learner_id).where(AddressClaim.folded == folded).limit(1)
    return session.scalar(claims) is not None


def check_not_verified(session: Session, learner_id: int | None, address: str) -> None:
    """Raises AccountError if another account has verified an address."""
    folded = address.casefold()
    holder = session.scalar(select(AddressEntry.learner_id).where(AddressEntry.folded == folded))
    if holder != learner_id and is_verified_by(session, holder, folded):
        raise AccountError("email", ADDRESS_TAKEN)


def lock_address(session: Session, learner_id: int, address: str) -> int:
    """Returns the account that has an address, which is this one if there was none.

    Nobody else can name or verify the address until the unit of work ends. Call it before a learner is
    locked, so that two who want the same address wait in the same order. Raises AccountError if another
    account has left the address at this moment.
    """
    folded = address.casefold()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(AddressEntry).values(folded=folded, learner_id=learner_id)
    session.execute(added.on_conflict_do_nothing(index_elements=["folded"]))
    entry = select(AddressEntry.learner_id).where(AddressEntry.folded == folded).with_for_update()
    holder = session.scalar(entry)
    if holder is None:
        raise AccountError("email", JUST_TAKEN)
    return holder


def name_address(session: Session, learner_id: int, address: str) -> None:
    """Lets an address sign in to a new account, which has not verified it.

    Another account that has not verified it either keeps a claim. Raises AccountError if one has verified it.
    """
    folded = address.casefold()
    holder = lock_address(session, learner_id, address)
    if holder == learner_id:
        return
    if is_verified_by(session, holder, folded):
        raise AccountError("email", ADDRESS_TAKEN)
    session.execute(insert(AddressClaim).values(folded=folded, learner_id=holder))
    _point_to(session, learner_id, folded)


def take_address(session: Session, learner_id: int, address: str) -> tuple[int, ...]:
    """Gives an address to the account that has verified it, and to no other.

    Returns the accounts that it has left; their links for it no longer work. The address has to be locked.
    Raises AccountError if another account has verified it.
    """
    folded = address.casefold()
    holder = lock_address(session, learner_id, address)
    if holder != learner_id and is_verified_by(session, holder, folded):
        raise AccountError("email", ADDRESS_TAKEN)
    claims = delete(AddressClaim).where(AddressClaim.folded == folded).returning(AddressClaim.learner_id)
    others = sorted({holder, *session.scalars(claims)} - {learner_id})
    _point_to(session, learner_id, folded)
    _remove(session, others, folded)
    return tuple(others)


def leave_addresses(session: Session, learner_id: int, but: str) -> None:
    """Removes an account from the directory, except by one address."""
    for model in (AddressEntry, AddressClaim):
        other = (model.learner_id == learner_id, model.folded != but.casefold())
        session.execute(delete(model).where(*other))


def _point_to(session: Session, learner_id: int, folded: str) -> None:
    entry = update(AddressEntry).where(AddressEntry.folded == folded)
    session.execute(entry.values(learner_id=learner_id))


def _remove(session: Session, learner_ids: Iterable[int], folded: str) -> None:
    for learner_id in learner_ids:
        own = (EmailAddress.learner_id == learner_id, EmailAddress.folded == folded)
        session.execute(delete(EmailAddress).where(*own))
        # Links for a new password were sent there.
        session.execute(delete(PasswordReset).where(PasswordReset.learner_id == learner_id))
        end_links_about(session, learner_id, folded)
