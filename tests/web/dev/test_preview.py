"""What an author sees while writing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import BrowserContext

from tests.conftest import TREE
from webapp.app import create_app
from webapp.config import Settings, read_settings

OUTLINE = "# Tea\n\n## Leaves\n- Green\n- Black\n" + "".join(
    f"\n## Part {n}\n- One of {n}\n- Two of {n}\n" for n in range(12)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "content" / "roadmaps" / "tea"
    made.mkdir(parents=True)
    (made / "tea.md").write_text("---\ntitle: Tea\n---\n")
    (made / "tea.outline.md").write_text(OUTLINE)
    return made


@pytest.fixture
def app(settings: Settings, folder: Path, tmp_path: Path) -> Iterator[Flask]:
    environ = {
        "DATABASE_URL": settings.database_url,
        "CONTENT_DIR": str(folder.parent.parent),
        "INSTANCE_DIR": str(tmp_path / "instance"),
    }
    made = create_app(
        read_settings(environ, root=tmp_path), TESTING=True, DEBUG=True, RATELIMIT_ENABLED=False
    )
    with made.app_context():
        upgrade()
    yield made
    with made.app_context():
        from webapp.web.site.extensions import db

        db.session.remove()
        db.engine.dispose()


def test_a_site_in_production_has_no_preview(settings: Settings) -> None:
    client = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False).test_client()
    assert client.get("/dev/preview/alpha").status_code == 404
    assert TREE.is_dir()


def test_the_map_is_drawn_beside_what_is_missing(app: Flask, folder: Path) -> None:
    page = app.test_client().get("/dev/preview/tea")
    assert page.status_code == 200
    assert (folder / "tea.json").is_file()
    assert "{#" in (folder / "tea.outline.md").read_text()
    assert "Without a text (39)" in page.text
    assert "Nothing is wrong." in page.text
    assert page.text.count('class="node__link"') == 39


def test_mistakes_stand_beside_the_map_that_was(app: Flask, folder: Path) -> None:
    client = app.test_client()
    client.get("/dev/preview/tea")
    outline = folder / "tea.outline.md"
    outline.write_text(outline.read_text() + "- New {shiny}\n")
    page = client.get("/dev/preview/tea").text
    assert "shiny is unknown" in page.lower()
    assert "tea.outline.md</code> line 54, column 8" in page
    assert page.count('class="node__link"') == 39
    assert "The outline cannot be drawn." in page
    assert "This is the map as it was drawn last" in page
    outline.write_text(outline.read_text().replace(" {shiny}", ""))
    assert "The outline cannot be drawn." not in client.get("/dev/preview/tea").text


def test_a_text_follows_while_the_outline_cannot_be_drawn(app: Flask, folder: Path) -> None:
    client = app.test_client()
    client.get("/dev/preview/tea")
    outline = folder / "tea.outline.md"
    line = next(line for line in outline.read_text().splitlines() if "Green" in line)
    green = line.split("#")[1].rstrip("}")
    outline.write_text(outline.read_text() + "- New {shiny}\n")
    client.get("/dev/preview/tea")
    (folder / "content").mkdir()
    (folder / "content" / f"green@{green}.md").write_text("# Green\n\nIt is not roasted.\n")
    assert "It is not roasted." in client.get(f"/dev/preview/tea?topic={green}").text


def test_a_save_that_lost_an_id_draws_nothing_and_says_so(app: Flask, folder: Path) -> None:
    client = app.test_client()
    client.get("/dev/preview/tea")
    outline = folder / "tea.outline.md"
    lines = [
        line.partition(" {#")[0] if "Green" in line else line for line in outline.read_text().split("\n")
    ]
    outline.write_text("\n".join(lines))
    page = client.get("/dev/preview/tea").text
    assert "The outline cannot be drawn." in page
    assert "put it back?" in page
    assert "- Green\n" in outline.read_text()


def test_a_text_is_made_by_one_click_and_shown(app: Flask, folder: Path) -> None:
    client = app.test_client()
    client.get("/dev/preview/tea")
    green = (
        next(line for line in (folder / "tea.outline.md").read_text().splitlines() if "Green" in line)
        .split("#")[1]
        .rstrip("}")
    )
    answer = client.post(f"/dev/preview/tea/texts/{green}")
    assert answer.headers["Location"] == f"/dev/preview/tea?topic={green}"
    path = folder / "content" / f"green@{green}.md"
    assert path.read_text() == "# Green\n"
    path.write_text("# Green\n\nIt is **not** roasted.\n")
    assert "<strong>not</strong>" in client.get(f"/dev/preview/tea?topic={green}").text
    assert client.post(f"/dev/preview/tea/texts/{green}").status_code == 303
    assert "roasted" in path.read_text()
    assert client.post("/dev/preview/tea/texts/nobody").status_code == 404
    assert (
        client.post(f"/dev/preview/tea/texts/{green}", headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )


@pytest.mark.parametrize("slug", ["nope", "..", "%2e%2e", "TEA"])
def test_what_is_not_there_is_404(app: Flask, slug: str) -> None:
    assert app.test_client().get(f"/dev/preview/{slug}").status_code in {404, 308}


def test_the_page_follows_a_save_and_stays_where_it_was(
    site: str, desktop: BrowserContext, folder: Path
) -> None:
    page = desktop.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}/dev/preview/tea")
    page.locator(".node__link", has_text="Green").wait_for()
    page.evaluate("scrollTo(0, 400)")
    outline = folder / "tea.outline.md"
    outline.write_text(outline.read_text().replace("- Black", "- White\n- Black"))
    page.locator(".node__link", has_text="White").wait_for()
    assert page.evaluate("scrollY") == 400
    box = page.locator(".node__link", has_text="White").bounding_box()
    assert box
    assert box["width"] > 60, "the new map's own places apply"
    page.locator(".node__link", has_text="White").click()
    page.wait_for_url("**/dev/preview/tea?topic=*")
    assert problems == []
    shutil.rmtree(folder / "content", ignore_errors=True)
