"""A worker as a process, which a test kills: `python -m tests.mail.worker_process DATABASE MAIL_URL FOLDER`."""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.mail import KEY
from webapp.config import read_settings
from webapp.db.engine import engine_options, normalize_url, prepare_engine
from webapp.jobs.worker import Worker
from webapp.mail.queue import KIND, send_queued

# Longer than sending takes, and short for a test.
LEASE = timedelta(seconds=2)


def main() -> None:
    database, mail_url, folder = sys.argv[1:]
    environ = {"INSTANCE_DIR": folder, "CONTENT_DIR": "tests/tree", "MAIL_URL": mail_url, "SECRET_KEY": KEY}
    settings = read_settings(environ, root=Path.cwd())
    engine = create_engine(normalize_url(database), **engine_options(database))
    prepare_engine(engine)
    handlers = {KIND: partial(send_queued, settings)}
    Worker(lambda: Session(engine), handlers, lease=LEASE).run()


if __name__ == "__main__":
    main()
