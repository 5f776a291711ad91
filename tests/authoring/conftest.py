"""A content tree that an author works in, and the commands that run there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from webapp.app import create_app
from webapp.config import read_settings

Run = Callable[..., Result]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "roadmaps").mkdir(parents=True)
    return folder


@pytest.fixture
def run(tree: Path, tmp_path: Path) -> Run:
    """Runs `flask content …` on the tree."""
    environ = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/m.db",
        "CONTENT_DIR": str(tree),
        "INSTANCE_DIR": str(tmp_path / "instance"),
    }
    app = create_app(read_settings(environ, root=tmp_path), TESTING=True)

    def command(*words: str) -> Result:
        return app.test_cli_runner().invoke(args=["content", *words])

    return command
