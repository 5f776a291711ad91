"""Blocks of Markdown that an outline cannot say: tables, quotes, code, HTML and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.catalog.outline_file.line import Line, Mistake
from webapp.catalog.outline_file.words import BULLETS, FORMATTING

FRONT_MATTER = re.compile(r"---\s*\Z")
COMMENT = re.compile(r"\s*<!--")
FENCE = re.compile(r"\s*(?:[-*+]\s+)?(?P<sign>`{3,}|~{3,})")
TABLE_ROW = re.compile(r"\s*\|")
TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?\Z|\|[ \t]*:?-+:?[ \t]*\|\Z")
QUOTE = re.compile(r"\s*>")
TAG = re.compile(r"\s*<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|\Z)")
UNDERLINE = re.compile(r"\s{0,3}=+\s*\Z")
DEFINITION = re.compile(r"\s{0,3}\[(?P<name>[^\]]+)\]:")
NO_BLANK = re.compile(r"\s*(?P<sign>#{1,6}|[-+])(?P<rest>[^\W\d]|\[)|\s*(?P<star>\*)[^\W\d][^*]*\Z")
OTHER_BULLET = re.compile(rf"\s*(?P<sign>[{BULLETS}])\s")
WIDE_HEADING = re.compile(r"\s*(?P<sign>\uff03+)")
# Hard blanks and what has no width, which come with words that were copied from elsewhere.
NO_BLANKS = "\u00a0\u202f\u3000\u00ad\u200b-\u200f\u2060\ufeff"
UNSEEN = re.compile(rf"[ \t]*[{NO_BLANKS}][\s{NO_BLANKS}]*(?P<sign>#{{1,6}}|[-*+]|\d{{1,3}}[.)])\s")
LIST_ONLY = "Write what it says as items of a list, or as a paragraph."


class BlockScan:
    """Which lines of a file are no lines of an outline, and the mistakes that this is.

    `skipped` holds the numbers of the lines that comments and such blocks take.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.skipped: set[int] = set()
        self.mistakes: list[Mistake] = []
        self._lines = [line for line in lines if not line.is_too_long]
        self._opened: set[str] = set()  # the names of tags that were reported
        place = self._front_matter()
        while place < len(self._lines):
            place = max(place + 1, self._block(place))

    def _block(self, place: int) -> int:
        """Reads what begins at a place, and returns the place behind it."""
        line = self._lines[place]
        if COMMENT.match(line.text):
            return self._comment(place)
        if fence := FENCE.match(line.text):
            return self._fence(place, fence["sign"])
        if self._is_table(place):
            remedy = f"{LIST_ONLY} A topic's text may hold a table."
            return self._whole(place, "a map cannot show a table", remedy)
        if QUOTE.match(line.text):
            return self._whole(place, "a map cannot show a quote", "Take the > away: a paragraph is a note.")
        if tag := TAG.match(line.text):
            return self._tag(place, tag["name"].lower(), is_closing=bool(tag["close"]))
        return self._single(place)

    def _front_matter(self) -> int:
        """Skips front matter at the beginning, which belongs into another file."""
        first = next((n for n, line in enumerate(self._lines) if not line.is_blank), None)
        if first is None or not FRONT_MATTER.match(self._lines[first].text):
            return 0
        behind = range(first + 1, len(self._lines))
        end = next((n for n in behind if FRONT_MATTER.match(self._lines[n].text)), None)
        if end is None:
            return 0
        remedy = "Move it into the file without .outline in its name, and begin here with # and the title."
        self._wrong(first, "an outline has no front matter", remedy)
        self._skip(first, end)
        return end + 1

    def _comment(self, place: int) -> int:
        behind = range(place, len(self._lines))
        end = next((n for n in behind if "-->" in self._lines[n].text), None)
        if end is None:
            self._wrong(place, "nothing closes the comment", "Close it with -->.")
            end = len(self._lines) - 1
        rest = self._lines[end].text.partition("-->")[2]
        if rest.strip():
            self._wrong(end, "words stand behind a comment", "Write them on a line of their own.")
        self._skip(place, end)
        return end + 1

    def _fence(self, place: int, sign: str) -> int:
        behind = range(place + 1, len(self._lines))
        end = next((n for n in behind if self._lines[n].text.strip().startswith(sign)), len(self._lines) - 1)
        self._wrong(place, "a map cannot show a block of code", "Move it into the text of a topic.")
        self._skip(place, end)
        return end + 1

    def _is_table(self, place: int) -> bool:
        if TABLE_ROW.match(self._lines[place].text):
            return True
        rule = self._lines[place + 1].text if place + 1 < len(self._lines) else ""
        return "|" in self._lines[place].text and bool(TABLE_RULE.match(rule.strip()))

    def _whole(self, place: int, what: str, remedy: str) -> int:
        """Reports and skips everything up to the next blank line."""
        self._wrong(place, what, remedy)
        behind = range(place, len(self._lines))
        end = next((n for n in behind if self._lines[n].is_blank), len(self._lines))
        self._skip(place, end - 1)
        return end

    def _tag(self, place: int, name: str, is_closing: bool) -> int:
        if name in FORMATTING:
            return self._single(place)
        self._skip(place, place)
        if not (is_closing and name in self._opened):
            remedy = f"{LIST_ONLY} To name the tag, write `<{name}>` in backticks."
            self._wrong(place, f"<{name}> is a tag of HTML, which a map cannot show", remedy)
            self._opened.add(name)
        return place + 1

    def _single(self, place: int) -> int:
        """Reports a line that Markdown reads otherwise than its author meant it."""
        text = self._lines[place].text
        is_below_words = place > 0 and not self._lines[place - 1].is_blank
        if UNDERLINE.match(text) and is_below_words:
            self._wrong(place, "a line of = makes no heading here", "Write # or ## before the words.")
            self._skip(place, place)
        elif definition := DEFINITION.match(text):
            kind = "a footnote" if definition["name"].startswith("^") else "the address of a link"
            remedy = "Write [label](address) where the link is." if kind != "a footnote" else LIST_ONLY
            self._wrong(place, f"{kind} cannot stand apart", remedy)
            self._skip(place, place)
        elif match := NO_BLANK.match(text):
            sign = match["sign"] or match["star"]
            remedy = f"Write a blank behind it, or \\{sign} for the sign itself."
            self._wrong(place, f"no blank stands behind {sign}", remedy)
            self._skip(place, place)
        elif match := UNSEEN.match(text):
            sign = match["sign"]
            what = f"a sign that nobody sees, or a blank that Markdown does not know, stands before {sign}"
            self._wrong(place, what, f"Take away what stands before {sign}, and type the blanks anew.")
            self._skip(place, place)
        elif match := WIDE_HEADING.match(text):
            self._wrong(place, f"{match['sign']} is no sign of a heading", "Write # for it.")
            self._skip(place, place)
        elif match := OTHER_BULLET.match(text):
            self._wrong(place, f"{match['sign']} is no sign of a list", "Write - for a topic.")
            self._skip(place, place)
        return place + 1

    def _skip(self, first: int, last: int) -> None:
        self.skipped.update(line.number for line in self._lines[first : last + 1])

    def _wrong(self, place: int, what: str, remedy: str) -> None:
        line = self._lines[place]
        self.mistakes.append(Mistake(line.number, line.column, what, remedy))
