"""Pages on paper: nothing is sliced, cut off or left behind at the foot of a column."""

from __future__ import annotations

from itertools import pairwise

from tests.engines.driver import Page
from tests.engines.paper import spots

# Firefox prints the letters of a face from the site as shapes, and those of the system's faces as letters.
LETTERS = """
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { font-family: "DejaVu Sans", sans-serif !important }
    .node__tick { font-size: 4px; white-space: nowrap }
  `);
  document.adoptedStyleSheets = [sheet];
"""
# Numbers every row of the list: r001 stands before its words, t001 in its box; headings are told apart.
NUMBER = """
  const rows = [...document.querySelectorAll(".items :is(.node, .item__group, .item__link)")];
  return rows.map((row, index) => {
    const number = String(index).padStart(3, "0");
    (row.querySelector(".node__link") ?? row).prepend(`r${number} `);
    row.querySelector(".node__tick")?.append(`t${number}`);
    return [number, row.closest("h2, h3") !== null, row.querySelector(".node__tick") !== null];
  });
"""


def test_rows_stay_whole_and_headings_with_what_they_head(reader: Page) -> None:
    """A row that the edge of a sheet cuts would be printed twice."""
    reader.open("/ai-engineer?view=list")
    reader.script(LETTERS)
    rows = reader.script(NUMBER)
    assert len(rows) > 100
    found = spots(reader.print(), [sign + number for number, *_ in rows for sign in "rt"])
    assert [number for number, *_ in rows if len(found["r" + number]) != 1] == []
    ticked = [number for number, _, is_topic in rows if is_topic]
    assert [number for number in ticked if len(found["t" + number]) != 1] == []
    apart = [
        n
        for n in ticked
        if found["t" + n][0].sheet != found["r" + n][0].sheet
        or abs(found["t" + n][0].y - found["r" + n][0].y) > 24
    ]
    assert apart == []
    stranded = []
    for (number, is_heading, _), (below, *_) in pairwise(rows):
        heading, first = found["r" + number][0], found["r" + below][0]
        is_together = heading.sheet == first.sheet and abs(heading.x - first.x) < 100 and heading.y > first.y
        if is_heading and not is_together:
            stranded.append(number)
    assert stranded == []


def test_code_and_tables_are_printed_to_their_end(reader: Page) -> None:
    reader.open("/ai-engineer")
    path = reader.script(
        "return document.querySelector('.node__link[href*=\"/tokens@\"]').getAttribute('href')"
    )
    reader.open(path)
    reader.script(LETTERS)
    found = spots(reader.print(), ["zzz8", "zzz9"])
    assert [word for word, places in found.items() if len(places) != 1] == []


def test_an_open_topic_is_what_is_printed(reader: Page) -> None:
    reader.open("/ai-engineer")
    reader.click('.node__link[href*="/tokens@"]')
    reader.until_shown("#panel .prose")
    reader.script(LETTERS)
    found = spots(reader.print(), ["Tokens", "zzz9", "Counting Tokens"])
    assert found["zzz9"]
    assert not found["Counting Tokens"], "the list below is printed too"
