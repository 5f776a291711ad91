"""The resources of a topic: items of lists in its text that are links with a type."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.model import Resource
from webapp.catalog.slug import composed
from webapp.catalog.texts.markdown import plain
from webapp.catalog.texts.parser import Token
from webapp.catalog.texts.resource_types import BY_NAME, FALLBACK, OTHER, RESOURCE_TYPES, resource_type
from webapp.catalog.texts.typed_links import TypedLink, typed_link

ESCAPED = re.compile(r"\\([\[\]])")
LINK = re.compile(r"(?:\]\(|<)((?:https?|mailto):[^\s)>]*|[^\s)>:]+(?=\)))")


@dataclass(frozen=True, slots=True)
class ResourceReader:
    """Reads the resources of one file. `resolve` returns the page of a link to a topic, or nothing."""

    slugs: Container[str]
    found: Findings
    resolve: Callable[[str], str]

    def read(self, lines: list[str | None], blocks: Sequence[Token]) -> list[Resource]:
        """Returns the resources in the order in which they are shown, and puts None for their `lines`.

        `blocks` are those that the parser finds in the lines. What stands in comments or code is none.
        """
        resources: dict[str, Resource] = {}
        for first, last in _items(blocks):
            typed = typed_link(lines[first] or "")
            if typed is None:
                continue
            place = f"line {first + 1}"
            resource = self._resource(typed, place)
            if resource is None:
                lines[first] = f"{typed.before}{typed.title}"
                continue
            _take_out(lines, first, last, len(typed.before))
            if resource.url in resources:
                self.found.warning(place, f"{resource.url} is named twice", "Remove one of the two.")
            else:
                resources[resource.url] = resource
        return sorted(resources.values(), key=lambda r: BY_NAME[r.type].rank)

    def _resource(self, typed: TypedLink, place: str) -> Resource | None:
        """Returns the resource that a line names, or None, with a finding, if it cannot be linked."""
        if typed.flaw:
            what = f"{typed.flaw} is missing in the link; it is read as it was meant"
            self.found.note(place, what, "Write - [@type@Title](address).")
        kind = self._type(typed.type, place)
        url = self.resolve(typed.url) or safe_href(typed.url, self.slugs)
        if not url:
            what = f"{typed.url[:200]!r} is not a usable address"
            self.found.warning(place, what, "Give one that begins with https://.")
            return None
        if url != typed.url and not url.startswith("/"):
            what = f"the address {typed.url[:200]} is read as {url[:200]}"
            self.found.note(place, what, f"Write {url[:200]}.")
        if further := LINK.search(typed.rest):
            what = f"a second link stands behind the resource; {further[1][:200]} is not linked"
            self.found.warning(place, what, "Write each link as an item of its own.")
        note = plain(typed.rest.strip(" \t-–—.,;:"))
        title = ESCAPED.sub(r"\1", typed.title)
        return Resource(kind, title if composed(title) else url, url, note)

    def _type(self, written: str, place: str) -> str:
        """Returns the name of the type that was meant."""
        kind = resource_type(written)
        if kind is None:
            what = f"the resource type {written} is unknown and shown as an article"
            usual = ", ".join(t.name for t in RESOURCE_TYPES if t.rank < OTHER)
            self.found.note(place, what, f"Use one of {usual}.")
            return FALLBACK.name
        if written != kind.name:
            what = f"the resource type {written} is read as {kind.name}"
            self.found.note(place, what, f"Write {kind.name}.")
        return kind.name


def resource_lines(blocks: Sequence[Token]) -> set[int]:
    """Returns the numbers, from 0, of the lines that may hold a resource."""
    return {first for first, _ in _items(blocks)}


def _items(blocks: Sequence[Token]) -> list[tuple[int, int]]:
    """Returns the first line of each item of a list, and the line after its last."""
    return [(t.map[0], t.map[1]) for t in blocks if t.type == "list_item_open" and t.map]


def _take_out(lines: list[str | None], first: int, last: int, indent: int) -> None:
    """Takes out a line, and moves what else its item holds to the margin, where it is no code."""
    lines[first] = None
    for number in range(first + 1, last):
        line = lines[number]
        if line is not None:
            lines[number] = line[min(indent, len(line) - len(line.lstrip())) :]
