"""The Flask extensions, made once and bound to the application by the factory."""

from __future__ import annotations

from flask import Flask, request
from flask_htmx import HTMX
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

from webapp.accounts.limits import network_of
from webapp.db.base import Base
from webapp.db.engine import prepare_engine


def client_network() -> str:
    """Whom a limit on guests counts: the network that the request came from."""
    return network_of(request.remote_addr or "")


# Pages show what they have just committed; reading it again would only cost queries.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
login_manager = LoginManager()
htmx = HTMX()
limiter = Limiter(key_func=client_network, headers_enabled=False)


def init_database(app: Flask) -> None:
    """Opens the application's database."""
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
