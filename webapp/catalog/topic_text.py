"""A topic's Markdown file: its title, its text, and the resources at its end."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from webapp.catalog.findings import Findings
from webapp.catalog.links import led_home, usable
from webapp.catalog.model import Resource

ORDER = ("official", "opensource", "article", "course", "book", "video", "podcast", "feed")
OTHERS = frozenset({"roadmap", "guide", "paper", "documentation", "tool", "website", "newsletter", "community"})
MISSPELT = {"offical": "official", "oficial": "official", "articles": "article", "videos": "video", "open-source": "opensource",
            "courses": "course", "books": "book", "docs": "documentation"}  # fmt: skip
HEADING = re.compile(r"#\s+(.*?)(?:\s+#+)?\s*\Z")
# The second @ and either parenthesis may be missing; parentheses inside the address balance.
TYPED = re.compile(
    r"\s*[-*+]\s+\[@(?P<type>[A-Za-z-]+)(?:@|\s)\s*(?P<title>.*?)\]\s*\(?\s*(?P<url>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)?(?P<rest>.*)\Z"
)


@dataclass(frozen=True, slots=True)
class TopicText:
    """What a topic's file says; the title is empty where it has no heading."""

    title: str
    body: str
    resources: tuple[Resource, ...]


def parse_topic(text: str, slugs: Collection[str], found: Findings) -> TopicText:
    """Reads a topic's file; what cannot be used is reported and left out, and the text around it kept."""
    title = ""
    body: list[str] = []
    resources: list[Resource] = []
    seen: set[str] = set()
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if mark := re.match(r"\s*(```+|~~~+)", line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and not title and not any(b.strip() for b in body) and (heading := HEADING.match(line)):
            title = heading[1]
            continue
        elif not fence and (typed := TYPED.match(line)):
            resource = _resource(typed, slugs, found, number)
            if resource is None:
                body.append(f"- {typed['title']}")
            elif resource.url in seen:
                found.warning(f"line {number}", f"{resource.url} is named twice", "Remove one of the two.")
            else:
                seen.add(resource.url)
                resources.append(resource)
                body.append(f"{typed['rest'].strip()}\n" if typed["rest"].strip(" .,;:") else "")
            continue
        body.append(line)
    resources.sort(key=lambda r: ORDER.index(r.type) if r.type in ORDER else len(ORDER))
    prose = led_home(re.sub(r"\n{3,}", "\n\n", "\n".join(body)).strip(), slugs)
    return TopicText(title, _without_introduction(prose) if resources else prose, tuple(resources))


def _resource(typed: re.Match[str], slugs: Collection[str], found: Findings, number: int) -> Resource | None:
    kind = typed["type"].lower()
    if kind in MISSPELT:
        found.note(
            f"line {number}",
            f"the resource type {typed['type']} is read as {MISSPELT[kind]}",
            f"Write {MISSPELT[kind]}.",
        )
        kind = MISSPELT[kind]
    elif kind not in ORDER and kind not in OTHERS:
        found.note(
            f"line {number}",
            f"the resource type {typed['type']} is unknown and shown as an article",
            f"Use one of {', '.join(ORDER)}.",
        )
        kind = "article"
    elif typed["type"] != kind:
        found.note(f"line {number}", f"the resource type {typed['type']} is read as {kind}", f"Write {kind}.")
    url = usable(typed["url"], slugs)
    if not url:
        found.warning(f"line {number}", f"{typed['url'][:200]!r} is not a usable address", "Give one that begins with https://.")
        return None
    title = typed["title"].strip() or url
    return Resource(kind, title[:300], url)


def _without_introduction(prose: str) -> str:
    """Drops the line that only introduced the list of resources: the page has a heading for them."""
    head, _, last = prose.rpartition("\n\n")
    if head and "\n" not in last and last.rstrip().endswith(":") and not last.startswith(("#", "-", "*", ">", "`", "|")):
        return head
    return prose
