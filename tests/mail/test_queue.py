"""Mail in the queue: sent by a worker, tried again, told why not, with the same Message-ID each time."""

from __future__ import annotations

import dataclasses
import re
import socket
import threading
import time
from email import message_from_bytes, policy
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.clock import Clock
from tests.databases import on_both
from tests.jobs.conftest import Sessions
from tests.jobs.conftest import sessions as sessions  # a fixture
from tests.mail.servers import MailServer
from tests.mail.servers import mail_server as mail_server  # a fixture
from tests.mails import read_mails, text_of
from webapp.config import Settings
from webapp.jobs.models import Job
from webapp.jobs.worker import Worker
from webapp.mail import transport
from webapp.mail.message import Mail, make_message
from webapp.mail.queue import KIND, send_queued
from webapp.web.site.services import init_services, services_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def mailing(settings: Settings, mail_server: MailServer) -> Settings:
    return dataclasses.replace(settings, mail_url=mail_server.url)


@pytest.fixture
def worker(sessions: Sessions, mailing: Settings) -> Worker:
    return Worker(sessions, {KIND: partial(send_queued, mailing)})


def ask(client: FlaskClient) -> None:
    assert client.post("/forgot-password", data={"email": "ada"}).status_code == 200


def waiting(sessions: Sessions) -> list[Job]:
    with sessions() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def resets(server: MailServer) -> list[str]:
    texts = [text_of(mail) for mail in server.arrived]
    return [found[0] for text in texts if (found := re.search(r"/reset-password/\S+", text))]


@on_both
def test_a_mail_arrives_with_text_and_html_and_its_link_works(
    app: Flask, ada: FlaskClient, worker: Worker, mail_server: MailServer, sessions: Sessions
) -> None:
    visitor = app.test_client()
    ask(visitor)
    worker.run_due()
    (link,) = resets(mail_server)
    mail = next(m for m in mail_server.arrived if "/reset-password/" in text_of(m))
    assert (mail["To"], mail["Auto-Submitted"]) == ("ada@example.org", "auto-generated")
    assert mail["Date"]
    assert f'href="http://127.0.0.1:8000{link}"' in text_of(mail, "html")
    assert visitor.get(link).status_code == 200
    assert waiting(sessions) == []


def test_what_is_in_the_queue_cannot_be_read_without_the_key(
    app: Flask, ada: FlaskClient, settings: Settings, sessions: Sessions
) -> None:
    ask(app.test_client())
    (link,) = [
        text for mail in read_copy(settings, sessions) for text in re.findall(r"/reset-password/\S+", mail)
    ]
    rows = str([(job.kind, job.payload, job.last_error) for job in waiting(sessions)])
    assert link.removeprefix("/reset-password/") not in rows
    assert "ada@" not in rows


def read_copy(settings: Settings, sessions: Sessions) -> list[str]:
    """The texts of what waits, read with the key; nothing is sent."""
    for job in waiting(sessions):
        send_queued(settings, job.payload)
    return [
        text_of(message_from_bytes(path.read_bytes(), policy=policy.default))
        for path in (settings.instance_dir / "outbox").glob("*.eml")
    ]


def test_a_mail_that_is_sent_twice_is_the_same_file_of_the_outbox(
    app: Flask, ada: FlaskClient, settings: Settings, sessions: Sessions
) -> None:
    ask(app.test_client())
    before = len(read_copy(settings, sessions))
    assert len(read_copy(settings, sessions)) == before
    assert len(read_mails(settings)) == before


def test_a_server_that_is_gone_gets_the_same_mail_later(
    app: Flask, ada: FlaskClient, worker: Worker, mail_server: MailServer, sessions: Sessions, clock: Clock
) -> None:
    mail_server.stop()
    began = time.monotonic()
    ask(app.test_client())
    assert time.monotonic() - began < 2, "no request waits for the mail server"
    worker.run_due()
    assert "cannot be reached: Connection refused" in waiting(sessions)[-1].last_error
    mail_server.start()
    clock.wait(minutes=1)
    worker.run_due()
    assert len(resets(mail_server)) == 1


def test_a_mail_that_could_not_be_sent_while_its_link_was_valid_is_not_sent(
    app: Flask, ada: FlaskClient, worker: Worker, mail_server: MailServer, sessions: Sessions, clock: Clock
) -> None:
    ask(app.test_client())
    clock.wait(hours=1, minutes=1)
    worker.run_due()
    assert resets(mail_server) == []
    assert [job.last_error for job in waiting(sessions)][-1] == "its link has expired before it could be sent"


@pytest.mark.parametrize(
    ("recipient", "data", "is_final", "words"),
    [
        ("550 no such user ada@example.org", "250 OK", True, "refuses the recipient (550)"),
        ("450 come back later", "250 OK", False, "refuses the recipient (450)"),
        ("250 OK", "554 looks like spam", True, "refuses the mail (554)"),
        ("250 OK", "451 disk full", False, "refuses the mail (451)"),
    ],
)
def test_what_a_server_refuses_for_ever_is_not_tried_again(
    app: Flask, ada: FlaskClient, worker: Worker, mail_server: MailServer, sessions: Sessions,
    recipient: str, data: str, is_final: bool, words: str,
) -> None:  # fmt: skip
    mail_server.answer, mail_server.data_answer = recipient, data
    ask(app.test_client())
    worker.run_due()
    job = waiting(sessions)[-1]
    assert job.last_error == f"127.0.0.1:{mail_server.port} {words}"
    assert (job.due is None) is is_final


@pytest.mark.slow
def test_a_server_that_drips_does_not_hold_a_worker(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sends a byte now and then, so that no single answer takes too long."""
    monkeypatch.setattr(transport, "LONGEST_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            link, _ = listening.accept()
            with link:
                for byte in b"220 " + b"x" * 100:
                    try:
                        link.sendall(bytes([byte]))
                    except OSError:
                        return
                    time.sleep(0.2)

        threading.Thread(target=drip, daemon=True).start()
        mailing = dataclasses.replace(settings, mail_url=f"smtp://127.0.0.1:{listening.getsockname()[1]}")
        message = make_message(mailing, "ada@example.org", Mail("x", "x", "x\n", "<p>x</p>"))
        began = time.monotonic()
        with pytest.raises(transport.NotSent, match="closed the connection, or did not answer in time"):
            transport.send_message(mailing, message)
    assert time.monotonic() - began < 4


def test_mail_of_another_key_is_kept_and_says_why(
    app: Flask, ada: FlaskClient, sessions: Sessions, settings: Settings
) -> None:
    ask(app.test_client())
    other = dataclasses.replace(settings, secret_key="another key 0123456789")
    assert waiting(sessions)
    both = dataclasses.replace(other, secret_key_previous=settings.secret_key)
    Worker(sessions, {KIND: partial(send_queued, both)}).run_due()
    assert read_mails(settings, containing="/reset-password/")
    ask(app.test_client())
    Worker(sessions, {KIND: partial(send_queued, other)}).run_due()
    assert waiting(sessions)[-1].last_error == "it was put in with another SECRET_KEY"


def test_a_mail_that_one_can_unsubscribe_from_says_so(settings: Settings) -> None:
    mail = make_message(
        settings, "ada@example.org", Mail("x", "x", "x\n", "<p>x</p>"), "https://x.example/u/1"
    )
    assert mail["List-Unsubscribe"] == "<https://x.example/u/1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_link_can_be_copied_from_the_outbox(app: Flask, ada: FlaskClient, settings: Settings) -> None:
    ask(app.test_client())
    (mail,) = read_mails(settings, containing="/reset-password/")
    link = re.search(r"http\S+", text_of(mail))
    assert link
    files = (settings.instance_dir / "outbox").glob("*.eml")
    assert sum(link[0] in path.read_text(encoding="utf-8") for path in files) == 1


@pytest.mark.parametrize("words", ["Grüße\n", "x" * 1200 + "\n"])
def test_words_of_any_language_and_length_arrive(settings: Settings, words: str) -> None:
    mail = make_message(settings, "ada@example.org", Mail("x", "Grüße", words, f"<p>{words}</p>"))
    read = message_from_bytes(mail.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert (read["Subject"], text_of(read).splitlines()) == ("Grüße", words.splitlines())


@pytest.mark.parametrize("url", ["", "own"])
def test_the_test_mail_says_where_it_went(
    app: Flask, mail_server: MailServer, settings: Settings, url: str
) -> None:
    run = _runner(app, dataclasses.replace(settings, mail_url=mail_server.url if url else ""))
    done = run(args=["mail", "test", "ada@example.org"])
    assert done.exit_code == 0
    if url:
        assert done.output == (
            f"127.0.0.1:{mail_server.port} has accepted a mail to ada@example.org from no-reply@127.0.0.1.\n"
        )
        assert mail_server.arrived[0]["Subject"] == "Mail from Milepost works"
    else:
        assert done.output.startswith("MAIL_URL is not set, so the mail to ada@example.org was written to /")


def test_a_test_mail_that_fails_says_why(app: Flask, mail_server: MailServer, settings: Settings) -> None:
    run = _runner(app, dataclasses.replace(settings, mail_url=mail_server.url))
    mail_server.answer = "550 nobody here"
    done = run(args=["mail", "test", "ada@example.org"])
    assert done.exit_code == 1
    assert (
        f"Nothing was sent to ada@example.org: 127.0.0.1:{mail_server.port} refuses the recipient (550)."
        in done.output
    )
    assert run(args=["mail", "test", "nobody"]).exit_code == 1


def _runner(app: Flask, settings: Settings) -> Any:
    init_services(app, dataclasses.replace(services_of(app), settings=settings))
    return app.test_cli_runner().invoke
