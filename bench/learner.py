"""What a learner costs beside the least that a site with sign-in does: `python -m bench.learner`.

The page is that of our largest roadmap, with 30 % of its topics marked, and so many acts are on `/me` and in
the history. Beside them is a view that greets the learner by name: Flask-Login finds the learner, and the ORM
loads the row. The mark is that of HTMX. Beside it
is a view that signs the learner in in the same way, and writes a mark and an event in one transaction.
"""

from __future__ import annotations

import gc
import random
import secrets
import tempfile
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from flask import Flask, request
from flask.testing import FlaskClient
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_migrate import upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.timing import processor_times
from webapp.app import create_app
from webapp.catalog.model import Roadmap
from webapp.config import ROOT, read_settings
from webapp.db.engine import PRAGMAS
from webapp.web.site.services import services_of

SLUG, SHARE = "ai-engineer", 0.3
EACH_MARK = 3  # per round; a learner may not set more than a thousand a minute
HX = {"HX-Request": "true"}


def main() -> None:
    """Prints the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder))
        roadmap = services_of(site).catalog_store.catalog.roadmaps[SLUG]
        ada, lin = signed_up(site), signed_in(make_hello(Path(folder)))
        begin(ada, roadmap)
        address = f"{roadmap.topics[roadmap.order[0]].path}/status"
        turns, hello_turns = count(), count()
        # As the server does: the garbage collector leaves the content alone.
        gc.collect()
        gc.freeze()
        page, packed, today, history, hello = processor_times(
            [
                lambda: ada.get(f"/{SLUG}"),
                lambda: ada.get(f"/{SLUG}", headers={"Accept-Encoding": "br"}),
                lambda: ada.get("/me"),
                lambda: ada.get("/me/history"),
                lambda: lin.get("/hello"),
            ]
        )
        mark, least = processor_times(
            [
                lambda: ada.post(address, data={"status": status(next(turns))}, headers=HX),
                lambda: lin.post("/mark", data={"status": status(next(hello_turns))}),
            ],
            EACH_MARK,
        )
    print(f"signed-in roadmap page / signed-in hello               {page / hello:6.2f}")
    print(f"the same page compressed / signed-in hello             {packed / hello:6.2f}")
    print(f"/me / signed-in hello                                  {today / hello:6.2f}")
    print(f"/me/history / signed-in hello                          {history / hello:6.2f}")
    print(f"status POST / sign-in, upsert and insert               {mark / least:6.2f}")


def status(turn: int) -> str:
    """The status that is set in a turn: each changes the mark."""
    return ("done", "learning")[turn % 2]


def make_site(folder: Path) -> Flask:
    """Our site, with a database of its own."""
    settings = read_settings({"CONTENT_DIR": str(ROOT / "content"), "INSTANCE_DIR": str(folder)}, folder)
    app = create_app(settings, TESTING=True)
    with app.app_context():
        upgrade()
    return app


def signed_up(app: Flask) -> FlaskClient:
    """A learner of our site."""
    client = app.test_client()
    account = {"username": "ada", "email": "ada@example.org", "password": "three blind mice"}
    assert client.post("/signup", data=account).status_code == 303
    client.get("/")
    return client


def begin(client: FlaskClient, roadmap: Roadmap) -> None:
    """Marks a share of the topics, the same ones each time."""
    rng = random.Random(1)
    for topic_id in rng.sample(roadmap.order, int(SHARE * len(roadmap.order))):
        data = {"status": rng.choice(["done", "done", "learning", "skipped"])}
        assert (
            client.post(f"{roadmap.topics[topic_id].path}/status", data=data, headers=HX).status_code == 200
        )


def make_hello(folder: Path) -> Flask:
    """A site as the documentation of Flask-Login begins one, with a database as safe as ours."""

    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class User(UserMixin, db.Model):  # type: ignore[misc, name-defined]  # the libraries ship no types
        id: Mapped[int] = mapped_column(primary_key=True)
        username: Mapped[str]

    app = Flask("hello")
    app.config.update(SECRET_KEY=secrets.token_hex(), SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/hello.db")
    db.init_app(app)
    login = LoginManager(app)

    @login.user_loader  # type: ignore[untyped-decorator]
    def load(user_id: str) -> User | None:
        return db.session.get(User, int(user_id))

    @app.get("/in")
    def sign_in() -> str:
        login_user(db.session.get(User, 1))
        return "in"

    @app.get("/hello")
    @login_required  # type: ignore[untyped-decorator]
    def hello() -> str:
        return f"<p>Hello, {current_user.username}"

    upsert = text(
        "INSERT INTO mark VALUES (:learner, 'bench', 'topic', :status, :at)"
        " ON CONFLICT (learner_id, roadmap, topic_id) DO UPDATE SET status = :status, marked_at = :at"
    )
    journal = text(
        "INSERT INTO event (learner_id, topic_id, status, at) VALUES (:learner, 'topic', :status, :at)"
    )

    @app.post("/mark")
    @login_required  # type: ignore[untyped-decorator]
    def mark() -> str:
        new = {
            "learner": current_user.id,
            "status": request.form["status"],
            "at": datetime.now(UTC).isoformat(),
        }
        db.session.execute(upsert, new)
        db.session.execute(journal, new)
        db.session.commit()
        return f"<p>{new['status']}"

    with app.app_context():
        event.listen(
            db.engine, "connect", lambda connection, _: [connection.execute(f"PRAGMA {p}") for p in PRAGMAS]
        )
        db.create_all()
        db.session.execute(
            text(
                "CREATE TABLE mark (learner_id, roadmap, topic_id, status, marked_at,"
                " PRIMARY KEY (learner_id, roadmap, topic_id))"
            )
        )
        db.session.execute(
            text("CREATE TABLE event (id INTEGER PRIMARY KEY, learner_id, topic_id, status, at)")
        )
        db.session.add(User(id=1, username="lin"))
        db.session.commit()
    return app


def signed_in(hello: Flask) -> FlaskClient:
    """A learner of the other site."""
    client = hello.test_client()
    assert client.get("/in").status_code == 200
    return client


if __name__ == "__main__":
    main()
