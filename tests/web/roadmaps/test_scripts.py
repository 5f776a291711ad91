"""Roadmaps in scripts without blanks, from right to left, and with words that no line holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import answering
from tests.catalog.trees import ONE, TWO, edge, graph, grow, node
from tests.conftest import serving

TEXTS = {
    "chinese": ("zh", "机器学习与深度学习的数学基础", "从零开始学习编程，请沿着这条线从上到下阅读每一个主题。"),
    "japanese": ("ja", "オブジェクト指向プログラミング", "点線の先にあるトピックは一回で学べます。基礎から始めましょう。"),
    "thai": ("th", "การเขียนโปรแกรมเชิงวัตถุและรูปแบบการออกแบบ", "อ่านจากบนลงล่างตามเส้นทางนี้หัวข้อที่อยู่บนเส้นประสามารถเรียนรู้ได้ในครั้งเดียว"),
    "arabic": ("ar", "البرمجة كائنية التوجه وأنماط التصميم البرمجية", "اتبع الخط من الأعلى إلى الأسفل ثم تعلم Python."),
    "german": ("de", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "Kraftfahrzeughaftpflichtversicherung und Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz."),
}  # fmt: skip
OUTSIDE = """() => [...document.querySelectorAll(".map__frame .node__link")].filter(link => {
  const range = document.createRange();
  range.selectNodeContents(link.firstChild);
  const words = range.getBoundingClientRect(), box = link.getBoundingClientRect();
  return words.left < box.left || words.right > box.right || words.top < box.top || words.bottom > box.bottom;
}).map(link => link.textContent)"""

WIDE = """() => [...document.querySelectorAll("main *")]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth && !e.closest("table"))
  .map(element => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 20)}`)"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("scripts")
    for slug, (language, label, words) in TEXTS.items():
        legend = {"id": "kind", "label": label, "color": "#874efe", "position": "left-center"}
        note = node("note", words, "paragraph", x=300)
        badged = node(TWO, label, "subtopic", y=100)
        badged["data"]["legend"] = legend
        front = f'---\ntitle: "{label}"\ndescription: "{words}"\nlanguage: {language}\n---\n'
        text = f"# {label}\n\n{words}\n\n- {label}.\n\n| {label} | {label} |\n|---|---|\n| {words} | {words} |\n\n"
        resource = f"- [@article@{label}](https://example.org/)\n"
        files = {
            f"{slug}.md": front,
            f"{slug}.json": graph(node(ONE, label), badged, note, edges=(edge(),)),
            f"content/first@{ONE}.md": text + resource,
        }
        grow(root, files, slug)
    with serving(root) as app, answering(app) as address:
        yield address


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("slug", TEXTS)
def test_nothing_is_cut_and_nothing_is_wider_than_the_window(window: Page, scripts: str, slug: str) -> None:
    language, label, _ = TEXTS[slug]
    for width in (320, 390, 1440):
        window.set_viewport_size({"width": width, "height": 900})
        for path in (f"/{slug}?view=map", f"/{slug}?view=list", f"/{slug}/x@{ONE}"):
            window.goto(scripts + path)
            assert window.evaluate("document.documentElement.scrollWidth") <= width, (
                path,
                width,
                window.evaluate(WIDE),
            )
            heading = window.locator("h1").first
            assert label in heading.inner_text()
            spoken = "element => element.closest('[lang]').lang"
            inside = heading.locator("[lang]")
            assert (inside if inside.count() else heading).first.evaluate(spoken) == language
        window.goto(f"{scripts}/{slug}?view=map")
        assert window.evaluate(OUTSIDE) == [], width


@pytest.mark.slow
def test_a_note_on_the_map_runs_in_its_own_direction(window: Page, scripts: str) -> None:
    window.set_viewport_size({"width": 1440, "height": 900})
    sides = {}
    for slug in ("arabic", "german"):
        window.goto(f"{scripts}/{slug}?view=map")
        # The last word of the note and its full stop, where they are drawn.
        sides[slug] = window.evaluate(
            """() => {
              const line = [...document.querySelectorAll(".map__layer text")].find(t => t.textContent.includes("."))
                .lastElementChild;
              const at = line.textContent.indexOf(".");
              return line.getExtentOfChar(at).x < line.getExtentOfChar(at - 1).x ? "left" : "right";
            }"""
        )
    assert sides == {"arabic": "left", "german": "right"}
