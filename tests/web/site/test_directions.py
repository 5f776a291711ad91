"""Texts in scripts that run from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import answering
from tests.catalog.trees import ONE, TWO, graph, grow, node
from tests.conftest import serving

CSS = sorted(Path("static/css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|(?:text-align|float|clear): *(?:left|right)\b"
    r"|(?<![\w-])(?:left|right): "
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?<![\w-])(?:margin|padding|inset): (?:\S+\([^;]*?\)|\S+) (?:\S+\([^;]*?\)|\S+) (?:\S+\([^;]*?\)|\S+) \S"
)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_styles_follow_the_direction_of_the_text(path):
    if path.name.startswith("drawn-"):
        return  # a drawing, whose places are physical
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    # What an author aligns to a side stays there.
    rules = re.sub(r"\.prose__cell--\w+ \{[^}]*\}", "", rules)
    assert PHYSICAL.findall(rules) == []


ARABIC = "تعلم البرمجة"
TEXT = f"""# {ARABIC}

هذا نص عن البرمجة.

- أولا
- ثانيا

An English sentence.

```python
x = 1
```
"""


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("arabic")
    nodes = graph(node(ONE, ARABIC), node(TWO, "English", y=100))
    grow(
        root,
        {"alpha.md": f"---\ntitle: {ARABIC}\n---\n", "alpha.json": nodes, f"content/first@{ONE}.md": TEXT},
    )
    with serving(root) as app, answering(app) as address:
        yield address


@pytest.mark.slow
def test_an_arabic_topic_runs_from_right_to_left_and_its_code_does_not(
    chromium: Browser, arabic: str
) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{arabic}/alpha/topic@{ONE}")
    found = page.evaluate(
        """() => {
          const side = (selector) => {
            const element = document.querySelector(selector);
            const range = document.createRange();
            range.selectNodeContents(element);
            const words = range.getBoundingClientRect(), box = element.getBoundingClientRect();
            return box.right - words.right < words.left - box.left ? "right" : "left";
          };
          const direction = (selector) => getComputedStyle(document.querySelector(selector)).direction;
          return {
            title: direction("h1"),
            bullets: direction(".prose ul"),
            code: direction(".prose pre"),
            paragraph: side(".prose p"),
            english: side(".prose p:last-of-type"),
          };
        }"""
    )
    page.close()
    assert found == {
        "title": "rtl",
        "bullets": "rtl",
        "code": "ltr",
        "paragraph": "right",
        "english": "left",
    }


@pytest.mark.slow
def test_an_arabic_label_keeps_its_place_on_the_map(chromium: Browser, arabic: str) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{arabic}/alpha?view=map")
    boxes = [page.locator(f"a[data-node-id='{name}']").bounding_box() for name in (ONE, TWO)]
    in_list = page.goto(f"{arabic}/alpha?view=list")
    assert in_list
    directions = [
        page.locator(f"a[data-node-id='{name}']").evaluate("link => getComputedStyle(link).direction")
        for name in (ONE, TWO)
    ]
    page.close()
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] == boxes[1]["x"]
    assert directions == ["rtl", "ltr"]
