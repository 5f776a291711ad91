"""A topic's Markdown file: its title, its text, and the resources at its end."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.model import Resource
from webapp.catalog.texts.code_fences import in_code
from webapp.catalog.texts.markdown import plain, plain_line
from webapp.catalog.texts.markdown_links import localize_links
from webapp.catalog.texts.resource_types import BY_NAME, FALLBACK, OTHER, RESOURCE_TYPES, resource_type
from webapp.catalog.texts.typed_links import TypedLink, typed_link

LONGEST_NOTE = 200
HEADER = re.compile(r"---\n(?:[A-Za-z][A-Za-z0-9_-]{0,40}:.{0,300}\n|\s.{0,300}\n|-\s.{0,300}\n){0,60}---\n")
HEADING = re.compile(r"#\s+(.*)\Z")
CLOSING = re.compile(r"(?:\A|(?<=\s))#+\Z")
NumberedLine = tuple[int, str]


@dataclass(frozen=True, slots=True)
class TopicText:
    """What a topic's file says; the title is empty where it has no heading."""

    title: str
    body: str
    resources: tuple[Resource, ...]


def parse_topic(text: str, slugs: Container[str], found: Findings) -> TopicText:
    """Returns what a topic's file says; what cannot be used is reported and left out."""
    title, lines = _title(_without_header(text, found))
    prose, resources = _resources(lines, slugs, found)
    numbers = [number for number, _ in prose]
    body = "\n".join(line for _, line in prose)
    body = localize_links(body, slugs, found, lambda line: f"line {numbers[line]}")
    body = re.sub(r"\n{3,}", "\n\n", body).strip()
    return TopicText(title, _without_introduction(body) if resources else body, tuple(resources))


def _without_header(text: str, found: Findings) -> list[NumberedLine]:
    header = HEADER.match(text)
    if header:
        what = "it begins with front matter, which a topic's text has none of; it is left out"
        found.note("line 1", what, "Remove it.")
    skipped = header[0].count("\n") if header else 0
    return list(enumerate(text.split("\n")[skipped:], skipped + 1))


def _title(lines: list[NumberedLine]) -> tuple[str, list[NumberedLine]]:
    """Returns the heading on the first line that is not blank, and the other lines."""
    first = next((n for n, (_, line) in enumerate(lines) if line.strip()), None)
    heading = HEADING.match(lines[first][1]) if first is not None else None
    if first is None or heading is None:
        return "", lines
    title = plain_line(CLOSING.sub("", heading[1].rstrip()).rstrip())
    return title, [*lines[:first], *lines[first + 1 :]]


def _resources(
    lines: list[NumberedLine], slugs: Container[str], found: Findings
) -> tuple[list[NumberedLine], list[Resource]]:
    """Returns the lines of prose and the resources in the order in which they are shown."""
    prose: list[NumberedLine] = []
    resources: dict[str, Resource] = {}
    for (number, line), is_code in zip(lines, in_code(line for _, line in lines), strict=True):
        typed = None if is_code else typed_link(line)
        if typed is None:
            prose.append((number, line))
            continue
        resource = _resource(typed, slugs, found, f"line {number}")
        prose.append((number, "" if resource else f"- {typed.title}"))
        if resource and resource.url in resources:
            found.warning(f"line {number}", f"{resource.url} is named twice", "Remove one of the two.")
        elif resource:
            resources[resource.url] = resource
    return prose, sorted(resources.values(), key=lambda r: BY_NAME[r.type].rank)


def _resource(typed: TypedLink, slugs: Container[str], found: Findings, place: str) -> Resource | None:
    """Returns the resource that a line names, or None, with a finding, if its address cannot be linked."""
    if typed.flaw:
        what = f"{typed.flaw} is missing in the link; it is read as it was meant"
        found.note(place, what, "Write - [@type@Title](address).")
    kind = _type(typed.type, found, place)
    url = safe_href(typed.url, slugs)
    if not url:
        what = f"{typed.url[:200]!r} is not a usable address"
        found.warning(place, what, "Give one that begins with https://.")
        return None
    if url != typed.url and not url.startswith("/"):
        found.note(place, f"the address {typed.url[:200]} is read as {url[:200]}", f"Write {url[:200]}.")
    note = plain(typed.rest.strip(" \t-–—.,;:"))[:LONGEST_NOTE]
    return Resource(kind, (typed.title or url)[:300], url, note)


def _type(written: str, found: Findings, place: str) -> str:
    """Returns the name of the type that was meant."""
    kind = resource_type(written)
    if kind is None:
        what = f"the resource type {written} is unknown and shown as an article"
        usual = ", ".join(t.name for t in RESOURCE_TYPES if t.rank < OTHER)
        found.note(place, what, f"Use one of {usual}.")
        return FALLBACK.name
    if written != kind.name:
        found.note(place, f"the resource type {written} is read as {kind.name}", f"Write {kind.name}.")
    return kind.name


def _without_introduction(prose: str) -> str:
    """Drops the line that only introduced the list of resources: the page has a heading for them."""
    head, _, last = prose.rpartition("\n\n")
    is_introduction = (
        bool(head)
        and "\n" not in last
        and last.rstrip().endswith(":")
        and not last.startswith(("#", "-", "*", ">", "`", "|"))
    )
    return head if is_introduction else prose
