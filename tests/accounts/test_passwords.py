"""What a password may be, and that the same letters are the same password."""

from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher

from webapp.accounts import hashing
from webapp.accounts.errors import AccountError, TooBusy
from webapp.accounts.hashing import make_hash, matches
from webapp.accounts.passwords import check_password


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "PASSWORD1",
        "password2026!",
        "iloveyou",
        "qwertyuiop",
        "christopher",
        "Sebastian7",
        "basketball",
        "passpass",
        "aaaaaaaa",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(AccountError, match="Many people"):
        check_password(password, "lin", "lin@example.org")


@pytest.mark.parametrize(
    "password", ["correct horse", "xk7#pq12", "пароль-длинный", "basket ball game", "  spaces  "]
)
def test_what_is_not_is_taken(password: str) -> None:
    check_password(password, "lin", "lin@example.org")


def test_ones_own_name_and_address_are_refused() -> None:
    for password in ("Lin-Chen-42", "LIN@example.org", "lin.chen.mail"):
        with pytest.raises(AccountError, match="your name or address"):
            check_password(
                password, "lin-chen-42", "lin@example.org" if "@" in password else "lin.chen.mail@example.org"
            )


def test_the_same_letters_are_the_same_password_however_they_are_composed() -> None:
    composed, apart = (unicodedata.normalize(form, "pässwörter-é") for form in ("NFC", "NFD"))
    assert composed != apart
    assert matches(apart, make_hash(composed))
    assert matches(composed, make_hash(apart))


def test_a_hash_of_what_was_typed_apart_in_an_older_version_still_matches() -> None:
    apart = unicodedata.normalize("NFD", "pässwörter-é")
    older = PasswordHasher(time_cost=1, memory_cost=64).hash(apart)
    assert matches(apart, older)


def test_letters_are_counted_composed() -> None:
    with pytest.raises(AccountError, match="at least 8"):
        check_password("e\u0301" * 7, "lin", "lin@example.org")


def test_who_finds_no_place_to_hash_is_refused_at_once() -> None:
    try:
        hashing.use_parameters(time_cost=1, memory_cost=64, threads=1)
        with hashing.hashing_slot(), pytest.raises(TooBusy), hashing.hashing_slot():
            pass
        with hashing.hashing_slot():
            pass
    finally:
        hashing.use_parameters(time_cost=1, memory_cost=64, threads=100)
