"""What a stranger adds to an account goes when its owner, or the owner of its address, takes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests.databases import on_both
from tests.mails import mailed_links
from tests.tables import rows_of_all_tables
from tests.web.account.test_email import KEEP, NEW, ask_for, verify
from webapp.accounts.models import Identity, IdentityEntry
from webapp.accounts.second_step import turn_on
from webapp.accounts.second_step_models import Passkey, PasskeyEntry, Totp
from webapp.accounts.tokens import token_hash
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both
TABLES = ("passkey", "passkey_directory", "identity", "identity_directory")


def add_ways(app: Flask, name: str, at: datetime) -> None:
    """Adds a passkey and an identity to the first account."""
    passkey = {
        "credential_id": name,
        "public_key": "k",
        "user_handle": "h",
        "sign_count": 0,
        "transports": "",
    }
    own = {"learner_id": 1, "id": name}
    with app.app_context(), writing(db.session()) as session:
        session.add(Passkey(**own, **passkey, credential_hash=name, name=name, created_at=at))
        session.add(PasskeyEntry(credential_hash=name, learner_id=1))
        identity = {"issuer": "https://id.example.org", "subject": name, "title": name}
        session.add(Identity(**own, **identity, connected_at=at, last_used_at=at))
        session.flush()
        hashed = token_hash(f"{identity['issuer']}\n{name}")
        session.add(IdentityEntry(identity_hash=hashed, learner_id=1))


def kept(app: Flask) -> list[int]:
    rows = rows_of_all_tables(app)
    return [len(rows[table]) for table in TABLES]


def set_password(app: Flask, settings: Settings, address: str) -> int:
    owner = app.test_client()
    owner.post("/forgot-password", data={"email": address})
    (link,) = mailed_links(settings, address, "/reset-password/")
    return owner.post(link, data={"password": "a fresh password"}).status_code


def test_who_owns_an_address_that_a_stranger_named_is_alone_in_the_account(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    add_ways(app, "stranger", datetime.now(UTC))
    assert set_password(app, settings, "ada@example.org") == 303
    assert kept(app) == [0, 0, 0, 0]
    assert ada.get("/me").status_code == 303


def test_a_verified_address_keeps_passkeys_and_identities_at_a_new_password(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    assert verify(ada, settings, "ada@example.org") == 303
    add_ways(app, "own", datetime.now(UTC))
    assert set_password(app, settings, "ada@example.org") == 303
    assert kept(app) == [1, 1, 1, 1]


def test_a_change_taken_back_ends_what_was_added_since(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    assert verify(ada, settings, "ada@example.org") == 303
    add_ways(app, "own", datetime.now(UTC) - timedelta(days=1))
    assert ask_for(ada, NEW) == 303
    assert verify(ada, settings, NEW) == 303
    now = datetime.now(UTC)
    add_ways(app, "thief", now)
    with app.app_context(), writing(db.session()) as session:
        session.add(Totp(learner_id=1, sealed_secret="s", confirmed_at=now, created_at=now))
        turn_on(session, 1, now)
    (link,) = mailed_links(settings, "ada@example.org", KEEP)
    owner = app.test_client()
    reset = owner.post(link).location
    assert kept(app) == [1, 1, 1, 1]
    assert owner.post(reset, data={"password": "a fresh password"}).status_code == 303
    assert owner.get("/me").status_code == 200, "no second step of the thief's is asked for"
    rows = rows_of_all_tables(app)
    assert [row["name"] for row in rows["passkey"]] == ["own"]
    assert (rows["totp"], rows["second_step"], rows["recovery_code"]) == ([], [], [])
