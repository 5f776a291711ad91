"""What all tests share: a site on a fresh database, its people, and a real server."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.once import share_work
from webapp.accounts import hashing
from webapp.app import create_app
from webapp.config import Settings, read_settings

pytest_plugins = [
    "tests.databases",
    "tests.browser",
    "tests.clock",
    "tests.openid",
    "tests.fake_github",
    "tests.parallel",
    "tests.pseudo",
]
CONTENT = Path(__file__).parent.parent / "content"
TREE = Path(__file__).parent / "tree"
SLOW_FIXTURES = {"chromium", "cluster", "openid", "server"}
PASSWORD = "three blind mice"

# Collecting tests leaves no garbage; looking for some takes a third of the time (`pytest_collection_finish`).
gc.disable()
# Each server and command of a test would compile all modules again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The library's parameters are for attackers, not for suites; what they are is asserted in tests/accounts.
hashing.use_parameters(time_cost=1, memory_cost=64, threads=100)


# Memory where there is some: databases of tests need not outlive the machine, and syncing them takes half the time.
if os.access("/dev/shm", os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")
share_work()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that `make check` leaves out: those that need a browser, PostgreSQL or a server of
    their own.
    """
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if needs & SLOW_FIXTURES or parameters.get("database_url") == "postgresql":
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """Lets the garbage collector skip what stays until the end: modules, and thousands of collected tests.

    Searching those, again for each site that a test makes, takes a third of the processor time of most tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
    gc.enable()


@contextmanager
def serving(tree: Path, **environ: str) -> Iterator[Flask]:
    """A site on a content tree of its own, without tables: for pages of guests."""
    known = {
        "CONTENT_DIR": str(tree),
        "DATABASE_URL": f"sqlite:///{tree}/m.db",
        "INSTANCE_DIR": str(tree / "instance"),
    }
    made = create_app(read_settings(known | environ, root=tree), TESTING=True, RATELIMIT_ENABLED=False)
    yield made
    with made.app_context():
        from webapp.web.site.extensions import db

        db.engine.dispose()


@pytest.fixture
def content_dir() -> Path:
    """The content of the site. Tests of other content have a fixture of this name."""
    return TREE


@pytest.fixture
def settings(tmp_path: Path, database_url: str, content_dir: Path) -> Settings:
    environ = {
        "DATABASE_URL": database_url,
        "CONTENT_DIR": str(content_dir),
        "INSTANCE_DIR": str(tmp_path / "instance"),
    }
    return read_settings(environ, root=tmp_path)


class FromAfar(FlaskClient):
    """A client on another machine: what comes from the machine itself is not counted by network."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.environ_base["REMOTE_ADDR"] = "198.51.100.1"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """A site on the test's own database, which is a copy of one that was migrated once."""
    made = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    made.test_client_class = FromAfar
    yield made
    with made.app_context():
        from webapp.web.site.extensions import db

        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def sign_up(app: Flask) -> Callable[[str], FlaskClient]:
    def make(name: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post(
            "/signup", data={"username": name, "email": f"{name}@example.org", "password": PASSWORD}
        )
        assert answer.status_code == 303, answer.text
        return client

    return make


@pytest.fixture
def ada(sign_up: Callable[[str], FlaskClient]) -> FlaskClient:
    """The learner whose marks they are."""
    return sign_up("ada")


@pytest.fixture
def grace(sign_up: Callable[[str], FlaskClient]) -> FlaskClient:
    """Another learner."""
    return sign_up("grace")
