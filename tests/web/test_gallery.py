"""The gallery: everything that a map can show, with its name, and as a picture."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lxml import html
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext

from webapp.app import create_app
from webapp.catalog.graph import SIZES
from webapp.config import Settings
from webapp.drawing.linked import TYPE_COLORS

PICTURE = Path(__file__).parent / "pictures/gallery.png"
BLOCK = 25


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings, TESTING=True, DEBUG=True, RATELIMIT_ENABLED=False)
    yield made
    with made.app_context():
        from webapp.web.extensions import db

        db.engine.dispose()


def test_only_authors_have_it(settings: Settings) -> None:
    client = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False).test_client()
    assert client.get("/dev/gallery").status_code == client.get("/dev/gallery.css").status_code == 404


def test_everything_is_named_that_a_map_can_show(app: Flask) -> None:
    client = app.test_client()
    page = html.fromstring(client.get("/dev/gallery").text)
    words = {t.text_content() for t in page.xpath("//svg//*[local-name()='text']")}
    assert set(SIZES) <= words
    assert {f"colorType {name}, {value}" for name, value in TYPE_COLORS.items()} <= words
    sides = ("top", "bottom", "left", "right")
    assert {f"{one} to {other}" for one in sides for other in sides} <= words
    for shape in ("simplebezier", "smoothstep", "step", "straight"):
        assert {f"{shape}, solid", f"{shape}, dashed", f"Handles: {shape}"} <= words
    assert len(page.xpath("//svg//*[local-name()='path'][@data-edge-id]")) == 8 + 4 * 16
    assert {a.get("data-status") for a in page.xpath("//a[@data-status]")} == {"pending", "learning", "done", "skipped"}
    css = client.get("/dev/gallery.css").text
    for link in page.xpath("//div[@class='map__frame']//a/@data-node-id"):
        assert f'[data-node-id="{link}"]{{--x:' in css


def test_a_topic_of_it_leads_back(app: Flask) -> None:
    client = app.test_client()
    page = html.fromstring(client.get("/dev/gallery").text)
    for path in page.xpath("//div[@class='map__frame']//a/@href")[:5]:
        assert client.get(path, follow_redirects=True).status_code == 200


def test_axe_finds_nothing(site: str, desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/dev/gallery")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []


def test_it_looks_as_it_did(site: str, desktop: BrowserContext, tmp_path: Path) -> None:
    """Compared block by block with the kept picture; `PICTURES=write` keeps the new one, to be looked at before it is committed."""
    page = desktop.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/dev/gallery")
    page.evaluate("document.fonts.ready")
    seen = page.locator(".map__frame").screenshot()
    if os.environ.get("PICTURES") == "write":
        Image.open(io.BytesIO(seen)).convert("RGB").save(PICTURE, optimize=True)
    now, before = Image.open(io.BytesIO(seen)).convert("RGB"), Image.open(PICTURE).convert("RGB")
    assert now.size == before.size
    # Letters may be a shade different; a block of which a third is another colour is another drawing.
    changed = ImageChops.difference(now, before).convert("L").point(lambda v: 255 if v > 40 else 0)
    blocks = changed.resize((now.width // BLOCK, now.height // BLOCK), Image.Resampling.BOX)
    other = [
        (x * BLOCK, y * BLOCK)
        for y in range(blocks.height)
        for x in range(blocks.width)
        if blocks.getpixel((x, y)) > 85  # type: ignore[operator]
    ]
    if other:
        now.save(tmp_path / "now.png")
    assert other == [], f"these places differ from {PICTURE.name}; see {tmp_path}/now.png"
