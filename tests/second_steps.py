"""What tests of signing in in two steps share: an account with an app, and the codes that it shows."""

from __future__ import annotations

from datetime import datetime

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD
from webapp.accounts import second_step, totp
from webapp.config import Settings
from webapp.db.learners import lock_learner
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db


def add_app(app: Flask, settings: Settings, learner_id: int, now: datetime) -> tuple[str, tuple[str, ...]]:
    """Gives a learner an authenticator app, confirmed half an hour ago; returns its secret and the recovery codes."""
    with app.app_context(), writing(db.session()) as session:
        lock_learner(session, learner_id)
        totp.make_secret(session, learner_id, settings.secret_keys, now)
        made = totp.unconfirmed_secret(session, learner_id, settings.secret_keys, "Milepost", "ada")
        assert made
        code = code_of(made.text, now, -1)
        assert totp.confirm_secret(session, learner_id, code, settings.secret_keys, now)
        return made.text, second_step.turn_on(session, learner_id, now)


def code_of(secret: str, now: datetime, steps: int = 0) -> str:
    """Returns the code that an app shows now, or some half minutes later."""
    return pyotp.TOTP(secret).generate_otp(int(now.timestamp()) // 30 + steps)


def give_password(client: FlaskClient, **more: str) -> TestResponse:
    """Takes the first step of Ada's sign-in."""
    answer = client.post("/login", data={"username": "ada", "password": PASSWORD} | more)
    assert (answer.status_code, answer.location) == (303, "/login/second-step")
    return answer
