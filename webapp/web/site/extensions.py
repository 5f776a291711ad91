"""The Flask extensions, which the application factory initializes."""

from __future__ import annotations

from flask import Flask
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

from webapp.db.base import Base
from webapp.db.engine import prepare_engine
from webapp.web.site.client_address import client_network
from webapp.web.site.rate_limits import RateLimits

# Objects stay readable after a commit, so that pages that show them need no further queries.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
login_manager = LoginManager()
htmx = HTMX()
limiter = RateLimits(key_func=client_network, headers_enabled=False)


def init_database(app: Flask) -> None:
    """Binds the database to the application and prepares its engine."""
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def init_limits(app: Flask) -> None:
    """Lets views that have a limit check it."""
    limiter.init_app(app)
    # It would also look for limits of the whole site before each request. There are none, and looking for
    # them takes as long as everything else that a small page needs.
    if limiter.enabled:
        app.before_request_funcs[None].remove(limiter._check_request_limit)
