"""Limits on wrong passwords and new guests, stored in the database so that all processes share them.

A try is reserved before the password is checked and given back when it was right, so that parallel requests
cannot be checked beyond the limit.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from webapp.accounts.errors import TooManyGuests, TooManyTries
from webapp.accounts.models import SignInTry

WINDOW = timedelta(minutes=15)
SKEW = timedelta(minutes=1)
# The first two limits count per network, so that an attacker cannot lock out an owner on another network.
# The third one stops attacks from many networks; the owner can still get in by a link by mail.
PER_ACCOUNT_AND_NETWORK = 10
PER_NETWORK = 50
PER_ACCOUNT = 100
# Of somebody who is signed in and has to prove it again.
PER_OWNER = 10
# Somebody who types codes knows the password. Of a million codes three are right at a time, so that thirty
# tries a day find one in thirty years.
CODES_PER_ACCOUNT = 30
WINDOW_OF_CODES = timedelta(days=1)
# Verifying links to an address that several accounts have named: it may be a stranger's, whose mailbox is not
# to be flooded by new accounts.
LINKS_PER_ADDRESS = 10
WINDOW_OF_LINKS = timedelta(hours=1)
# Sign-ups with an address that an account has verified, which they are told. Whoever tries many addresses
# wants to know who has an account.
TAKEN_PER_NETWORK = 20
# New guests. A school or a lecture hall is one network, and everybody in it may begin at once.
GUESTS_PER_NETWORK = 200
SWEPT_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Reservation:
    """A try that counts as wrong until it is given back."""

    rows: tuple[int, ...]


NOT_COUNTED = Reservation(())


def reserve_try(session: Session, account: str, address: str, now: datetime) -> Reservation:
    """Counts a try for an account (its id, or the given name if there is no account) from an address.

    An empty address is unknown; all of those count as one, for this account only. Raises TooManyTries if
    there were too many within WINDOW.
    """
    keys = _keys(account, address)
    _lock(session, [key for key, _ in keys])
    _sweep(session, now)
    for key, most in keys:
        if wait := _seconds_to_wait(session, key, most, now):
            raise TooManyTries(wait)
    added = insert(SignInTry).returning(SignInTry.id)
    rows = session.scalars(added, [{"key": key, "at": now} for key, _ in keys])
    return Reservation(tuple(rows))


def reserve_own_try(session: Session, learner_id: int, now: datetime) -> Reservation:
    """Counts a try by somebody who is signed in, such as a present password in the settings.

    Strangers cannot use these up: whatever is tried at sign-in, the owner of a session goes on. Raises
    TooManyTries.
    """
    return _reserve(session, _digest("own", str(learner_id)), PER_OWNER, WINDOW, now)


def reserve_code(session: Session, learner_id: int, now: datetime) -> Reservation:
    """Counts a code at the second step, whoever typed it: they know the password. Raises TooManyTries."""
    return _reserve(session, _digest("code", str(learner_id)), CODES_PER_ACCOUNT, WINDOW_OF_CODES, now)


def reserve_link(session: Session, folded: str, now: datetime) -> Reservation:
    """Counts a verifying link to an address that is contested. Raises TooManyTries."""
    return _reserve(session, _digest("link", folded), LINKS_PER_ADDRESS, WINDOW_OF_LINKS, now)


def reserve_sign_up(session: Session, address: str, now: datetime) -> Reservation:
    """Counts a sign-up from an address until it is given back; one that is unknown does not count.

    Raises TooManyTries if too many from its network were with addresses that are taken.
    """
    network = network_of(address)
    if not network:
        return NOT_COUNTED
    return _reserve(session, _digest("sign-up", network), TAKEN_PER_NETWORK, WINDOW, now)


def _reserve(session: Session, key: str, most: int, window: timedelta, now: datetime) -> Reservation:
    _lock(session, [key])
    _sweep(session, now)
    if wait := _seconds_to_wait(session, key, most, now, window):
        raise TooManyTries(wait)
    added = insert(SignInTry).values(key=key, at=now).returning(SignInTry.id)
    return Reservation((session.scalars(added).one(),))


def count_guest(session: Session, address: str, now: datetime) -> None:
    """Counts a new guest from an address; one that is empty, as it is unknown, does not count.

    Raises TooManyGuests if there were too many within WINDOW.
    """
    network = network_of(address)
    if not network:
        return
    key = _digest("guest", network)
    _lock(session, [key])
    _sweep(session, now)
    if wait := _seconds_to_wait(session, key, GUESTS_PER_NETWORK, now):
        raise TooManyGuests(wait)
    session.execute(insert(SignInTry).values(key=key, at=now))


def give_back(session: Session, reservation: Reservation) -> None:
    """Deletes a try, because its password was right."""
    session.execute(delete(SignInTry).where(SignInTry.id.in_(reservation.rows)))


def forget_tries(session: Session, account: str, address: str) -> None:
    """Deletes the tries that count for an account, both from an address's network and from everywhere."""
    keys = [key for key, most in _keys(account, address) if most != PER_NETWORK]
    keys.append(_digest("code", account))
    session.execute(delete(SignInTry).where(SignInTry.key.in_(keys)))


def network_of(address: str) -> str:
    """Returns the network that limits count: the address itself for IPv4, its /64 network for IPv6.

    A /64 is what one customer usually gets. Some proxies add a port to the address; it is ignored.
    """
    plain = address.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(plain.partition("%")[0])
    except ValueError:
        return plain[:64]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def _keys(account: str, address: str) -> list[tuple[str, int]]:
    network = network_of(address)
    # Whoever comes from an unknown network counts as one network for each account, but not for all of them:
    # 50 wrong passwords would close sign-in for everybody.
    keys = [
        (_digest("account and network", account, network), PER_ACCOUNT_AND_NETWORK),
        (_digest("account", account), PER_ACCOUNT),
    ]
    return [*keys, (_digest("network", network), PER_NETWORK)] if network else keys


def _seconds_to_wait(session: Session, key: str, most: int, now: datetime, window: timedelta = WINDOW) -> int:
    """Returns 0 if there were fewer than `most` within the window."""
    # The clocks of other machines may be ahead by up to SKEW. A try even further in the future was made
    # by a wrong clock and does not count.
    recent = (SignInTry.key == key, SignInTry.at > now - window, SignInTry.at <= now + SKEW)
    count, first = session.execute(select(func.count(), func.min(SignInTry.at)).where(*recent)).one()
    return max(1, math.ceil((first + window - now).total_seconds())) if count >= most else 0


def _sweep(session: Session, now: datetime) -> None:
    # Rows that another request is deleting are skipped, because two requests could block each other.
    old = (
        select(SignInTry.id)
        .where(SignInTry.at < now - WINDOW_OF_CODES)
        .limit(SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(SignInTry).where(SignInTry.id.in_(old)))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _lock(session: Session, keys: Sequence[str]) -> None:
    """Lets one request at a time count the tries under a key; SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return
    # All requests lock the keys in the same order, so that there is no deadlock.
    for number in sorted(int.from_bytes(bytes.fromhex(key)[:8], "big", signed=True) for key in keys):
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
