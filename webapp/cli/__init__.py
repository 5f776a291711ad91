"""The commands of `flask --app wsgi …`, a module for each group."""

from __future__ import annotations

from flask import Flask

from webapp.cli.backups import backup, restore
from webapp.cli.content import content
from webapp.cli.doctor import doctor
from webapp.cli.jobs import jobs
from webapp.cli.learners import learners
from webapp.cli.mail import mail


def init_commands(app: Flask) -> None:
    """Adds the groups of commands to `flask`."""
    app.cli.add_command(content)
    app.cli.add_command(learners)
    app.cli.add_command(jobs)
    app.cli.add_command(mail)
    app.cli.add_command(doctor)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
