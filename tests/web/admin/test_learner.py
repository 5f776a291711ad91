"""One account, and what administrators do to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import delete, update

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import read_mails, text_of
from tests.pages import toast_of
from tests.parallel import in_parallel
from tests.second_steps import add_app
from tests.web.admin.pages import DEEDS, events_of, make_admin, number_of, words_of
from tests.web.site.route_table import TOPIC
from webapp.accounts.audit import record
from webapp.accounts.models import Account, LearnerSession
from webapp.config import Settings
from webapp.db.learners import Learner
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both
LEARNERS = "/admin/learners"


def do(client: FlaskClient, number: int, deed: str) -> str:
    """Does a deed as its form does, and returns the message that follows."""
    answer = client.post(f"{LEARNERS}/{number}/{deed}")
    assert answer.status_code == 303, answer.text
    return toast_of(client, answer.location)


def offered(client: FlaskClient, number: int) -> list[str]:
    page = html.fromstring(client.get(f"{LEARNERS}/{number}").text)
    found = page.xpath("//ul[@class='deeds']//a/@href | //ul[@class='deeds']//form/@action")
    return [str(address).rpartition("/")[2] for address in found]


@pytest.fixture
def number(app: Flask, admin: FlaskClient, grace: FlaskClient) -> int:
    """The number of Grace's account."""
    return number_of(app, "grace")


def test_the_page_says_how_much_there_is_and_never_what(
    admin: FlaskClient, grace: FlaskClient, number: int
) -> None:
    grace.post(f"{TOPIC}/status", data={"status": "done"})
    grace.post(f"{TOPIC}/note", data={"text": "Of nobody else's business."})
    answer = admin.get(f"{LEARNERS}/{number}")
    page = html.fromstring(answer.text)
    facts = {
        pair.xpath("string(dt)").strip(): " ".join(pair.xpath("string(dd)").split())
        for pair in page.xpath("//dl/div")
    }
    assert facts["E-mail"] == "grace@example.org not verified"
    assert facts["Password"] == "yes"
    assert facts["Second step"] == "no"
    assert facts["Signed in"] == "in 1 browser"
    assert facts["Alpha"] == "1 done"
    assert "business" not in answer.text
    assert "First Steps" not in answer.text


def test_the_page_has_the_last_entries_of_its_audit_log(app: Flask, admin: FlaskClient, number: int) -> None:
    do(admin, number, "sign-out")
    with app.app_context(), writing(db.session()) as session:
        for place in range(12):
            record(session, "tried", None, 1, f"number={place}", datetime.now(UTC))
        record(session, "tried", None, number, "number=77", datetime.now(UTC))
    page = html.fromstring(admin.get(f"{LEARNERS}/{number}").text)
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//ol[@class='rows']/li")]
    assert [row.split(" ")[0] for row in rows] == ["tried,", "Signed", "Signed", "Signed"]
    assert "by ada" in rows[1]
    assert (
        page.xpath("//section[@aria-labelledby='entries']//a/@href")[-1] == f"/admin/audit?learner={number}"
    )
    own = html.fromstring(admin.get(f"{LEARNERS}/1").text).xpath("//ol[@class='rows']/li")
    assert len(own) == 10
    assert "number 11" in own[0].text_content()


def test_sign_out_ends_every_session(
    app: Flask, settings: Settings, admin: FlaskClient, grace: FlaskClient, number: int
) -> None:
    assert do(admin, number, "sign-out") == "grace is signed out everywhere."
    assert grace.get("/me").status_code == 303
    assert events_of(app) == [("signed_out_by_staff", 1, number)]
    (mail,) = read_mails(settings, "grace@example.org", "signed out in all browsers")
    assert "Those who run Milepost did this" in text_of(mail)
    assert grace.post("/login", data={"username": "grace", "password": PASSWORD}).location == "/me"


def test_disable_and_enable(
    app: Flask, settings: Settings, admin: FlaskClient, grace: FlaskClient, number: int
) -> None:
    assert do(admin, number, "disable") == "grace is disabled."
    assert do(admin, number, "disable") == "This account is disabled already."
    assert grace.get("/me").status_code == 303
    assert grace.post("/login", data={"username": "grace", "password": PASSWORD}).status_code == 422
    assert offered(admin, number) == ["enable", "delete"]
    assert do(admin, number, "enable") == "grace can sign in again."
    assert do(admin, number, "enable") == "This account is not disabled."
    assert grace.post("/login", data={"username": "grace", "password": PASSWORD}).location == "/me"
    assert events_of(app) == [("account_disabled", 1, number), ("account_enabled", 1, number)]
    told = [text_of(mail).splitlines()[0] for mail in read_mails(settings, "grace@example.org", "Those who")]
    assert [words.split(":")[0] for words in told] == [
        "Your account was disabled",
        "Your account was enabled",
    ]


def test_the_reason_is_told_to_the_owner_and_is_in_the_audit_log(
    app: Flask,
    settings: Settings,
    admin: FlaskClient,
    grace: FlaskClient,
    number: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is shown as it was written, on one line, and no line of the log has it."""
    caplog.set_level("INFO")
    assert "The owner reads it" in words_of(admin, f"{LEARNERS}/{number}/disable")
    wrote = " <b>Spam</b> on\r\nX-Other: \u202egnp.exe "
    admin.post(f"{LEARNERS}/{number}/disable", data={"reason": wrote})
    reason = "“<b>Spam</b> on X-Other: gnp.exe”"
    assert f"The reason: {reason}" in words_of(admin, f"{LEARNERS}/{number}")
    assert f"The reason: {reason}" in words_of(admin, "/admin/audit?event=account_disabled")
    cells = next(csv.DictReader(io.StringIO(admin.get("/admin/audit.csv?event=account_disabled").text)))
    assert cells["reason"] == reason[1:-1]
    (mail,) = read_mails(settings, "grace@example.org", "was disabled")
    assert f"The reason: {reason}" in text_of(mail)
    refused = grace.post("/login", data={"username": "grace", "password": PASSWORD})
    said = html.fromstring(refused.text).xpath("string(//p[@class='form__error'])")
    assert said.startswith(f"This account was disabled, for this reason: {reason}")
    wrong = grace.post("/login", data={"username": "grace", "password": "wrong"})
    assert "Spam" not in wrong.text
    assert "gnp.exe" not in caplog.text
    do(admin, number, "enable")
    do(admin, number, "disable")
    # The audit log of the page has the reason of before, and nothing else says one.
    assert words_of(admin, f"{LEARNERS}/{number}").count("The reason") == 1


def test_a_reason_that_is_too_long_is_said_at_its_field(admin: FlaskClient, number: int) -> None:
    answer = admin.post(f"{LEARNERS}/{number}/disable", data={"reason": "a" * 501})
    page = html.fromstring(answer.text)
    assert answer.status_code == 422
    assert page.xpath("string(//p[@id='reason-error'])") == "Use at most 500 characters."
    assert page.xpath("string(//textarea)") == "a" * 501
    assert offered(admin, number)[-2:] == ["disable", "delete"]
    assert do(admin, number, "disable") == "grace is disabled."


def test_a_link_for_a_new_password_is_shown_once_and_works_once(
    app: Flask, settings: Settings, admin: FlaskClient, number: int
) -> None:
    answer = admin.post(f"{LEARNERS}/{number}/reset-link")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    link = html.fromstring(answer.text).xpath("string(//p[@class='reset-link']/code)")
    assert link not in admin.get(f"{LEARNERS}/{number}").text
    path = "/reset-password/" + link.rpartition("/")[2]
    owner = app.test_client()
    assert owner.post(path, data={"password": "four blind mice"}).status_code == 303
    assert app.test_client().post(path, data={"password": "five blind mice"}).status_code == 410
    assert events_of(app) == [("reset_link_made", 1, number)]
    assert read_mails(settings, "grace@example.org", "A link was made")


def test_promote_and_demote(app: Flask, admin: FlaskClient, grace: FlaskClient, number: int) -> None:
    assert do(admin, number, "promote") == "grace is an administrator now."
    assert do(admin, number, "promote") == "This account is an administrator’s already."
    assert grace.get("/admin").status_code == 200
    assert do(admin, number, "demote") == "grace is no longer an administrator."
    assert do(admin, number, "demote") == "This account is not an administrator’s."
    assert grace.get("/admin").status_code == 404
    assert events_of(app) == [("admin_made", 1, number), ("admin_removed", 1, number)]


def test_the_second_step_of_somebody_who_has_lost_the_phone(
    app: Flask, settings: Settings, admin: FlaskClient, number: int
) -> None:
    assert do(admin, number, "end-second-step") == "This account is not asked for a second step."
    add_app(app, settings, number, datetime.now(UTC))
    assert "end-second-step" in offered(admin, number)
    assert do(admin, number, "end-second-step") == "grace signs in without a second step now."
    signed_in = app.test_client().post("/login", data={"username": "grace", "password": PASSWORD})
    assert signed_in.location == "/me"


def test_deletion_is_for_a_day_in_two_weeks_and_can_be_taken_back(
    app: Flask, settings: Settings, admin: FlaskClient, grace: FlaskClient, number: int
) -> None:
    asked = admin.get(f"{LEARNERS}/{number}/delete").text
    assert "0 marks on 0 roadmaps" in asked
    assert do(admin, number, "delete") == "The account of grace will be deleted."
    assert do(admin, number, "delete") == "This account is to be deleted already."
    assert grace.get("/me").status_code == 303
    (mail,) = read_mails(settings, "grace@example.org", "will be deleted")
    assert "Those who run Milepost decided so" in text_of(mail)
    assert offered(admin, number) == ["keep", "disable"]
    assert do(admin, number, "keep") == "The account of grace stays."
    assert do(admin, number, "keep") == "This account is not to be deleted."
    assert events_of(app) == [("deletion_requested", 1, number), ("deletion_taken_back", 1, number)]
    do(admin, number, "delete")
    # The owner can come back as well.
    grace.post("/login", data={"username": "grace", "password": PASSWORD})
    assert grace.get("/me").location == "/me/leaving"
    assert grace.post("/me/leaving").location == "/me"
    assert "keep" not in offered(admin, number)


def test_what_is_dangerous_is_asked_first_and_asking_changes_nothing(
    app: Flask, admin: FlaskClient, number: int
) -> None:
    for deed in DEEDS:
        page = html.fromstring(admin.get(f"{LEARNERS}/{number}/{deed}").text)
        assert page.xpath("//main//form/@action") == [f"{LEARNERS}/{number}/{deed}"]
        assert "grace" in page.xpath("string(//h1)")
    for deed in ("enable", "keep"):
        assert admin.get(f"{LEARNERS}/{number}/{deed}").location == f"{LEARNERS}/{number}"
    assert events_of(app) == []


def test_an_administrator_cannot_lock_themselves_out(app: Flask, admin: FlaskClient, number: int) -> None:
    assert do(admin, 1, "demote") == "This is the last administrator. Make somebody else one first."
    for deed in (*DEEDS, "enable", "keep"):
        if deed != "demote":
            assert do(admin, 1, deed) == "This is your own account. Change it in your settings."
    assert offered(admin, 1) == ["demote"]
    make_admin(app, "grace")
    assert admin.post(f"{LEARNERS}/1/demote").location == "/me"
    assert admin.get("/admin").status_code == 404


def test_two_administrators_who_remove_each_other_leave_one(
    app: Flask, admin: FlaskClient, grace: FlaskClient, number: int
) -> None:
    for deed, back in (("demote", {"is_admin": True}), ("disable", {"disabled_at": None})):
        make_admin(app, "grace")
        answers = in_parallel(
            [
                lambda deed=deed: admin.post(f"{LEARNERS}/{number}/{deed}"),  # type: ignore[misc]
                lambda deed=deed: grace.post(f"{LEARNERS}/1/{deed}"),  # type: ignore[misc]
            ]
        )
        # Who comes second is no administrator any more.
        assert sorted(answer.status_code for answer in answers) == [303, 404]
        with app.app_context(), writing(db.session()) as session:
            able = (Account.is_admin.is_(True), Account.disabled_at.is_(None))
            assert session.query(Account).where(*able).count() == 1
            session.execute(update(Account).values(**back))
        for client, name in ((admin, "ada"), (grace, "grace")):
            client.post("/login", data={"username": name, "password": PASSWORD})


def test_a_deed_that_is_sent_many_times_at_once_is_done_once(
    app: Flask, sign_up: Callable[[str], FlaskClient], admin: FlaskClient, number: int
) -> None:
    cookie = admin.get_cookie("milepost")
    assert cookie is not None

    def post(deed: str) -> int:
        client = app.test_client()
        client.set_cookie("milepost", cookie.value)
        return client.post(f"{LEARNERS}/{number}/{deed}").status_code

    for deed in ("promote", "disable", "delete"):
        assert in_parallel([lambda deed=deed: post(deed)] * 6) == [303] * 6  # type: ignore[misc]
    assert [name for name, _, _ in events_of(app)] == ["admin_made", "account_disabled", "deletion_requested"]


def test_a_learner_who_is_gone_is_said_to_be(app: Flask, admin: FlaskClient, number: int) -> None:
    with app.app_context(), writing(db.session()) as session:
        session.execute(delete(Learner).where(Learner.id == number))
    assert admin.get(f"{LEARNERS}/{number}").status_code == 404
    for deed in (*DEEDS, "enable", "keep"):
        assert admin.get(f"{LEARNERS}/{number}/{deed}").status_code == 404
        assert do(admin, number, deed) == "This account is gone."


def test_a_guest_is_no_account(app: Flask, admin: FlaskClient, visitor: FlaskClient) -> None:
    visitor.post(f"{TOPIC}/status", data={"status": "done"})
    with app.app_context():
        guest = db.session().query(Learner).where(Learner.kind == "guest").one().id
    assert admin.get(f"{LEARNERS}/{guest}").status_code == 404
    assert do(admin, guest, "delete") == "This account is gone."


@pytest.mark.parametrize("where", ["0", "99999999999999999999999", "٣", "1e3", "-1", "%00"])
def test_what_is_no_number_is_nobody(admin: FlaskClient, where: str) -> None:
    assert admin.get(f"{LEARNERS}/{where}").status_code == 404
    assert admin.post(f"{LEARNERS}/{where}/disable").status_code in {303, 404}
    assert admin.post(f"{LEARNERS}/1/{where}").status_code == 404


def test_a_deed_that_comes_too_late_changes_nothing(
    app: Flask, admin: FlaskClient, grace: FlaskClient, number: int
) -> None:
    ago = datetime.now(UTC) - timedelta(minutes=16)
    with app.app_context(), writing(db.session()) as session:
        session.execute(update(LearnerSession).values(authenticated_at=ago))
    asking = f"{LEARNERS}/{number}/disable"
    answer = admin.post(asking, headers={"Referer": f"http://localhost{asking}"})
    assert answer.location == f"/me/confirm?next={asking}&posted=1"
    assert grace.get("/me").status_code == 200


def test_others_cannot_do_anything(app: Flask, grace: FlaskClient, visitor: FlaskClient, number: int) -> None:
    for client in (visitor, grace):
        for deed in (*DEEDS, "enable", "keep"):
            assert client.post(f"{LEARNERS}/{number}/{deed}").status_code == 404
            assert client.post(f"{LEARNERS}/1/{deed}").status_code == 404
    assert events_of(app) == []
