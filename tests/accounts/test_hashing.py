"""What keeps passwords."""

from __future__ import annotations

import subprocess
import sys
import time

from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from webapp.accounts.hashing import is_outdated, make_hash, matches, use_parameters


def test_a_site_hashes_with_argon2id_three_passes_and_64_mebibytes() -> None:
    # In a process of its own: this one's parameters are for tests.
    program = "from webapp.accounts.hashing import make_hash; print(make_hash('x'))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    made = extract_parameters(done.stdout.strip())
    assert (made.type, made.time_cost, made.memory_cost, made.parallelism) == (Type.ID, 3, 65536, 4)
    assert (made.salt_len, made.hash_len) == (16, 32)


def test_a_password_matches_its_hash_and_nothing_else() -> None:
    hashed = make_hash("Pässwort \U0001f600 with blanks ")
    assert hashed.startswith("$argon2id$")
    assert matches("Pässwort \U0001f600 with blanks ", hashed)
    assert not matches("Pässwort \U0001f600 with blanks", hashed)
    assert not matches("pässwort \U0001f600 with blanks ", hashed)
    assert not matches("anything", None)
    assert not matches("a password that nobody has", None)
    assert not matches("anything", "no hash")


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert not is_outdated(make_hash("x"))
    assert is_outdated(PasswordHasher(time_cost=2, memory_cost=64).hash("x"))


def test_a_name_without_an_account_costs_as_much_as_a_wrong_password() -> None:
    try:
        use_parameters(time_cost=30, memory_cost=8192, threads=100)
        hashed = make_hash("x")
        matches("x", None)  # makes the hash that such names are checked against
        spent = []
        for given in (hashed, None):
            began = time.process_time()
            assert not matches("wrong", given)
            spent.append(time.process_time() - began)
    finally:
        use_parameters(time_cost=1, memory_cost=64, threads=100)
    assert spent[1] > spent[0] / 3


def test_five_threads_at_once_may_hash() -> None:
    # In a process of its own: this one has more places.
    program = (
        "from contextlib import ExitStack\nfrom webapp.accounts.hashing import hashing_slot\n"
        "places = ExitStack()\nfor number in range(9):\n    print(number, flush=True)\n    places.enter_context(hashing_slot())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == list("012345")
    assert "TooBusy" in done.stderr
