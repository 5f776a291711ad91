"""What people do who sign in by another site."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.mails import mailed_links
from tests.openid import OpenIdProvider, come_back
from tests.pages import viewer_of
from webapp.config import Settings


def begin(client: FlaskClient, address: str = "/login/school") -> str:
    """Returns where the browser is sent to."""
    answer = client.get(address)
    assert answer.status_code == 303, answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    return str(answer.location)


def arrive(
    client: FlaskClient, school: OpenIdProvider, name: str = "ada", address: str = "/login/school"
) -> TestResponse:
    return come_back(client, school.answer(begin(client, address), name))


def join(
    client: FlaskClient, school: OpenIdProvider, username: str, name: str, **fields: str
) -> TestResponse:
    page = arrive(client, school, name).location
    return client.post(page, data={"username": username} | fields)


def claim_of(page: str) -> str:
    """Returns the address of the button, for the page of somebody whom nothing here knows."""
    return page.replace("/login/school/new?", "/me/settings/identities/claim/school?")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/me/settings").status_code == 200


def verify(client: FlaskClient, settings: Settings, address: str) -> None:
    assert client.post(mailed_links(settings, address, "/verify-email/")[-1]).status_code == 303


def connect(client: FlaskClient, school: OpenIdProvider, name: str) -> TestResponse:
    key = viewer_of(client, "/me/settings")
    return arrive(client, school, name, f"/me/settings/identities/connect/school?viewer={key}")
