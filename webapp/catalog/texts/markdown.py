"""Markdown as sanitized HTML and as plain words. What is not rendered stays readable."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from html import escape, unescape

from webapp.catalog.texts.html_cleaning import (
    ALIGNMENTS,
    BLOCK_TAGS,
    INLINE_TAGS,
    TASK,
    clean_html,
    without_tags,
)
from webapp.catalog.texts.inline_words import keep_words
from webapp.catalog.texts.parser import Token, TooCostly, html, parse, parse_line
from webapp.catalog.texts.raw_html import use_raw_html

MARKED = re.compile(r"[`*_\[\\&<~]")
TAGS = re.compile(r"<[^>]*>")
PARAGRAPHS = re.compile(r"\n\s*\n")
BOX = re.compile(r"\[([ xX])\]\s+")  # of a task, as in `- [ ] Words`
# Signed-in pages render the same few texts again and again.
CACHED, LONGEST_CACHED = 1024, 8000


def _cached(work: Callable[[str], str]) -> Callable[[str], str]:
    """Remembers the results for the latest texts, but not for unusually long ones."""
    remembered = lru_cache(maxsize=CACHED)(work)
    return wraps(work)(lambda text: remembered(text) if len(text) <= LONGEST_CACHED else work(text))


@_cached
def render(text: str) -> str:
    """Returns Markdown as sanitized block HTML.

    It holds no scripts, no styles, no ids, and no attributes on which a library acts. A text that would
    take too long to read is shown as it is written, in paragraphs.
    """
    try:
        tokens = parse(text)
    except TooCostly:
        return clean_html(_as_written(text), BLOCK_TAGS)
    _lower_headings(tokens)
    _align_cells(tokens)
    _draw_boxes(tokens)
    use_raw_html(tokens, BLOCK_TAGS)
    keep_words(tokens, with_pictures=True)
    return _scroll_inside(clean_html(html(tokens), BLOCK_TAGS))


@_cached
def render_note(text: str) -> str:
    """Returns Markdown as `render` does, but for HTML, which is shown as it is written."""
    try:
        tokens = parse(text)
    except TooCostly:
        return clean_html(_as_written(text), BLOCK_TAGS)
    _lower_headings(tokens)
    _align_cells(tokens)
    _draw_boxes(tokens)
    for token in tokens:
        if token.type == "html_block":
            token.content = _as_written(token.content)
        for child in token.children or ():
            if child.type == "html_inline":
                child.content = escape(child.content, quote=False)
    keep_words(tokens, with_pictures=True)
    return _scroll_inside(clean_html(html(tokens), BLOCK_TAGS))


@_cached
def render_inline(text: str) -> str:
    """Returns Markdown of one line as sanitized inline HTML."""
    try:
        tokens = parse_line(text)
    except TooCostly:
        return escape(text, quote=False)
    use_raw_html(tokens, INLINE_TAGS)
    keep_words(tokens, with_pictures=False)
    return clean_html(html(tokens), INLINE_TAGS)


def plain_line(text: str) -> str:
    """Returns Markdown of one line, such as a heading, as plain text."""
    return " ".join(unescape(TAGS.sub("", render_inline(text))).split()) if MARKED.search(text) else text


@_cached
def plain(text: str) -> str:
    """Returns Markdown as plain text on one line, without code blocks, for descriptions."""
    try:
        tokens = [t for t in parse(text) if t.type not in {"fence", "code_block"}]
    except TooCostly:
        return " ".join(text.split())
    use_raw_html(tokens, BLOCK_TAGS)
    keep_words(tokens, with_pictures=False)
    return " ".join(unescape(TAGS.sub(" ", without_tags(html(tokens)))).split()).replace(" .", ".")


def _as_written(text: str) -> str:
    return "".join(f"<p>{escape(part, quote=False)}</p>\n" for part in PARAGRAPHS.split(text) if part.strip())


def _lower_headings(tokens: Sequence[Token]) -> None:
    """Makes the headings of a text start at h2, without a gap: the page has an h1 already."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [a for a in above if a < level] + [level]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(len(above) + 1, 6)}"


def _align_cells(tokens: Sequence[Token]) -> None:
    """Gives cells their alignment as a class: pages allow no styles."""
    for token in tokens:
        if token.tag in {"td", "th"} and (style := token.attrs.pop("style", None)):
            token.attrs["class"] = ALIGNMENTS[str(style)]


def _draw_boxes(tokens: Sequence[Token]) -> None:
    """Gives the tasks of a list a box in place of `[ ]` or `[x]`. It is drawn only: nobody can tick it."""
    for item, _, words in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type != "list_item_open" or not words.children:
            continue
        first = words.children[0]
        box = BOX.match(first.content) if first.type == "text" else None
        if box:
            first.content = f"{'☐' if box[1] == ' ' else '☑'} {first.content[box.end() :]}"
            item.attrs["class"] = TASK


def _scroll_inside(page: str) -> str:
    """Lets code and tables scroll within themselves, by keyboard too, instead of widening the page."""
    page = page.replace("<pre>", '<pre tabindex="0" role="region" aria-label="Code">')
    page = page.replace(
        "<table>", '<div class="prose__scroll" tabindex="0" role="region" aria-label="Table"><table>'
    )
    return page.replace("</table>", "</table></div>")
