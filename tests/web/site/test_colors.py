"""Colors stand in one file, follow the reader's choice, and leave paper white."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import CONTENT
from webapp.drawing.link_shapes import FILLS, STATUS_COLORS
from webapp.drawing.own_colors import HALF, INKS

ROOT = CONTENT.parent
TOKENS = ROOT / "static" / "css" / "tokens.css"
LITERAL = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?=[;\s,)'\"])|%23[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\("
    r"|[:\s,('\"](?:white|black|red|green|blue|gray|grey|yellow)(?=[;\s,)'\"])",
    re.I,
)
LIGHTNESS = """(value) => {
    const [red, green, blue] = value.match(/[\\d.]+/g).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}"""


def own_files() -> list[Path]:
    static = [path for kind in ("css", "js") for path in (ROOT / "static" / kind).iterdir()]
    return [path for path in static if path != TOKENS]


def test_no_color_is_written_outside_the_tokens() -> None:
    for path in own_files():
        rules = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
        assert LITERAL.findall(rules) == [], path


@pytest.mark.parametrize(
    "rule", ["color: #1d7a3f;", "fill='%231f5fbf'", "rgb(20 18 14 / 0.35)", "border: 1px solid white;"]
)
def test_a_color_would_be_found(rule: str) -> None:
    assert LITERAL.search(rule)


def test_each_token_has_one_value_on_screens() -> None:
    screen = TOKENS.read_text(encoding="utf-8").partition("@media print")[0]
    colors = [name for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", screen) if LITERAL.search(value)]
    assert len(colors) > 30
    assert len(colors) == len(set(colors))


def test_the_map_by_day_is_in_the_colors_of_the_pdf() -> None:
    day = dict(re.findall(r"(--[\w-]+): light-dark\((#\w+),", TOKENS.read_text(encoding="utf-8")))
    assert {kind: day[f"--map-{kind}"] for kind in ("topic", "subtopic")} == {
        kind: FILLS[kind] for kind in ("topic", "subtopic")
    }


def test_a_status_has_the_same_colors_on_paper_and_on_the_page_by_day() -> None:
    tokens = TOKENS.read_text(encoding="utf-8")
    day = dict(re.findall(r"(--[\w-]+): (?:light-dark\()?(#\w+)[,;]", tokens))
    assert {
        "done topic": day["--map-done-main"],
        "done subtopic": day["--map-done"],
    }.items() <= STATUS_COLORS.items()
    assert {STATUS_COLORS[f"skipped {kind}"] for kind in ("topic", "subtopic")} == {day["--map-skipped"]}
    assert day["--map-learning"] == HALF
    assert {status: day[f"--{status}"] for status in INKS} == INKS
    assert {status: day[f"--map-{status}-mark"] for status in INKS} == INKS


def open_as(chromium: Browser, site: str, system: str, chosen: str) -> Page:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme=system)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}/alpha")
    page.evaluate("theme => localStorage.setItem('theme', theme)", chosen)
    page.goto(f"{site}/alpha")
    return page


def lightness(page: Page, selector: str, name: str, pseudo: str = "") -> float:
    value = page.evaluate(
        "([selector, name, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo || null)[name]",
        [selector, name, pseudo],
    )
    return float(page.evaluate(LIGHTNESS, value))


@pytest.mark.parametrize(
    ("system", "chosen", "is_dark"),
    [("dark", "auto", True), ("light", "auto", False), ("dark", "light", False), ("light", "dark", True)],
)
def test_the_readers_choice_goes_before_the_systems(
    chromium: Browser, site: str, system: str, chosen: str, is_dark: bool
) -> None:
    page = open_as(chromium, site, system, chosen)
    assert (lightness(page, "body", "backgroundColor") < 0.1) is is_dark
    assert (lightness(page, "body", "color") > 0.5) is is_dark
    page.context.close()


@pytest.mark.parametrize(("system", "chosen"), [("dark", "auto"), ("light", "dark")])
def test_a_dark_page_is_printed_dark_on_white(chromium: Browser, site: str, system: str, chosen: str) -> None:
    page = open_as(chromium, site, system, chosen)
    page.emulate_media(media="print", color_scheme=system)  # type: ignore[arg-type]
    assert lightness(page, "body", "backgroundColor") == pytest.approx(1)
    for selector in ("h1", ".roadmap-head__line", ".map .node__link", ".node__badge", ".facts"):
        assert lightness(page, selector, "color") < 0.1, selector
    assert lightness(page, ".map", "backgroundColor") > 0.9
    page.context.close()


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_the_check_of_a_done_topic_stands_out_on_its_disc(chromium: Browser, site: str, chosen: str) -> None:
    page = open_as(chromium, site, "light", chosen)
    topic = '[data-node-id="main-one-000000000001"]'
    page.evaluate("topic => { document.querySelector(topic).dataset.status = 'done' }", topic)
    expect(page.locator(topic)).to_have_attribute("data-status", "done")
    # White on the disc, three to one as for every sign.
    disc = lightness(page, topic, "backgroundColor", "::after")
    assert 1.05 / (disc + 0.05) >= 3
    page.context.close()


def test_signs_of_statuses_are_seen_in_forced_colors(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, forced_colors="active")
    page = context.new_page()
    for view, selector, pseudo in (("map", ".map .node__link", "::after"), ("list", ".node__tick", "")):
        page.goto(f"{site}/alpha?view={view}")
        page.evaluate("document.querySelector('.map .node__link').dataset.status = 'done'")
        shown = page.evaluate(
            "([s, p]) => getComputedStyle(document.querySelector(s), p || null).backgroundColor",
            [selector, pseudo],
        )
        # The check is white: it needs its disc.
        assert shown == "rgb(29, 122, 63)", view
    context.close()
