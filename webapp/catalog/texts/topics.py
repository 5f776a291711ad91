"""Joins the nodes of a graph with the text files of its folder into topics."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from webapp.catalog.files import LARGEST_TEXT, Tree, decode
from webapp.catalog.findings import Findings
from webapp.catalog.model import Entry, Graph, Topic
from webapp.catalog.node_types import PROGRESS_TYPES, TopicType
from webapp.catalog.sanitize import sanitize
from webapp.catalog.slug import TOPIC_ID, readable, slug_of
from webapp.catalog.texts.topic_text import TopicText, parse_topic

MOST_TEXTS = 5000
MOST_BYTES = 32 << 20
NO_TOPICS = frozenset({"readme", "contributing", "license"})
NUMBER = re.compile(r"\A\d+-")
Texts = dict[str, list[tuple[str, bytes]]]


def find_texts(folder: Path, tree: Tree, found: Findings, names_alone: bool = False) -> Texts:
    """Returns the topic files of a folder by topic id, each with its name and bytes, in name order.

    With `names_alone` the path of a file without an id is its id: `101-basics/100-loops.md` is
    `101-basics-100-loops`.
    """
    texts: Texts = {}
    size = 0
    if folder.is_dir() and not tree.holds(folder):
        found.error(
            "folder", "it is a link that leads out of the content tree", "Put the folder itself there."
        )
        return texts
    paths = tree.files_below(folder, ".md")
    if len(paths) > MOST_TEXTS:
        found.error("content", f"there are more than {MOST_TEXTS} files", "Split the roadmap.")
        return texts
    for path in paths:
        about = found.of(tree.name(path))
        _, sign, topic_id = path.stem.rpartition("@")
        name = path.name
        if not sign and names_alone and path.stem.lower() not in NO_TOPICS and path != folder / "index.md":
            topic_id = _id_of_path(path.relative_to(folder))
            name = f"{NUMBER.sub('', path.parent.name if path.stem == 'index' else path.stem)}@{topic_id}.md"
            about.note("name", f"it has no id; {topic_id} serves as one", "Name it <label-slug>@<id>.md.")
        elif not sign or not TOPIC_ID.match(topic_id):
            about.note("name", "it is no topic's text and is left out", "Name it <label-slug>@<id>.md.")
            continue
        if (data := tree.read(path, about, LARGEST_TEXT)) is not None:
            size += len(data)
            if size > MOST_BYTES:
                found.error(
                    "content",
                    f"its texts are larger than {MOST_BYTES >> 20} MB together",
                    "Split the roadmap.",
                )
                return texts
            texts.setdefault(topic_id, []).append((sanitize(name), data))
    return texts


def outline_without_map(topics: Mapping[str, Topic]) -> tuple[Entry, ...]:
    """Returns the outline of a roadmap without a map: by label, or nested by number.

    It is nested where most ids are paths with numbers: a folder stands above the files in it.
    """
    if 2 * sum(bool(NUMBER.match(i)) for i in topics) <= len(topics):
        return tuple(
            Entry("topic", t.label, t.id) for t in sorted(topics.values(), key=lambda t: t.label.casefold())
        )
    return tuple(_nested(sorted(topics, key=_numbers), topics))


def _nested(ids: Sequence[str], topics: Mapping[str, Topic]) -> Iterator[Entry]:
    waiting = deque(ids)
    while waiting:
        here = waiting.popleft()
        below = []
        while waiting and waiting[0].startswith(f"{here}-"):
            below.append(waiting.popleft())
        yield Entry("topic", topics[here].label, here, children=tuple(_nested(below, topics)))


def _numbers(topic_id: str) -> list[tuple[int, str]]:
    """Returns a sort key that puts 2 before 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", topic_id)]


def _id_of_path(path: Path) -> str:
    parts = [*path.parts[:-1], *([] if path.stem == "index" and len(path.parts) > 1 else [path.stem])]
    return re.sub(r"[^A-Za-z0-9_-]+", "-", "-".join(parts))[:64].strip("-") or "index"


def join_topics(
    slug: str,
    graph: Graph | None,
    texts: Mapping[str, list[tuple[str, bytes]]],
    slugs: Container[str],
    folder: str,
    found: Findings,
    wants_texts: bool = True,
    elsewhere: Collection[str] = (),
) -> dict[str, Topic]:
    """Returns every topic of a roadmap by id: those of the graph, then texts that the graph does not show.

    Missing texts are reported if the roadmap `wants_texts`. A text whose id is drawn `elsewhere`, on a
    variant, is not reported as an orphan.
    """
    topics: dict[str, Topic] = {}
    for topic_id, kind, label, badge in _drawn(graph, found):
        if topic_id in topics:
            continue
        text = _text(texts.get(topic_id, []), slug_of(label), slugs, folder, found)
        if text is None and wants_texts and kind != "checklist-item":
            found.warning(
                f"topic {topic_id}",
                f"{label!r} has no text",
                f"Write {folder}/{slug_of(label)}@{topic_id}.md.",
            )
        topics[topic_id] = _topic(slug, topic_id, kind, label, badge, text, drawn=True)
    for topic_id, files in texts.items():
        if topic_id not in topics:
            is_orphan = graph is not None and topic_id not in elsewhere
            topic = _text_topic(slug, topic_id, files, slugs, folder, found, is_orphan)
            topics |= {topic_id: replace(topic, drawn=graph is None)} if topic else {}
    return _with_requirements(topics, graph)


def _text_topic(
    slug: str,
    topic_id: str,
    files: list[tuple[str, bytes]],
    slugs: Container[str],
    folder: str,
    found: Findings,
    is_orphan: bool,
) -> Topic | None:
    """Returns the topic of a text whose id is not in the graph; None if the text cannot be read."""
    stem = files[-1][0].removesuffix(".md").rpartition("@")[0]
    text = _text(files, stem, slugs, folder, found)
    if text is None:
        return None
    if is_orphan:
        what = f"no node of the map has the id {topic_id}"
        found.of(f"{folder}/{files[-1][0]}").warning("id", what, "Draw it, or remove the file.")
    label = text.title or readable(stem) or topic_id
    return _topic(slug, topic_id, "topic", label, "", text, drawn=False)


def _with_requirements(topics: dict[str, Topic], graph: Graph | None) -> dict[str, Topic]:
    """Returns the topics with those that come first, as far as they exist."""
    for node in graph.nodes if graph else ():
        if node.requires and node.id in topics:
            known = tuple(i for i in node.requires if i in topics and i != node.id)
            topics[node.id] = replace(topics[node.id], requires=known)
    return topics


def _drawn(graph: Graph | None, found: Findings) -> list[tuple[str, TopicType, str, str]]:
    rows: list[tuple[str, TopicType, str, str]] = []
    for node in graph.nodes if graph else ():
        if node.type in PROGRESS_TYPES:
            if not node.label:
                found.warning(f"node {node.id}.label", "the topic has no label", "Give it one.")
            kind = cast("TopicType", node.type)
            badge = node.badge.label if node.badge else ""
            rows.append((node.id, kind, node.label or "Untitled topic", badge))
        rows += ((item.id, "checklist-item", item.label or "Untitled item", "") for item in node.items)
    return rows


def choose_text(files: Sequence[tuple[str, bytes]], wanted: str) -> tuple[str, bytes]:
    """Returns the file of a topic that is named like its label, else the last one by name."""
    named = [f for f in files if f[0].rpartition("@")[0] == wanted]
    return (named or files)[-1]


def _text(
    files: list[tuple[str, bytes]], wanted: str, slugs: Container[str], folder: str, found: Findings
) -> TopicText | None:
    """Returns the text of a topic, or None; of several files for one id the others are reported."""
    if not files:
        return None
    name, data = choose_text(files, wanted)
    about = found.of(f"{folder}/{name}")
    if len(files) > 1:
        others = ", ".join(f[0] for f in files if f[0] != name)
        about.warning("id", f"other files have the same id: {others}; this one is shown", "Keep one of them.")
    text = decode(data, about)
    return parse_topic(text, slugs, about) if text is not None else None


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
