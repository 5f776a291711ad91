"""Whatever is sent to any form of the site, its answer is one that somebody can do something with."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.accounts.test_bad_inputs import BAD
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.web.admin.pages import make_admin
from tests.web.site.route_table import TOPIC, UNSAFE, Row
from webapp.accounts import limits
from webapp.config import ROOT

pytestmark = [on_both, pytest.mark.slow]
NAMED = re.compile(r'name="([a-z_]+)"')
MORE = ["", " ", "١٢", "9" * 30, "2026-02-30", "0001-01-01", "9999-12-31", "//evil.example", "[" * 5000, "{}"]
VALUES = [*BAD, *MORE]


def field_names() -> list[str]:
    """The names of all fields of all forms."""
    pages = (ROOT / "templates").rglob("*.html")
    return sorted({name for page in pages for name in NAMED.findall(page.read_text("utf-8"))})


@pytest.fixture(autouse=True)
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PER_ACCOUNT_AND_NETWORK", "PER_NETWORK", "PER_ACCOUNT"):
        monkeypatch.setattr(limits, name, 10**9)


def contents(row: Row, value: str, names: list[str]) -> list[MultiDict[str, object]]:
    """The value in all fields, in each that the form needs, twice, and as a file; and each field missing."""
    kept = row.data
    return [
        MultiDict(dict.fromkeys(names, value)),
        MultiDict(dict.fromkeys(names, value) | kept),
        MultiDict([*kept.items(), *((name, value) for name in kept)]),
        MultiDict({"file": (BytesIO(value.encode()), "file.json")}),
        *(MultiDict(kept | {name: value}) for name in kept),
        *(MultiDict({other: text for other, text in kept.items() if other != name}) for name in kept),
    ]


def guest_of(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.post(f"{TOPIC}/status", data={"status": "done"})
    return client


def admin_of(app: Flask) -> FlaskClient:
    """An administrator; signed in anew, because some forms sign out."""
    client = app.test_client()
    assert client.post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 303
    return client


@pytest.mark.parametrize("value", VALUES, ids=map(str, range(len(VALUES))))
def test_no_form_breaks(app: Flask, ada: FlaskClient, value: str) -> None:
    make_admin(app, "ada")
    # What fails is answered, as it is to people, and not raised.
    app.testing = False
    names = field_names()
    assert len(names) > 30
    broken = []
    for row in UNSAFE:
        for make in (Flask.test_client, guest_of, admin_of):
            client = make(app)
            for data in contents(row, value, names):
                status = client.post(row.address, data=data).status_code
                if status >= 500:
                    broken.append((str(row), make.__name__, status, [*data][:3]))
    assert broken == []
