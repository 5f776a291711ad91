"""The gallery: everything that a map can show, with its name, and as a picture."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from flask import Flask
from lxml import html
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext

from tests.browsing import violations
from tests.conftest import TREE
from webapp.app import create_app
from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.node_types import NODE_SIZES
from webapp.config import Settings
from webapp.drawing.gallery import gallery_graph
from webapp.drawing.link_shapes import TYPE_COLORS
from webapp.learning.status import STATUSES

PICTURE = Path(__file__).parent / "pictures/gallery.png"
BLOCK = 25


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings, TESTING=True, DEBUG=True, RATELIMIT_ENABLED=False)
    yield made
    with made.app_context():
        from webapp.web.site.extensions import db

        db.engine.dispose()


def test_only_authors_have_it(settings: Settings) -> None:
    client = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False).test_client()
    assert client.get("/dev/gallery").status_code == client.get("/dev/gallery.css").status_code == 404


def test_everything_is_named_that_a_map_can_show(app: Flask) -> None:
    client = app.test_client()
    page = html.fromstring(client.get("/dev/gallery").text)
    words = {t.text_content() for t in page.xpath("//svg//*[local-name()='text']")}
    assert set(NODE_SIZES) <= words
    assert {f"colorType {name}, {value}" for name, value in TYPE_COLORS.items()} <= words
    sides = ("top", "bottom", "left", "right")
    assert {f"{one} to {other}" for one in sides for other in sides} <= words
    for shape in ("simplebezier", "smoothstep", "step", "straight"):
        assert {f"{shape}, solid", f"{shape}, dashed", f"Handles: {shape}"} <= words
    assert len(page.xpath("//svg//*[local-name()='path'][@data-edge-id]")) == 1 + 8 + 4 * 16
    assert {a.get("data-status") for a in page.xpath("//a[@data-status]")} == {
        status.value for status in STATUSES
    }
    css = client.get("/dev/gallery.css").text
    for link in page.xpath("//div[@class='map__frame']//a"):
        around = link.xpath("ancestor-or-self::*[@id or @data-node-id]")
        names = {f'[{key}="{e.get(key)}"]{{--x:' for e in around for key in ("id", "data-node-id")}
        assert any(name in css for name in names), link.get("href")


def test_a_topic_of_it_leads_back(app: Flask) -> None:
    client = app.test_client()
    page = html.fromstring(client.get("/dev/gallery").text)
    for path in page.xpath("//div[@class='map__frame']//a/@href")[:5]:
        assert client.get(path, follow_redirects=True).status_code == 200


def test_axe_finds_nothing(site: str, desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/dev/gallery")
    assert violations(page) == []


SEEN = """name => { const s = getComputedStyle([...document.querySelectorAll('.map__layer [data-node-id], .map__layer [data-edge-id]')]
  .find(e => (e.dataset.nodeId || e.dataset.edgeId).startsWith(name))); return [s.fill, s.stroke, parseFloat(s.strokeWidth)]; }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colors_of_their_own_are_seen(
    site: str, desktop: BrowserContext, scheme: Literal["light", "dark"]
) -> None:
    page = desktop.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/dev/gallery")
    graph = gallery_graph(status.value for status in STATUSES)
    of_kind = {(n["type"], json.dumps(n["data"].get("style"))): n["id"] for n in graph["nodes"]}

    def seen(kind: str, **style: object) -> list[object]:
        found: list[object] = page.evaluate(SEEN, of_kind[kind, json.dumps(style)])
        return found

    pink = {"backgroundColor": "#ffe0e0", "borderColor": "#c00000"}
    assert seen("section", **pink) == ["rgb(255, 224, 224)", "rgb(192, 0, 0)", 2.7]
    assert seen("paragraph", **pink) == ["rgb(255, 224, 224)", "rgb(192, 0, 0)", 2.5]
    assert seen("horizontal", stroke="#00aa00", strokeWidth=8) == ["none", "rgb(0, 170, 0)", 8]
    dark_red = "rgb(170, 0, 0)" if scheme == "light" else "rgb(255, 87, 87)"
    assert seen("horizontal", stroke="#aa0000", strokeWidth=1) == ["none", dark_red, 1]
    classic = "rgb(43, 120, 228)" if scheme == "light" else "rgb(110, 168, 247)"
    assert seen("horizontal") == ["none", classic, 3]
    own = next(e["id"] for e in graph["edges"] if e["style"])
    assert page.evaluate(SEEN, own) == ["none", "rgb(204, 0, 204)", 6]
    usual = next(e["id"] for e in graph["edges"] if not e["style"])
    assert page.evaluate(SEEN, usual) == ["none", classic, 3.5]


@pytest.mark.parametrize("width", [390, 800, 1440])
def test_boxes_are_as_high_as_the_map_says_at_every_width(
    site: str, desktop: BrowserContext, width: int
) -> None:
    page = desktop.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    # On the whole map of a phone main topics are larger; the address of a topic opens it at the size of reading.
    page.goto(f"{site}/alpha?view=map#n-main-one-000000000001")
    graph = parse_graph(
        (TREE / "roadmaps/alpha/alpha.json").read_text(encoding="utf-8"), (), Findings("alpha")
    )
    assert graph
    unit = page.locator(".map__frame").bounding_box()["width"] / graph.bounds.width  # type: ignore[index]  # it is there
    for node in (n for n in graph.nodes if n.type in {"topic", "subtopic", "todo"}):
        box = page.locator(f'.map__frame a[data-node-id="{node.id}"]').bounding_box()
        assert box
        assert (box["width"], box["height"]) == pytest.approx(
            (node.box.width * unit, node.box.height * unit), abs=0.6
        )


def test_it_looks_as_it_did(site: str, desktop: BrowserContext, tmp_path: Path) -> None:
    """Compared block by block with the kept picture; `PICTURES=write` keeps the new one, to be looked at
    before it is committed.
    """
    page = desktop.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/dev/gallery")
    page.evaluate("document.fonts.ready")
    seen = page.locator(".map__frame").screenshot()
    if os.environ.get("PICTURES") == "write":
        Image.open(io.BytesIO(seen)).convert("RGB").save(PICTURE, optimize=True)
    now, before = Image.open(io.BytesIO(seen)).convert("RGB"), Image.open(PICTURE).convert("RGB")
    assert now.size == before.size
    # Letters may be a shade different; a block of which a third is another color is another drawing.
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
