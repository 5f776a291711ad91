"""Topics and outlines as templates see them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from webapp.catalog.model import Entry, Roadmap, Topic
from webapp.learning.status import STATUSES, status_named
from webapp.web.site.views import NodeView, OutlineView
from webapp.web.topics.views import StatusOption

OutlineMode = Literal["whole", "hero"]
HERO_HEIGHT, HERO_WIDTH = 620, 1000  # pixels of the window in which the beginning of a map is shown
# What stands for a status until it is known; content cannot guess it.
HOLE = f"~{secrets.token_hex(8)}~"


def status_fields(status: str) -> dict[str, str]:
    """Everything on a node that follows from its status; the tick button marks done, and takes done back."""
    if status.startswith(HOLE):
        return {name: f"{status}:{name}{HOLE}" for name in ("status", "status_words", "tick", "tick_words")}
    tick = "pending" if status == "done" else "done"
    words = "as not started" if status == "done" else "as done"
    return {"status": status, "status_words": status_named(status).words, "tick": tick, "tick_words": words}


def node_view(topic: Topic, status: str) -> NodeView:
    """A topic with the learner's status."""
    return NodeView(
        id=topic.id,
        type=topic.type,
        label=topic.label,
        href=topic.path,
        badge=topic.badge,
        **status_fields(status),
    )


def outline_views(roadmap: Roadmap, mode: OutlineMode, marks: Mapping[str, str]) -> tuple[OutlineView, ...]:
    """The outline with statuses; the hero's is cut to the topics that the beginning of the map shows."""
    entries: Iterable[Entry] = roadmap.outline
    if mode == "hero":
        entries = _cut(entries, _visible(roadmap))
    # Without a map every topic would be a heading.
    return tuple(_view(roadmap, entry, 1 if roadmap.graph else 2, marks) for entry in entries)


def _visible(roadmap: Roadmap) -> frozenset[str]:
    if roadmap.graph is None:
        return frozenset()
    bounds = roadmap.graph.bounds
    limit = bounds.y + HERO_HEIGHT * bounds.width / HERO_WIDTH
    return frozenset(n.id for n in roadmap.graph.nodes if n.box.y < limit)


def _cut(entries: Iterable[Entry], visible: frozenset[str]) -> Iterator[Entry]:
    for entry in entries:
        children = tuple(_cut(entry.children, visible))
        if entry.id in visible:
            yield replace(entry, children=children)
        elif children:
            # The parent is further down the map: what is above the cut stands on its own.
            yield from children


def _view(roadmap: Roadmap, entry: Entry, level: int, marks: Mapping[str, str]) -> OutlineView:
    topic = roadmap.topics.get(entry.id) if entry.kind == "topic" else None
    return OutlineView(
        kind=entry.kind,
        level=level,
        label=entry.label,
        id=entry.id,
        href=topic.path if topic else entry.href,
        node=node_view(topic, marks.get(topic.id, "pending")) if topic else None,
        children=tuple(_view(roadmap, child, level + 1, marks) for child in entry.children),
        type=entry.type,
        badge=entry.badge,
    )


def status_options(status: str) -> tuple[StatusOption, ...]:
    """The four segments of the status control."""
    return tuple(StatusOption(s.value, s.label, s.key, s.value == status) for s in STATUSES)
