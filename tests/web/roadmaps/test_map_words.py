"""What a map shows as a part of its drawing, for those to whom the page is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.conftest import CONTENT
from webapp.config import Settings, read_settings

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Our own content, whose maps have notes."""
    environ = {
        "DATABASE_URL": database_url,
        "CONTENT_DIR": str(CONTENT),
        "INSTANCE_DIR": str(tmp_path / "instance"),
    }
    return read_settings(environ, root=tmp_path)


def test_groups_and_notes_of_a_map_are_read(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    # The first page of a roadmap is made when somebody asks for it.
    page.goto(f"{site}/ai-engineer", timeout=30_000)
    group = page.locator(".map .item__group", has_text="Bring With You")
    expect(group).not_to_be_visible()
    topics = page.get_by_role("list", name="Bring With You").get_by_role("listitem")
    expect(topics.first).to_contain_text("Python")
    note = page.locator(".map .item__note")
    assert note.inner_text() in page.locator(".map").aria_snapshot()
    box = note.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (1, 1)
