"""A topic's Markdown file: its title, its text, and the resources at its end."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.model import Resource
from webapp.catalog.texts.markdown import plain, plain_line
from webapp.catalog.texts.markdown_links import localize_links
from webapp.catalog.texts.typed_links import TypedLink, typed_link

ORDER = ("official", "opensource", "article", "course", "book", "video", "podcast", "feed")
OTHERS = frozenset(
    {"roadmap", "guide", "paper", "documentation", "tool", "website", "newsletter", "community"}
)
MISSPELT = {
    "offical": "official",
    "oficial": "official",
    "articles": "article",
    "videos": "video",
    "open-source": "opensource",
    "courses": "course",
    "books": "book",
    "docs": "documentation",
}
LONGEST_NOTE = 200
HEADER = re.compile(r"---\n(?:[A-Za-z][A-Za-z0-9_-]{0,40}:.{0,300}\n|\s.{0,300}\n|-\s.{0,300}\n){0,60}---\n")
HEADING = re.compile(r"#\s+(.*)\Z")
CLOSING = re.compile(r"(?:\A|(?<=\s))#+\Z")


@dataclass(frozen=True, slots=True)
class TopicText:
    """What a topic's file says; the title is empty where it has no heading."""

    title: str
    body: str
    resources: tuple[Resource, ...]


def parse_topic(text: str, slugs: Container[str], found: Findings) -> TopicText:
    """Reads a topic's file; what cannot be used is reported and left out, and the text around it kept."""
    title = ""
    body: list[str] = []
    resources: list[Resource] = []
    seen: set[str] = set()
    fence, has_begun = "", False
    header = HEADER.match(text)
    if header:
        found.note(
            "line 1",
            "it begins with front matter, which a topic's text has none of; it is left out",
            "Remove it.",
        )
    skipped = header[0].count("\n") if header else 0
    for number, line in enumerate(text.split("\n")[skipped:], skipped + 1):
        if mark := re.match(r"\s*(```+|~~~+)", line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and not title and not has_begun and (heading := HEADING.match(line)):
            title = plain_line(CLOSING.sub("", heading[1].rstrip()).rstrip())
            continue
        elif not fence and (typed := typed_link(line)):
            has_begun = True
            resource = _resource(typed, slugs, found, number)
            if resource is None:
                body.append(f"- {typed.title}")
            elif resource.url in seen:
                found.warning(f"line {number}", f"{resource.url} is named twice", "Remove one of the two.")
            else:
                seen.add(resource.url)
                resources.append(resource)
                body.append("")
            continue
        has_begun = has_begun or bool(line.strip())
        body.append(line if fence else localize_links(line, slugs, found, f"line {number}"))
    resources.sort(key=lambda r: ORDER.index(r.type) if r.type in ORDER else len(ORDER))
    prose = re.sub(r"\n{3,}", "\n\n", "\n".join(body)).strip()
    return TopicText(title, _without_introduction(prose) if resources else prose, tuple(resources))


def _resource(typed: TypedLink, slugs: Container[str], found: Findings, number: int) -> Resource | None:
    place, kind = f"line {number}", typed.type.lower()
    if typed.flaw:
        found.note(
            place,
            f"{typed.flaw} is missing in the link; it is read as it was meant",
            "Write - [@type@Title](address).",
        )
    if kind in MISSPELT:
        found.note(
            place, f"the resource type {typed.type} is read as {MISSPELT[kind]}", f"Write {MISSPELT[kind]}."
        )
        kind = MISSPELT[kind]
    elif kind not in ORDER and kind not in OTHERS:
        found.note(
            place,
            f"the resource type {typed.type} is unknown and shown as an article",
            f"Use one of {', '.join(ORDER)}.",
        )
        kind = "article"
    elif typed.type != kind:
        found.note(place, f"the resource type {typed.type} is read as {kind}", f"Write {kind}.")
    url = safe_href(typed.url, slugs)
    if not url:
        found.warning(
            place, f"{typed.url[:200]!r} is not a usable address", "Give one that begins with https://."
        )
        return None
    if url != typed.url and not url.startswith("/"):
        found.note(place, f"the address {typed.url[:200]} is read as {url[:200]}", f"Write {url[:200]}.")
    return Resource(
        kind, (typed.title or url)[:300], url, plain(typed.rest.strip(" \t-–—.,;:"))[:LONGEST_NOTE]
    )


def _without_introduction(prose: str) -> str:
    """Drops the line that only introduced the list of resources: the page has a heading for them."""
    head, _, last = prose.rpartition("\n\n")
    if (
        head
        and "\n" not in last
        and last.rstrip().endswith(":")
        and not last.startswith(("#", "-", "*", ">", "`", "|"))
    ):
        return head
    return prose
