"""Markdown to sanitised HTML. Nothing from content reaches a page by another way."""

from __future__ import annotations

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

BLOCK_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p",
    "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
INLINE_TAGS = {"a", "b", "br", "code", "del", "em", "i", "kbd", "s", "strong", "sub", "sup"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},
    "td": {"align"},
    "th": {"align"},
}
LANGUAGE = re.compile(r"language-[A-Za-z0-9+#_-]{1,30}\Z")
TAGS = re.compile(r"<[^>]*>")
SCHEMES = {"http", "https", "mailto"}


def _lower_headings(state: StateCore) -> None:
    # The page has its one h1 already.
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


_markdown = MarkdownIt("commonmark", {"html": True, "typographer": False}).enable(["table", "strikethrough"])
_markdown.core.ruler.push("lower_headings", _lower_headings)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "code" and name == "class":
        return value if LANGUAGE.match(value) else None
    if name in {"href", "src"} and (value.startswith(("//", "/\\")) or "\\" in value[:3]):
        return None
    # Pictures from elsewhere would be requests to a third party.
    if name == "src" and not value.startswith("/"):
        return None
    return value


def render(text: str) -> str:
    """Markdown as block HTML, sanitised: no scripts, no styles, no ids, no attributes that a library acts on."""
    return _clean(_markdown.render(text), BLOCK_TAGS)


def render_inline(text: str) -> str:
    """Markdown of one line as inline HTML, sanitised."""
    return _clean(_markdown.renderInline(text), INLINE_TAGS)


def plain(text: str) -> str:
    """Markdown as plain text on one line, without code blocks: for descriptions."""
    without_code = re.sub(r"^(```|~~~).*?^\1\s*$", " ", text, flags=re.S | re.M)
    return " ".join(unescape(TAGS.sub(" ", nh3.clean(_markdown.render(without_code), tags=set()))).split()).replace(" .", ".")


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        clean_content_tags={"script", "style", "iframe", "object", "template", "svg", "math"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
