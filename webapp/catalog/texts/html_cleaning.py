"""Cleans HTML that was made of content. Nothing from content reaches a page by another way."""

from __future__ import annotations

import re

import nh3

from webapp.catalog.links import safe_href

INLINE_TAGS = frozenset(
    {
        *("a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s"),
        *("samp", "small", "strong", "sub", "sup", "u", "var"),
    }
)
BLOCK_TAGS = INLINE_TAGS | {
    *("blockquote", "dd", "details", "div", "dl", "dt", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li"),
    *("ol", "p", "pre", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},
    "li": {"class"},
    "td": {"align", "class"},
    "th": {"align", "class"},
}
LANGUAGE = re.compile(r"language-[A-Za-z0-9+#_-]{1,30}\Z")
# How the cells of a column are aligned, by what the parser writes into their style.
ALIGNMENTS = {f"text-align:{side}": f"prose__cell--{side}" for side in ("left", "center", "right")}
TASK = "prose__task"  # an item of a list that has a box
CLASSES = {*ALIGNMENTS.values(), TASK}
SCHEMES = {"http", "https", "mailto"}
NO_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
NO_ADDRESS = re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.S)
APART = re.compile(r"</?(?:br|dd|div|dt|hr|li|p|summary|td|th)\b[^>]*>")
EMPTY = re.compile(r"<p>\s*</p>\n?")


def clean_html(html: str, tags: frozenset[str]) -> str:
    """Returns HTML with nothing but `tags`, and without ids, styles, scripts and attributes that act."""
    cleaned = nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    # Raw HTML may hold pictures and links without an address, and paragraphs that hold blocks.
    return EMPTY.sub("", NO_ADDRESS.sub(r"\1", NO_SOURCE.sub("", cleaned)))


def without_tags(html: str) -> str:
    """Returns HTML without any tag; its words stay escaped, and what stood apart stays apart."""
    return nh3.clean(APART.sub(r" \g<0>", html), tags=set(), clean_content_tags={"script", "style"})


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        is_known = LANGUAGE.match(value) if tag == "code" else value in CLASSES
        return value if is_known else None
    if name == "href":
        # What is no address of the web or of this site would be a dead link.
        return safe_href(value) or None
    if name == "src":
        return value if value.startswith("/") and safe_href(value) else None
    return value
