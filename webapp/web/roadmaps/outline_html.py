"""The outline with a learner's statuses: rendered once per content version with sentinels, then joined per
request.

Rendering 130 nodes by Jinja for each learner costs two hundred times as much as joining ready pieces.
There is still only one template; the pieces between the sentinels come from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from flask import render_template
from markupsafe import Markup

from webapp.catalog.model import Roadmap
from webapp.web.topics.nodes import HOLE, OutlineMode, outline_views, status_fields

SENTINEL = re.compile(rf"{HOLE}(\d+):(\w+){HOLE}")


class OutlineTemplate:
    """An outline's HTML, cut at the places that depend on the status of a topic."""

    def __init__(self, roadmap: Roadmap, mode: OutlineMode) -> None:
        ids = list(roadmap.order)
        views = outline_views(roadmap, mode, {topic_id: f"{HOLE}{i}" for i, topic_id in enumerate(ids)})
        html = render_template("roadmaps/_outline.html", outline=views)
        self._ids = ids
        self._literals: list[str] = []
        self._holes: list[tuple[int, str]] = []
        end = 0
        for match in SENTINEL.finditer(html):
            self._literals.append(html[end : match.start()])
            self._holes.append((int(match[1]), match[2]))
            end = match.end()
        self._tail = html[end:]

    def fill(self, marks: Mapping[str, str]) -> Markup:
        """The HTML for a learner whose statuses are `marks`; a topic without a mark is pending."""
        fields = [status_fields(marks.get(topic_id, "pending")) for topic_id in self._ids]
        pieces: list[str] = []
        for literal, (index, name) in zip(self._literals, self._holes, strict=True):
            pieces += (literal, fields[index][name])
        # Both halves come from an autoescaped template and a fixed vocabulary.
        return Markup("".join((*pieces, self._tail)))  # noqa: S704


@lru_cache(maxsize=256)
def _template(slug: str, version: str, mode: OutlineMode, roadmap: _Keyed) -> OutlineTemplate:
    return OutlineTemplate(roadmap.roadmap, mode)


class _Keyed:
    """Lets a roadmap ride along a cache key without counting: slug and version already name it."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.roadmap = roadmap

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed)

    def __hash__(self) -> int:
        return 0


def outline_html(roadmap: Roadmap, marks: Mapping[str, str], mode: OutlineMode = "whole") -> Markup:
    """The outline of a roadmap with the statuses of `marks`."""
    return _template(roadmap.slug, roadmap.version, mode, _Keyed(roadmap)).fill(marks)
