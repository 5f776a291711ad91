"""What works once works once, and what is limited is limited, for requests at the same moment too."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links
from tests.parallel import in_parallel
from webapp.accounts import hashing, sign_in
from webapp.config import Settings

pytestmark = [on_both, pytest.mark.slow, pytest.mark.usefixtures("patient")]


def sign_in_with(app: Flask, password: str, address: str = "10.0.0.1") -> tuple[int, FlaskClient]:
    client = app.test_client()
    data = {"username": "ada", "password": password}
    return client.post("/login", data=data, environ_base={"REMOTE_ADDR": address}).status_code, client


def test_of_thirty_wrong_passwords_at_once_ten_are_checked(
    app: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    monkeypatch.setattr(sign_in, "matches", lambda *given: checked.append(given) or hashing.matches(*given))
    statuses = Counter(status for status, _ in in_parallel([partial(sign_in_with, app, "wrong")] * 30))
    assert statuses == {422: 10, 429: 20}
    assert len(checked) == 10


def test_a_reset_link_used_six_times_at_once_works_once(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    ada.post("/forgot-password", data={"email": "ada"})
    (link,) = mailed_links(settings)

    def choose(number: int) -> int:
        return app.test_client().post(link, data={"password": f"brand new password {number}"}).status_code

    statuses = in_parallel([partial(choose, number) for number in range(6)])
    assert Counter(statuses) == {303: 1, 410: 5}
    assert sign_in_with(app, f"brand new password {statuses.index(303)}")[0] == 303


def test_of_two_changes_with_the_same_old_password_one_is_made(app: Flask, ada: FlaskClient) -> None:
    _, other = sign_in_with(app, PASSWORD)

    def change(client: FlaskClient, new: str) -> int:
        data = {"old_password": PASSWORD, "new_password": new}
        return client.post("/me/settings/password", data=data).status_code

    new = ["first new password", "second new password"]
    statuses = in_parallel([partial(change, ada, new[0]), partial(change, other, new[1])])
    assert statuses.count(303) == 1
    winner = statuses.index(303)
    assert (ada, other)[winner].get("/me").status_code == 200
    assert (ada, other)[1 - winner].get("/me").status_code == 303
    assert sign_in_with(app, new[winner])[0] == 303
    assert sign_in_with(app, new[1 - winner])[0] == 422


def test_no_session_with_the_old_password_outlives_its_change(app: Flask, ada: FlaskClient) -> None:
    def change() -> tuple[int, FlaskClient]:
        data = {"old_password": PASSWORD, "new_password": "brand new password"}
        return ada.post("/me/settings/password", data=data).status_code, ada

    works = [change, *[partial(sign_in_with, app, PASSWORD)] * 6]
    (changed, _), *others = in_parallel(works)
    assert changed == 303
    assert [client.get("/me").status_code for _, client in others] == [303] * 6
    assert ada.get("/me").status_code == 200


def test_hashing_anew_never_brings_an_old_password_back(
    app: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "is_outdated", lambda hashed: True)

    def change() -> tuple[int, FlaskClient]:
        data = {"old_password": PASSWORD, "new_password": "brand new password"}
        return ada.post("/me/settings/password", data=data).status_code, ada

    (changed, _), *_ = in_parallel([change, *[partial(sign_in_with, app, PASSWORD)] * 6])
    # Another hash of the same password may have been stored while the old one was checked: then nothing is
    # changed.
    assert sign_in_with(app, "brand new password" if changed == 303 else PASSWORD)[0] == 303
    assert sign_in_with(app, PASSWORD if changed == 303 else "brand new password")[0] == 422


def test_a_name_is_given_once(app: Flask) -> None:
    def sign_up(number: int) -> int:
        data = {"username": "lin", "email": f"lin{number}@example.org", "password": "correct horse"}
        return app.test_client().post("/signup", data=data).status_code

    assert Counter(in_parallel([partial(sign_up, number) for number in range(6)])) == {303: 1, 422: 5}


def test_strangers_can_neither_cancel_an_owners_link_nor_keep_the_owner_out(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    stranger = "203.0.113.7"
    for _ in range(12):
        assert sign_in_with(app, "wrong", stranger)[0] in {422, 429}
    assert sign_in_with(app, PASSWORD, "198.51.100.1")[0] == 303
    ada.post("/forgot-password", data={"email": "ada"})
    in_parallel(
        [partial(app.test_client().post, "/forgot-password", data={"email": "ada"}) for _ in range(12)]
    )
    links = mailed_links(settings)
    assert len(links) == 5
    for host in range(12):
        for _ in range(10):
            sign_in_with(app, "wrong", f"10.1.{host}.1")
    assert sign_in_with(app, PASSWORD, "198.51.100.1")[0] == 429
    owner = app.test_client()
    here = {"REMOTE_ADDR": "198.51.100.1"}
    assert owner.post(links[0], data={"password": "brand new password"}, environ_base=here).status_code == 303
    assert owner.get("/me").status_code == 200
    assert sign_in_with(app, "brand new password", "198.51.100.1")[0] == 303
    assert [app.test_client().get(link).status_code for link in links] == [410] * 5


def test_wrong_present_passwords_in_settings_are_counted(ada: FlaskClient) -> None:
    data = {"old_password": "wrong", "new_password": "brand new password"}
    answers = [ada.post("/me/settings/password", data=data) for _ in range(16)]
    assert Counter(answer.status_code for answer in answers) == {422: 10, 429: 6}
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert ada.get("/me").status_code == 200
