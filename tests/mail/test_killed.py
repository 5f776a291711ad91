"""Workers that are killed while they send mail: nothing is lost, and what is sent twice is the same mail."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.databases import on_both
from tests.deploy.server import ROOT
from tests.jobs.conftest import Sessions
from tests.jobs.conftest import sessions as sessions  # a fixture
from tests.mail import KEY
from tests.mail.servers import MailServer
from tests.mail.servers import mail_server as mail_server  # a fixture
from webapp.config import Settings, read_settings
from webapp.db.unit_of_work import writing
from webapp.jobs.models import Job
from webapp.mail.message import Mail
from webapp.mail.queue import put_mail

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
# Rounds, in each of which both workers are killed; docs/operate.md tells of `KILLS=25`.
KILLS = int(os.environ.get("KILLS", "3"))
WORKERS = 2


@on_both
def test_no_mail_is_lost_and_one_that_is_sent_twice_is_the_same(
    app: Flask, sessions: Sessions, settings: Settings, mail_server: MailServer, tmp_path: Path
) -> None:
    mail_server.delay = 0.02
    folder = tmp_path / "instance"
    keyed = read_settings(
        {"INSTANCE_DIR": str(folder), "CONTENT_DIR": "tests/tree", "SECRET_KEY": KEY}, root=ROOT
    )
    command = [
        sys.executable,
        "-m",
        "tests.mail.worker_process",
        settings.database_url,
        mail_server.url,
        str(folder),
    ]
    number = 0
    for _ in range(KILLS):
        with sessions() as session, writing(session):
            for _ in range(10):
                number += 1
                words = Mail("x", f"Number {number}", "Words.\n", "<p>Words.</p>\n")
                put_mail(session, keyed, "ada@example.org", words, datetime.now(UTC))
        before = len(mail_server.arrived)
        running = [start(command) for _ in range(WORKERS)]
        try:
            wait_until(lambda before=before: len(mail_server.arrived) > before)  # type: ignore[misc]
            time.sleep(random.uniform(0, 0.2))
        finally:
            kill(running)
    last = [start(command)]
    try:
        wait_until(lambda: not left(sessions), seconds=60 + 5 * KILLS)
    finally:
        kill(last)
    subjects = Counter(str(mail["Subject"]) for mail in mail_server.arrived)
    twice = sum(count - 1 for count in subjects.values())
    print(f"{number} mails, {KILLS * WORKERS} kills: {number - len(subjects)} lost, {twice} sent twice")
    assert len(subjects) == number
    assert len(set(mail_server.ids)) == number, "a mail that is sent again has the Message-ID of before"
    assert twice <= KILLS * WORKERS


def start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def kill(running: list[subprocess.Popen[bytes]]) -> None:
    for worker in running:
        worker.kill()
        worker.wait()


def left(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Job)) or 0


def wait_until(is_true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end
        time.sleep(0.01)
