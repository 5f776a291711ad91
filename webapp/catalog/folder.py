"""One folder of a content tree: its front matter, its maps and its texts, joined into a roadmap and its
variants.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from webapp.catalog.digest import digest
from webapp.catalog.files import LARGEST_GRAPH, Tree, decode
from webapp.catalog.findings import Findings
from webapp.catalog.front_matter.parse import parse_front_matter
from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.inference.infer import infer_outline, reading_order
from webapp.catalog.links import SlugLookup
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.maps.twins import merge_twins
from webapp.catalog.model import Graph, Roadmap, Topic
from webapp.catalog.outline_file.read import check_outline_file, outline_path
from webapp.catalog.promotion import without_promotion
from webapp.catalog.slug import readable
from webapp.catalog.texts.topics import Texts, find_texts, join_topics, listed, topics_of

LONGEST_SLUG = 100
NOT_IN_SLUGS = re.compile(r"[^a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class _Map:
    """A graph that was read: its file, its bytes, and the twins in it; `graph` is None where the file
    holds none.
    """

    path: Path
    data: bytes = b""
    graph: Graph | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    is_broken: bool = False


class FolderReader:
    """Reads a folder; what is wrong with it goes into `found`."""

    def __init__(
        self, folder: Path, tree: Tree, slugs: SlugLookup, found: Findings, keeps_promotion: bool
    ) -> None:
        self._folder = folder
        self._slug = folder.name
        self._tree = tree
        self._slugs = slugs
        self._found = found
        self._keeps_promotion = keeps_promotion

    def read(self) -> tuple[Roadmap, ...]:
        """The roadmap and its variants; nothing where the roadmap cannot be served or the folder holds
        none.
        """
        header = self._folder / f"{self._slug}.md"
        front, head = self._front_matter(header)
        if front is None:
            return ()
        drawn = self._map(self._folder / f"{self._slug}.json")
        if drawn.is_broken:
            return ()
        if drawn.data and drawn.graph is None:
            remedy = 'A graph is {"nodes": [...], "edges": [...]}.'
            self._about(drawn.path).warning(
                "nodes", f"it is {_kind(drawn.data)}; the topics are shown as a list", remedy
            )
        source = outline_path(self._folder)
        if source.exists():
            check_outline_file(source, self._tree, drawn.graph, self._about(source))
        content = self._folder / "content"
        texts = find_texts(content, self._tree, self._about(content), names_alone=drawn.graph is None)
        variants = [m for m in map(self._variant, self._other_maps()) if m.graph]
        elsewhere = frozenset(t for m in variants if m.graph for t in topics_of(m.graph))
        about = self._about(drawn.path)
        own = _following_twins(texts, drawn)
        known = join_topics(
            self._slug,
            drawn.graph,
            own,
            self._slugs,
            self._tree.name(content),
            about,
            front.has_topics,
            elsewhere,
        )
        if not known and not variants and not header.exists():
            return ()
        for group in front.related_questions:
            what = f"there is no question group {group[:100]}; it is left out"
            self._about(header).note("relatedQuestions", what, "Remove it, or leave it for later.")
        if not front.is_upcoming and not known:
            what = (
                "nothing on the map is a topic"
                if drawn.graph
                else "the roadmap has neither a graph nor topics"
            )
            self._about(header).warning("content", what, "Write them, or set isUpcoming: true.")
        read = [
            head,
            drawn.data,
            *(part for files in texts.values() for name, data in files for part in (name.encode(), data)),
        ]
        title = front.title or front.brief_title or readable(self._slug)
        if not front.title and header.exists():
            self._about(header).note("title", f"there is none; {title!r} is shown", "Write one.")
        roadmap = Roadmap(
            slug=self._slug,
            title=title,
            description=front.description,
            brief_title=front.brief_title or title,
            brief_description=front.brief_description or front.description,
            front=front,
            # Which other roadmaps there are decides where some links lead.
            version=digest([self._slug.encode(), " ".join(sorted(self._slugs.here)).encode(), *read]),
            modified=front.schema.modified or front.schema.published,
        )
        return (_with_map(roadmap, drawn, known), *(self._as_roadmap(m, roadmap, texts) for m in variants))

    def _front_matter(self, header: Path) -> tuple[FrontMatter | None, bytes]:
        """The front matter and its bytes; None where the roadmap cannot be served because of it."""
        about = self._about(header)
        if not header.exists() and not header.is_symlink():
            about.warning(
                "file", "there is no front matter", "Write a title, a description and tags into it."
            )
            return FrontMatter(), b""
        before = len(self._found.collected)
        data = self._tree.read(header, about)
        text = decode(data, about) if data is not None else None
        front = parse_front_matter(text, about, self._slugs) if text is not None else None
        return (None if self._has_error(before) else front), data or b""

    def _map(self, path: Path) -> _Map:
        """The map in a file, its twins merged; broken where the file is there but cannot be read."""
        if not path.exists() and not path.is_symlink():
            return _Map(path)
        about, before = self._about(path), len(self._found.collected)
        data = self._tree.read(path, about, LARGEST_GRAPH)
        text = decode(data, about) if data is not None else None
        graph = parse_graph(text, self._slugs, about) if text is not None else None
        if graph is None:
            return _Map(path, data or b"", is_broken=self._has_error(before))
        if not self._keeps_promotion:
            graph = without_promotion(graph, about)
        merged, aliases = merge_twins(graph, about)
        return _Map(path, data or b"", merged, aliases)

    def _other_maps(self) -> list[Path]:
        return sorted(
            p for p in self._folder.glob("*.json") if p.stem != self._slug and not p.name.startswith(".")
        )

    def _variant(self, path: Path) -> _Map:
        """Another map in the folder; a file that is no graph (a mapping, a mock-up) is left alone."""
        found = self._map(path)
        if found.graph is None and not found.is_broken:
            self._about(path).note(
                "nodes", f"it is {_kind(found.data)}, and is left alone", "Nothing has to be done."
            )
        return found

    def _as_roadmap(self, drawn: _Map, parent: Roadmap, texts: Texts) -> Roadmap:
        """A variant: a roadmap with an address and marks of its own that shares its parent's texts."""
        stem = NOT_IN_SLUGS.sub("-", drawn.path.stem.lower()).strip("-_") or "map"
        slug = (stem if stem.startswith(self._slug) else f"{self._slug}-{stem}")[:LONGEST_SLUG].rstrip("-_")
        # A name that begins as the folder's does says all.
        title = readable(stem if stem.startswith(self._slug.partition("-")[0]) else slug)
        front = FrontMatter(
            order=parent.front.order,
            has_topics=parent.front.has_topics,
            is_hidden=parent.front.is_hidden,
            is_upcoming=parent.front.is_upcoming,
            is_forkable=parent.front.is_forkable,
            tags=parent.front.tags,
        )
        texts = _following_twins(texts, drawn)
        own = {i: texts[i] for i in topics_of(drawn.graph) if i in texts} if drawn.graph else {}
        folder = self._tree.name(self._folder / "content")
        topics = join_topics(
            slug, drawn.graph, own, self._slugs, folder, self._about(drawn.path), front.has_topics
        )
        roadmap = Roadmap(
            slug=slug,
            title=title,
            description=parent.description,
            brief_title=title,
            brief_description=parent.brief_description,
            front=front,
            version=digest([slug.encode(), drawn.data, parent.version.encode()]),
            modified=parent.modified,
            parent=self._slug,
        )
        return _with_map(roadmap, drawn, topics)

    def _about(self, path: Path) -> Findings:
        return self._found.of(self._tree.name(path))

    def _has_error(self, before: int) -> bool:
        return any(f.severity == "error" for f in self._found.collected[before:])


def _following_twins(texts: Texts, drawn: _Map) -> Texts:
    """The texts of a map, those of hidden twins under the ids of the nodes that are shown, where these
    have none.
    """
    own = dict(texts)
    for alias, shown in drawn.aliases.items():
        hidden = own.pop(alias, None)
        if hidden is not None:
            own.setdefault(shown, hidden)
    return own


def _kind(data: bytes) -> str:
    """What a JSON file without nodes is."""
    if re.match(rb'\s*\{\s*"(?:nodes|edges)"\s*:\s*\[\s*\]', data[:2000]):
        return "a graph without nodes"
    return "a mock-up of the older editor" if b'"mockup"' in data[:2000] else "no graph"


def _with_map(roadmap: Roadmap, drawn: _Map, topics: Mapping[str, Topic]) -> Roadmap:
    outline = infer_outline(drawn.graph) if drawn.graph else listed(topics)
    return replace(
        roadmap,
        graph=drawn.graph,
        graph_path=drawn.path if drawn.graph else None,
        # What is served is what was checked, whatever becomes of the file.
        graph_source=zlib.compress(drawn.data, 1) if drawn.graph else b"",
        topics=MappingProxyType(dict(topics)),
        outline=outline,
        order=tuple(dict.fromkeys(i for i in reading_order(outline) if i in topics)),
        aliases=MappingProxyType(dict(drawn.aliases)),
    )
