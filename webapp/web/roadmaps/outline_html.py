"""The outline with a learner's statuses: rendered once per content version, then filled in per request."""

from __future__ import annotations

import re
from functools import lru_cache

from flask import get_template_attribute, render_template
from markupsafe import Markup

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.demands import demands
from webapp.learning.standing import Standing
from webapp.learning.status import PENDING, STATUSES
from webapp.web.site.prerendered import MARK, Prerendered, Values, filling, hole, html_bytes, with_holes
from webapp.web.site.services import settings
from webapp.web.topics.nodes import (
    AUTHOR,
    LEFT,
    OF_STATUS,
    OutlineMode,
    node_with,
    outline_items,
    topic_node,
)
from webapp.web.topics.position import (
    OF_PROGRESS,
    progress_values,
    section_key,
    sections,
    sections_by_entry,
)

_FIELD = rf"\.(?:{'|'.join(OF_STATUS)}){MARK}"
# The holes of a topic that its status decides, from the first to the last, with what is between them.
_NODE = re.compile(rf"{MARK}(?P<place>\d+){_FIELD}(?:(?:(?!{MARK}).)*{MARK}(?P=place){_FIELD})*", re.DOTALL)


def outline_html(standing: Standing, mode: OutlineMode = "whole") -> Markup:
    """Returns the outline of a roadmap with a learner's statuses, sections and next topic."""
    html = outline_bytes(standing, progress_values(sections(standing)), mode)
    return Markup(html.decode())  # noqa: S704  # escaped by the template


def outline_bytes(standing: Standing, progress: Values, mode: OutlineMode = "whole") -> bytes:
    """Returns the same in UTF-8, given the values for the progress in its sections."""
    return _template(standing.roadmap, mode, settings().language).fill(standing, progress)


@lru_cache(maxsize=256)
def _template(roadmap: Roadmap, mode: OutlineMode, language: str) -> OutlineTemplate:
    return OutlineTemplate(roadmap, mode)


class OutlineTemplate:
    """An outline's HTML, with a hole for each topic, section and place of the milestone.

    What stands in the hole of a topic is rendered for each status.
    """

    def __init__(self, roadmap: Roadmap, mode: OutlineMode) -> None:
        self._places = {topic_id: str(place) for place, topic_id in enumerate(roadmap.order)}
        self._states: dict[str, dict[str, bytes]] = {}
        self._left: dict[str, dict[str, bytes]] = {}
        html = _html_with_holes(roadmap, mode)
        self._html = Prerendered(_NODE.sub(lambda node: self._cut_out(roadmap, node), html))
        nothing = {f"{place}.here": b"" for place in self._places.values()}
        self._of_nobody = nothing | {place: self._states[place][PENDING.value] for place in self._states}
        self._milestone = html_bytes(get_template_attribute("topics/_here.html", "milestone")(roadmap))

    def _cut_out(self, roadmap: Roadmap, node: re.Match[str]) -> str:
        """Renders the node of a topic for each status, and returns the hole for it."""
        place = node["place"]
        topic = roadmap.topics[roadmap.order[int(place)]]
        found = demands(roadmap)
        self._states[place] = _of_each_status(topic, node, AUTHOR if topic.id in found.left_out else "")
        if topic.id in found.around:
            self._left[place] = _of_each_status(topic, node, LEFT)
        return hole(place)

    def fill(self, standing: Standing, progress: Values) -> bytes:
        """Returns the HTML for a learner; a topic without a mark is pending."""
        values = {**self._of_nobody, **progress}
        for topic_id, status in standing.effective_marks.items():
            place = self._places.get(topic_id)
            if place in self._states:
                values[place] = self._states[place][status]
        for topic_id in standing.left_over:
            place = self._places[topic_id]
            if place in self._left:
                values[place] = self._left[place][standing.effective_marks.get(topic_id, PENDING.value)]
        if upcoming := standing.next_topic:
            values[f"{self._places[upcoming.id]}.here"] = self._milestone
        return self._html.fill(values)


def _of_each_status(topic: Topic, node: re.Match[str], optional: str) -> dict[str, bytes]:
    """Returns the HTML of the node of a topic for each status."""
    html, place = Prerendered(node[0]), node["place"]
    nodes = {status.value: node_with(topic, status, optional) for status in STATUSES}
    return {status: html.fill(filling(found, place, OF_STATUS)) for status, found in nodes.items()}


def _html_with_holes(roadmap: Roadmap, mode: OutlineMode) -> str:
    nobody = Standing(roadmap, {})
    nodes = {
        topic_id: with_holes(topic_node(roadmap.topics[topic_id], nobody), str(place), (*OF_STATUS, "here"))
        for place, topic_id in enumerate(roadmap.order)
    }
    progress = {
        section_key(section.entry): with_holes(shown, shown.key, OF_PROGRESS)
        for section, shown in sections_by_entry(nobody)
    }
    items = outline_items(roadmap, mode, nodes, progress)
    return render_template("roadmaps/_outline.html", outline=items, roadmap=roadmap)
