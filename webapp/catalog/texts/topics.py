"""Joins the nodes of a graph with the text files of its folder into topics."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from webapp.catalog.files import decode
from webapp.catalog.findings import Findings
from webapp.catalog.model import Graph, LegendEntry, Topic
from webapp.catalog.node_types import OPTIONAL, PROGRESS_TYPES, TopicType
from webapp.catalog.slug import composed, readable, slug_of
from webapp.catalog.texts.text_files import TextFile, choose_text
from webapp.catalog.texts.topic_links import TopicLinks
from webapp.catalog.texts.topic_paths import TopicPaths, undrawn_label
from webapp.catalog.texts.topic_text import TopicText, parse_topic

ORPHAN = "Leave it, draw the topic again, or say in changes.yaml what became of it: then its marks follow."
# Colors and words of a legend decide nothing: only the id that an outline's own badge has.
NO_BADGE = LegendEntry("", "", "")


def join_topics(
    slug: str,
    graph: Graph | None,
    texts: Mapping[str, Sequence[TextFile]],
    slugs: Container[str],
    folder: str,
    found: Findings,
    wants_texts: bool = True,
    expected: Collection[str] = (),
    parent: Mapping[str, Topic] | None = None,
) -> dict[str, Topic]:
    """Returns every topic of a roadmap by id: those of the graph, then texts that the graph does not show.

    Missing texts are reported if the roadmap `wants_texts`. A text whose id is `expected`, because a
    variant draws it or the ledger says what became of it, is not reported as an orphan. `parent` holds the
    topics of the roadmap of which this is a variant: texts that the graph does not show are topics of that
    one alone.
    """
    drawn = _drawn(graph, found)
    paths = TopicPaths(slug, {row[0]: row[2] for row in drawn}, texts, parent or {})
    reader = _TextReader(slugs, folder, found, TopicLinks(slug, texts, slugs, paths.path_of))
    topics: dict[str, Topic] = {}
    for topic_id, kind, label, badge, is_optional in drawn:
        if topic_id in topics:
            continue
        text = reader.text(texts.get(topic_id, ()), slug_of(label), label)
        if text is None and wants_texts and kind != "checklist-item":
            found.warning(
                f"topic {topic_id}",
                f"{label!r} has no text",
                f"Write {folder}/{slug_of(label)}@{topic_id}.md.",
            )
        drawn_topic = _topic(slug, topic_id, kind, label, badge, text, drawn=True)
        topics[topic_id] = replace(drawn_topic, is_optional=is_optional)
    for topic_id, files in texts.items():
        if topic_id not in topics and parent is None:
            is_orphan = graph is not None and topic_id not in expected
            topic = _text_topic(slug, topic_id, files, reader, is_orphan)
            topics |= {topic_id: replace(topic, drawn=graph is None)} if topic else {}
    return topics


@dataclass(frozen=True, slots=True)
class _TextReader:
    """Reads the text files of one folder."""

    slugs: Container[str]
    folder: str
    found: Findings
    links: TopicLinks

    def about(self, file: TextFile) -> Findings:
        """Returns the findings of a file."""
        return self.found.of(f"{self.folder}/{file.path}")

    def text(self, files: Sequence[TextFile], wanted: str, label: str) -> TopicText | None:
        """Returns the text of a topic, or None; of several files for one id the others are reported."""
        if not files:
            return None
        chosen = choose_text(files, wanted)
        about = self.about(chosen)
        if len(files) > 1:
            others = ", ".join(f.path for f in files if f is not chosen)
            what = f"other files have the same id: {others}; this one is shown"
            about.warning("id", what, "Keep one of them.")
        text = decode(chosen.data, about)
        if text is None:
            return None
        resolve = partial(self.links.resolve, here=chosen.path)
        return parse_topic(text, self.slugs, about, label, resolve)


def _text_topic(
    slug: str, topic_id: str, files: Sequence[TextFile], reader: _TextReader, is_orphan: bool
) -> Topic | None:
    """Returns the topic of a text whose id is not in the graph; None if the text cannot be read."""
    stem = files[-1].slug
    text = reader.text(files, stem, readable(stem))
    if text is None:
        return None
    if is_orphan:
        # Marks may hang on the id, and then learners' journals take the topic's name from this text.
        what = f"no node of the map has the id {topic_id}; learners who have marked it see its name from here"
        reader.about(files[-1]).note("id", what, ORPHAN)
    label = undrawn_label(text.title, stem, topic_id)
    return _topic(slug, topic_id, "topic", label, "", text, drawn=False)


def _drawn(graph: Graph | None, found: Findings) -> list[tuple[str, TopicType, str, str, bool]]:
    rows: list[tuple[str, TopicType, str, str, bool]] = []
    for node in graph.nodes if graph else ():
        if node.type in PROGRESS_TYPES:
            if not composed(node.label):
                found.warning(f"node {node.id}.label", "the topic has no label", "Give it one.")
            kind = cast("TopicType", node.type)
            label = node.label if composed(node.label) else "Untitled topic"
            badge = node.badge or NO_BADGE
            rows.append((node.id, kind, label, badge.label, badge.id == OPTIONAL))
        rows += ((item.id, "checklist-item", item.label or "Untitled item", "", False) for item in node.items)
    return rows


def _topic(
    slug: str, topic_id: str, kind: TopicType, label: str, badge: str, text: TopicText | None, drawn: bool
) -> Topic:
    return Topic(
        roadmap=slug,
        id=topic_id,
        type=kind,
        label=label,
        slug=slug_of(label),
        title=(text.title if text else "") or label,
        text=text.body if text else "",
        resources=text.resources if text else (),
        badge=badge,
        drawn=drawn,
    )
