"""What keeps passwords."""

from __future__ import annotations

from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from webapp.accounts.hashing import make_hash, matches


def test_the_library_hashes_with_argon2id_and_64_mebibytes() -> None:
    made = extract_parameters(PasswordHasher().hash("x"))
    assert made.type is Type.ID
    assert made.memory_cost >= 64 * 1024
    assert made.time_cost >= 3


def test_a_password_matches_its_hash_and_nothing_else() -> None:
    hashed = make_hash("Pässwort \U0001f600 with blanks ")
    assert hashed.startswith("$argon2id$")
    assert matches("Pässwort \U0001f600 with blanks ", hashed)
    assert not matches("Pässwort \U0001f600 with blanks", hashed)
    assert not matches("pässwort \U0001f600 with blanks ", hashed)
    assert not matches("anything", None)
    assert not matches("anything", "no hash")
