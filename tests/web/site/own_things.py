"""What of a learner's an address names, for every variable part of a route's address.

A route with a part that is not listed here fails `test_own_things.py`: whoever adds one decides whose thing
it names.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from tests.conftest import PASSWORD
from tests.tables import rows_of_all_tables
from tests.web.site.route_table import TOPIC
from webapp.accounts.models import Identity
from webapp.accounts.second_step_models import Passkey
from webapp.db.unit_of_work import writing
from webapp.web.admin.paging import LARGEST
from webapp.web.site.extensions import db

# Parts that name what is the same for everybody: content, files of the site, and providers (`name`).
# A profile (`username`) is what its owner has opened to everybody; tests/web/sharing says so.
EVERYBODYS = {"name", "slug", "reference", "tag", "digest", "path:path", "username"}
# Parts that are secrets themselves: whoever has the link may use it. Their own tests say once, and for how long.
SECRETS = {"token"}


def act(ada: FlaskClient, app: Flask) -> str:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    (row,) = rows_of_all_tables(app)["progress_act"]
    return str(row["id"])


def record(ada: FlaskClient, app: Flask) -> str:
    """A code of a record, which is a page for everybody who has it; only its owner may delete it."""
    ada.post("/alpha/marks", data={"status": "done", "all": "1"})
    answer = ada.post("/alpha/record", data={"name": "Ada"})
    assert answer.status_code == 303, answer.text
    return str(answer.location.rpartition("/")[2])


def session_id(ada: FlaskClient, app: Flask) -> str:
    ada_elsewhere = app.test_client()
    assert ada_elsewhere.post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 303
    rows = [row for row in rows_of_all_tables(app)["session"] if row["learner_id"] == "1"]
    return str(max(rows, key=lambda row: str(row["created_at"]))["id"])


def identity_id(ada: FlaskClient, app: Flask) -> str:
    values = {
        "learner_id": 1,
        "id": "1" * 32,
        "issuer": "https://school.example",
        "subject": "1",
        "title": "Ada",
    }
    now = datetime.now(UTC)
    with app.app_context(), writing(db.session()) as session:
        session.execute(insert(Identity).values(**values, connected_at=now, last_used_at=now))
    return "1" * 32


def passkey_id(ada: FlaskClient, app: Flask) -> str:
    key = {
        "learner_id": 1,
        "id": "2" * 32,
        "credential_hash": "3" * 64,
        "credential_id": "MQ",
        "public_key": "MQ",
    }
    device = {
        "user_handle": "MQ",
        "sign_count": 0,
        "name": "Phone",
        "transports": "",
        "created_at": datetime.now(UTC),
    }
    with app.app_context(), writing(db.session()) as session:
        session.execute(insert(Passkey).values(**key, **device))
    return "2" * 32


# Makes Ada's thing and returns what the part of the address is then.
ADAS: dict[str, Callable[[FlaskClient, Flask], str]] = {
    "act_id": act,
    "code": record,
    "session_id": session_id,
    "identity_id": identity_id,
    "passkey_id": passkey_id,
}
# Things that take more than a row to make: where somebody else is tried on them.
ADMINISTRATORS = "tests/web/admin/test_access.py::test_no_part_of_it_answers_anybody_else"
TRIED = {
    "file_id": "tests/web/data/test_import.py::test_nobody_reads_or_imports_anothers_file",
    "int:number": ADMINISTRATORS,
    "deed": ADMINISTRATORS,
    f"int(max={LARGEST}):invitation_id": ADMINISTRATORS,
    f"int(max={LARGEST}):job_id": ADMINISTRATORS,
}
# Routes of a thing of Ada's that are for everybody who knows the address.
SHOWN = {"/record/<code>", "/record/<code>.png", "/record/<code>.pdf"}
