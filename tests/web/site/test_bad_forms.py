"""Whatever is sent to any form of the site, its answer is one that somebody can do something with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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

pytestmark = pytest.mark.slow
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


def begin(client: FlaskClient) -> None:
    """Makes a guest of somebody whom nobody knows."""
    if client.get("/me").status_code != 200:
        client.post(f"{TOPIC}/status", data={"status": "done"})


def sign_in(client: FlaskClient) -> None:
    """Signs the administrator in, also after a form that has signed out."""
    if client.get("/me").status_code != 200:
        assert client.post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize("value", VALUES, ids=map(str, range(len(VALUES))))
def test_no_form_breaks_for_an_administrator(app: Flask, ada: FlaskClient, value: str) -> None:
    make_admin(app, "ada")
    assert broken_forms(app, value, {"administrator": sign_in}) == []


@on_both
@pytest.mark.parametrize(
    "value", [VALUES[0], "", "9" * 30, "9999-12-31"], ids=["first", "empty", "number", "day"]
)
def test_no_form_breaks_whoever_is_there(app: Flask, ada: FlaskClient, value: str) -> None:
    make_admin(app, "ada")
    people = {"nobody": lambda _: None, "guest": begin, "administrator": sign_in}
    assert broken_forms(app, value, people) == []


def broken_forms(app: Flask, value: str, people: Mapping[str, Callable[[FlaskClient], None]]) -> list[object]:
    """The forms that answer with a failure of the site to a value."""
    # What fails is answered, as it is to people, and not raised.
    app.testing = False
    names = field_names()
    assert len(names) > 30
    broken: list[object] = []
    clients = {name: app.test_client() for name in people}
    for row in UNSAFE:
        for name, be_there in people.items():
            be_there(clients[name])
            for data in contents(row, value, names):
                status = clients[name].post(row.address, data=data).status_code
                if status >= 500:
                    broken.append((str(row), name, status, [*data][:3]))
    return broken
