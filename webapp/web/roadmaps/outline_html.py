"""The outline with a learner's statuses: rendered once per content version, then filled in per request.

Rendering 130 nodes with Jinja for each learner takes two hundred times as long as joining strings. So the
template is rendered once, with placeholders for what depends on the learner, and the HTML is split at them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from flask import get_template_attribute, render_template
from markupsafe import Markup, escape

from webapp.catalog.model import Roadmap
from webapp.learning.standing import Standing
from webapp.learning.status import PENDING, STATUSES
from webapp.web.site.services import settings
from webapp.web.topics.nodes import HOLE, OutlineMode, outline_items, status_fields
from webapp.web.topics.position import SectionProgress, section_key, sections, sections_by_entry

PLACEHOLDER = re.compile(rf"{HOLE}([\w-]+):(\w+){HOLE}")


def outline_html(standing: Standing, mode: OutlineMode = "whole") -> Markup:
    """Returns the outline of a roadmap with a learner's statuses, sections and next topic."""
    return _template(standing.roadmap, mode, settings().language).fill(standing)


@lru_cache(maxsize=256)
def _template(roadmap: Roadmap, mode: OutlineMode, language: str) -> OutlineTemplate:
    return OutlineTemplate(roadmap, mode)


class OutlineTemplate:
    """An outline's HTML, split at the places that depend on the learner."""

    def __init__(self, roadmap: Roadmap, mode: OutlineMode) -> None:
        self._places = {str(place): topic_id for place, topic_id in enumerate(roadmap.order)}
        placeholders = {topic_id: f"{HOLE}{place}" for place, topic_id in self._places.items()}
        nobody = Standing(roadmap, {})
        open_sections = {
            section_key(section.entry): _with_placeholders(progress)
            for section, progress in sections_by_entry(nobody)
        }
        items = outline_items(roadmap, mode, placeholders, open_sections)
        html = render_template("roadmaps/_outline.html", outline=items, roadmap=roadmap)
        self._literals: list[str] = []
        self._holes: list[tuple[str, str]] = []
        end = 0
        for match in PLACEHOLDER.finditer(html):
            self._literals.append(html[end : match.start()])
            self._holes.append((match[1], match[2]))
            end = match.end()
        self._tail = html[end:]

    def fill(self, standing: Standing) -> Markup:
        """Returns the HTML for a learner; a topic without a mark is pending."""
        marks = standing.effective_marks
        known = {status.value: _escaped(status_fields(status.value)) for status in STATUSES}
        fields = {place: known[marks.get(i, PENDING.value)] for place, i in self._places.items()}
        fields |= {s.key: _section_fields(s) for s in sections(standing)}
        upcoming = standing.next_topic
        milestone = _milestone(standing.roadmap) if upcoming else ""
        pieces: list[str] = []
        for literal, (place, name) in zip(self._literals, self._holes, strict=True):
            pieces.append(literal)
            if name != "here":
                pieces.append(fields[place][name])
            elif upcoming and self._places[place] == upcoming.id:
                pieces.append(milestone)
        # Both halves are escaped.
        return Markup("".join((*pieces, self._tail)))  # noqa: S704


def _milestone(roadmap: Roadmap) -> str:
    return str(get_template_attribute("topics/_here.html", "milestone")(roadmap))


def _with_placeholders(section: SectionProgress) -> SectionProgress:
    names = ("words", "share", "state")
    return replace(section, **{name: f"{HOLE}{section.key}:{name}{HOLE}" for name in names})


def _section_fields(section: SectionProgress) -> dict[str, str]:
    return _escaped({"words": section.words, "share": section.share, "state": section.state})


def _escaped(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(escape(value)) for name, value in fields.items()}
