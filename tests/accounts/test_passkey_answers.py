"""Answers of browsers that are no passkeys: each is refused, however it is shaped."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from webauthn.helpers import bytes_to_base64url

from tests.portability.people import sessions
from tests.tables import rows_of_all_tables
from webapp.accounts.challenges import make_challenge
from webapp.accounts.errors import AccountError
from webapp.accounts.passkeys import Site, add_passkey
from webapp.db.unit_of_work import writing

NOW = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
SITE = Site("localhost", "Milepost", "http://localhost", "a key of the site")
ADA = 1
COORDINATES = {-2: b"x" * 32, -3: b"y" * 32}
DATA = (
    hashlib.sha256(b"localhost").digest() + b"\x45\0\0\0\1" + b"\0" * 16 + b"\0\x10" + b"i" * 16
    + cbor2.dumps({1: 2, 3: -7, -1: 1} | COORDINATES)
)  # fmt: skip
FORMATS = ("packed", "tpm", "apple", "android-key", "android-safetynet", "fido-u2f", 5)
ODD: tuple[Any, ...] = (None, 5, -1.5, True, "text", b"bytes", [], [b"x"], {}, {"a": 1})


def answer(attestation: object) -> str:
    challenge = bytes_to_base64url(make_challenge(SITE.key, "add", NOW))
    client = {"type": "webauthn.create", "challenge": challenge, "origin": SITE.origin}
    response = {
        "clientDataJSON": bytes_to_base64url(json.dumps(client).encode()),
        "attestationObject": bytes_to_base64url(cbor2.dumps(attestation)),
    }
    name = bytes_to_base64url(b"i" * 16)
    return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


@pytest.mark.parametrize("format_name", FORMATS)
def test_odd_attestations_are_refused(app: Flask, ada: FlaskClient, format_name: object) -> None:
    statements = [
        {
            "alg": one,
            "sig": other,
            "x5c": other,
            "ver": other,
            "response": one,
            "certInfo": one,
            "pubArea": other,
        }
        for one, other in itertools.product(ODD, (5, b"bytes", [b"x"]))
    ]
    for statement in (*statements, *ODD):
        given = answer({"fmt": format_name, "attStmt": statement, "authData": DATA})
        with sessions(app) as session, pytest.raises(AccountError), writing(session):
            add_passkey(session, SITE, ADA, "add", given, "Phone", NOW)
    assert rows_of_all_tables(app)["passkey"] == []
