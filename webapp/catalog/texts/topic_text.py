"""A topic's Markdown file: its title, its text, and the resources at its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from webapp.catalog.findings import Findings
from webapp.catalog.model import Resource
from webapp.catalog.texts.markdown import plain_line
from webapp.catalog.texts.markdown_links import localize_links
from webapp.catalog.texts.parser import Token, TooCostly, parse_blocks
from webapp.catalog.texts.resources import ResourceReader

HEADER = re.compile(r"---\n(?:[A-Za-z][A-Za-z0-9_-]{0,40}:.{0,300}\n|\s.{0,300}\n|-\s.{0,300}\n){0,60}---\n")
COMMENT = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+\Z", re.S)
MARGIN = re.compile(r"\A(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class TopicText:
    """What a topic's file says; the title is empty where it has no heading."""

    title: str
    body: str
    resources: tuple[Resource, ...]


def parse_topic(
    text: str,
    slugs: Container[str],
    found: Findings,
    label: str = "",
    resolve: Callable[[str], str] = lambda _: "",
) -> TopicText:
    """Returns what a topic's file says; what cannot be used is reported and left out.

    A heading of any size that says the same as the `label` is the title. `resolve` returns the page of a
    link to another topic, or an empty string.
    """
    lines = _without_header(text, found)
    try:
        blocks = _blocks(lines)
    except TooCostly as reason:
        what = f"{reason}; it is shown as it is written, without Markdown"
        found.warning("file", what, "Split it, or remove what does not belong there.")
        return TopicText("", _joined(lines)[0].strip("\n"), ())
    title = _title(lines, blocks, label)
    first_item = min((t.map[0] for t in blocks if t.type == "list_item_open" and t.map), default=0)
    resources = ResourceReader(slugs, found, resolve).read(lines, blocks)
    if resources:
        _drop_introduction(lines, blocks, first_item)
    text, numbers = _joined(lines)
    body = localize_links(text, slugs, found, lambda line: f"line {numbers[line] + 1}", resolve)
    return TopicText(title, MARGIN.sub("", body).rstrip(), tuple(resources))


def title_of(text: str) -> str:
    """Returns the title that a topic's file has, or an empty string."""
    lines = _without_header(text, Findings(""))
    try:
        return _title(lines, _blocks(lines), "")
    except TooCostly:
        return ""


def _blocks(lines: Sequence[str | None]) -> list[Token]:
    return parse_blocks("\n".join(line or "" for line in lines))


def _joined(lines: Sequence[str | None]) -> tuple[str, list[int]]:
    """Returns the lines that were not taken out as a text, and their numbers.

    Where lines were taken out, the text has one blank line; at its beginning it has none.
    """
    kept: list[tuple[int, str]] = []
    is_gap = True
    for number, line in enumerate(lines):
        is_gap = line is None or (is_gap and not line.strip())
        if not is_gap or (kept and kept[-1][1].strip()):
            kept.append((number, line or ""))
    return "\n".join(line for _, line in kept), [number for number, _ in kept]


def _without_header(text: str, found: Findings) -> list[str | None]:
    """Returns the lines of a text, with None for those of front matter."""
    header = HEADER.match(text)
    if header:
        what = "it begins with front matter, which a topic's text has none of; it is left out"
        found.note("line 1", what, "Remove it.")
    skipped = header[0].count("\n") if header else 0
    return [*[None] * skipped, *text.split("\n")[skipped:]]


def _title(lines: list[str | None], blocks: Sequence[Token], label: str) -> str:
    """Returns the heading with which a text begins, and takes out its lines."""
    begin = next((i for i, t in enumerate(blocks) if not _is_comment(t)), None)
    if begin is None or blocks[begin].type != "heading_open":
        return ""
    heading, content = blocks[begin], blocks[begin + 1].content
    title = plain_line(" ".join(content.split("\n")))
    if heading.tag != "h1" and (not title or title.casefold() != label.strip().casefold()):
        return ""
    start, end = heading.map or (0, 0)
    lines[start:end] = [None] * (end - start)
    return title


def _is_comment(block: Token) -> bool:
    return block.type == "definition" or (block.type == "html_block" and bool(COMMENT.match(block.content)))


def _drop_introduction(lines: list[str | None], blocks: Sequence[Token], first_item: int) -> None:
    """Takes out the line that only introduced the list of resources: the page has a heading for them."""
    text = [number for number, line in enumerate(lines) if line and line.strip()]
    last = text[-1] if len(text) > 1 else first_item
    if last >= first_item or not (lines[last] or "").rstrip().endswith(":"):
        return
    if any(t.type == "paragraph_open" and t.level == 0 and t.map == [last, last + 1] for t in blocks):
        lines[last] = None
