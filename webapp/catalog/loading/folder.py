"""Reads one folder of a content tree, with front matter, maps and texts, into roadmaps."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from webapp.catalog.digest import digest
from webapp.catalog.files import LARGEST_GRAPH, Tree, decode
from webapp.catalog.findings import Finding, Findings
from webapp.catalog.front_matter.parse import parse_front_matter
from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.inference.infer import infer_outline
from webapp.catalog.ledger import LedgerEntry
from webapp.catalog.ledgers.files import read_ledger
from webapp.catalog.links import SlugLookup
from webapp.catalog.loading.map_file import MapFile
from webapp.catalog.loading.promotion import without_promotion
from webapp.catalog.loading.requirements import with_requirements
from webapp.catalog.loading.same import same_by_map
from webapp.catalog.loading.stray_files import report_stray_files
from webapp.catalog.loading.variant_slug import variant_name, variant_slug
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.maps.twins import merge_twins
from webapp.catalog.model import Entry, Graph, Roadmap, SameAs, Topic, reading_order
from webapp.catalog.outline_file.read import (
    LARGEST_OUTLINE,
    AuthoredOutline,
    authored_outline,
    outline_path,
)
from webapp.catalog.slug import readable
from webapp.catalog.texts.list_outline import outline_without_map
from webapp.catalog.texts.text_files import Texts, find_texts
from webapp.catalog.texts.topics import join_topics

MOST_EMPTY = 20
NODE_PLACE = re.compile(r"(?:node|topic) (?P<id>[A-Za-z0-9_-]+)(?:\.|\Z)")


class FolderReader:
    """Reads a folder and reports into `found` what is wrong with it."""

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
        """Returns the roadmap and its variants; nothing where the folder holds none that can be served."""
        first = len(self._found.collected)
        header = self._folder / f"{self._slug}.md"
        front, header_data = self._front_matter(header)
        drawn = self._map(self._folder / f"{self._slug}.json") if front else MapFile(header, is_broken=True)
        if front is None or drawn.is_broken:
            return ()
        if drawn.data and drawn.graph is None:
            what = f"it is {drawn.kind}; the topics are shown as a list"
            self._about(drawn.path).warning("nodes", what, 'A graph is {"nodes": [...], "edges": [...]}.')
        content = self._folder / "content"
        report_stray_files(self._folder, self._tree, self._about(self._folder))
        texts = find_texts(content, self._tree, self._about(content), names_alone=not drawn.has_topics)
        drawn = self._without_idle_map(drawn, texts)
        outline, outline_data = self._authored_outline(drawn.graph, texts)
        variants = [m for m in map(self._variant, self._other_maps()) if m.graph]
        ledger, ledger_data = read_ledger(self._folder, self._tree, self._found)
        topics = self._topics(front, drawn, texts, variants, ledger)
        topics = with_requirements(topics, drawn, outline.topics, self._about(drawn.path))
        if not topics and not variants and not header.exists():
            return ()
        self._report_gaps(front, header, topics, texts, has_map=drawn.graph is not None)
        self._name_lines(first, drawn.path, outline.lines)
        files = (header_data, drawn.data, outline_data, *_bytes_of(texts), *filter(None, [ledger_data]))
        roadmap = replace(self._roadmap(front, digest(self._identity + files)), ledger=ledger)
        same = outline.same if outline.entries is not None else self._same_by_map(drawn, topics)
        return (
            replace(_with_map(roadmap, drawn, topics, texts, outline.entries), same=same),
            *(self._as_roadmap(m, roadmap, texts, topics) for m in variants),
        )

    def _without_idle_map(self, drawn: MapFile, texts: Texts) -> MapFile:
        """Returns no map in place of one that leads to none of the texts: a list does."""
        if drawn.graph is None or drawn.has_topics or not texts.files:
            return drawn
        what = "nothing on the map is a topic; the texts are shown as a list"
        self._about(drawn.path).warning("nodes", what, "Draw the topics, or remove the file.")
        return replace(drawn, graph=None, aliases={})

    @property
    def _identity(self) -> tuple[bytes, ...]:
        # Which other roadmaps there are decides where some links lead.
        led = " ".join(f"{old}={new}" for old, new in sorted(self._slugs.led.items()))
        return self._slug.encode(), f"{' '.join(sorted(self._slugs.here))} {led}".encode()

    def _authored_outline(self, graph: Graph | None, texts: Texts) -> tuple[AuthoredOutline, bytes]:
        """Returns the outline that the author wrote and the bytes of its file."""
        path = outline_path(self._folder)
        about = self._about(path)
        data = self._tree.read(path, about, LARGEST_OUTLINE) if path.exists() else None
        text = decode(data, about) if data is not None else None
        if text is None:
            return AuthoredOutline(), data or b""
        return authored_outline(text, self._slug, graph, texts, about), data or b""

    def _topics(
        self,
        front: FrontMatter,
        drawn: MapFile,
        texts: Texts,
        variants: Sequence[MapFile],
        ledger: Sequence[LedgerEntry],
    ) -> dict[str, Topic]:
        elsewhere = {i for m in variants if m.graph for i in m.graph.topic_ids}
        # Their texts may stay.
        gone = {i for entry in ledger if entry.kind in {"retired", "split"} for i in entry.ids}
        return join_topics(
            self._slug,
            drawn.graph,
            drawn.texts_of_topics(texts),
            self._slugs,
            self._tree.name(self._folder / "content"),
            self._about(drawn.path),
            front.has_topics,
            expected=elsewhere | gone,
        )

    def _name_lines(self, first: int, map_path: Path, lines: Mapping[str, int]) -> None:
        """Makes findings on a map's nodes findings on the lines from which the nodes were drawn."""
        map_name, outline_name = self._tree.name(map_path), self._tree.name(outline_path(self._folder))

        def moved(finding: Finding) -> Finding:
            node = NODE_PLACE.match(finding.place)
            line = lines.get(node["id"]) if node and finding.file == map_name else None
            return replace(finding, file=outline_name, place=f"line {line}") if line else finding

        self._found.relocate(first, moved)

    def _report_gaps(
        self, front: FrontMatter, header: Path, topics: Mapping[str, Topic], texts: Texts, has_map: bool
    ) -> None:
        about = self._about(header)
        for group in front.related_questions:
            what = f"there is no question group {group[:100]}; it is left out"
            about.note("relatedQuestions", what, "Remove it, or leave it for later.")
        if front.has_topics and not front.is_upcoming:
            self._report_empty([t for t in topics.values() if t.drawn and t.id in texts.files])
        if not front.is_upcoming and not topics:
            nothing = "nothing on the map is a topic"
            what = nothing if has_map else "the roadmap has neither a graph nor topics"
            about.warning("content", what, "Write them, or set isUpcoming: true.")
        if not front.title and header.exists():
            about.note("title", f"there is none; {self._title(front)!r} is shown", "Write one.")

    def _report_empty(self, topics: Sequence[Topic]) -> None:
        """Reports those texts of topics that hold a heading only."""
        empty = [t.title for t in topics if not t.text and not t.resources]
        if not empty:
            return
        about = self._about(self._folder / "content")
        shown = ", ".join(empty[:MOST_EMPTY]) + (
            f" and {len(empty) - MOST_EMPTY} more" if len(empty) > MOST_EMPTY else ""
        )
        count = "each of them" if len(empty) == len(topics) else f"{len(empty)} of {len(topics)}"
        what = f"texts are empty, {count}: {shown}"
        about.warning("texts", what, "Write what each topic is about below its heading.")

    def _roadmap(self, front: FrontMatter, version: str) -> Roadmap:
        title = self._title(front)
        return Roadmap(
            slug=self._slug,
            title=title,
            description=front.description,
            brief_title=front.brief_title or title,
            brief_description=front.brief_description or front.description,
            front=front,
            version=version,
            modified=front.schema.modified or front.schema.published,
        )

    def _title(self, front: FrontMatter) -> str:
        return front.title or front.brief_title or readable(self._slug)

    def _front_matter(self, header: Path) -> tuple[FrontMatter | None, bytes]:
        """Returns the front matter and its bytes; None if it keeps the roadmap from being served."""
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

    def _map(self, path: Path) -> MapFile:
        """Returns the map of a file with its twins merged; it is broken if the file cannot be read."""
        if not path.exists() and not path.is_symlink():
            return MapFile(path)
        about, before = self._about(path), len(self._found.collected)
        data = self._tree.read(path, about, LARGEST_GRAPH)
        text = decode(data, about) if data is not None else None
        graph = parse_graph(text, self._slugs, about) if text is not None else None
        if graph is None:
            return MapFile(path, data or b"", is_broken=self._has_error(before))
        if not self._keeps_promotion:
            graph = without_promotion(graph, about)
        merged, aliases = merge_twins(graph, about)
        return MapFile(path, data or b"", merged, aliases)

    def _other_maps(self) -> list[Path]:
        return sorted(
            p
            for p in self._folder.glob("*.json")
            if p.stem.lower() != self._slug and not p.name.startswith(".")
        )

    def _variant(self, path: Path) -> MapFile:
        """Returns another map of the folder; a file that is no graph (a mapping, a mock-up) is left alone."""
        found = self._map(path)
        if found.graph is None and not found.is_broken:
            self._about(path).note(
                "nodes", f"it is {found.kind}, and is left alone", "Nothing has to be done."
            )
        return found

    def _as_roadmap(
        self, drawn: MapFile, parent: Roadmap, texts: Texts, parent_topics: Mapping[str, Topic]
    ) -> Roadmap:
        """Returns a variant: a roadmap with its own address and marks that shares its parent's texts."""
        stem = variant_name(drawn.path.stem)
        slug = variant_slug(drawn.path.stem, self._slug)
        # A name that begins like the folder's is a title by itself.
        title = readable(stem if stem.startswith(self._slug.partition("-")[0]) else slug)
        front = FrontMatter(
            order=parent.front.order,
            has_topics=parent.front.has_topics,
            is_hidden=parent.front.is_hidden,
            is_upcoming=parent.front.is_upcoming,
            is_forkable=parent.front.is_forkable,
            tags=parent.front.tags,
            language=parent.front.language,
        )
        topics = join_topics(
            slug,
            drawn.graph,
            drawn.texts_of_topics(texts),
            self._slugs,
            self._tree.name(self._folder / "content"),
            self._about(drawn.path),
            front.has_topics,
            parent=parent_topics,
        )
        topics = with_requirements(topics, drawn, {}, self._about(drawn.path))
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
            ledger=parent.ledger,
        )
        return replace(_with_map(roadmap, drawn, topics, texts), same=self._same_by_map(drawn, topics))

    def _same_by_map(self, drawn: MapFile, topics: Mapping[str, Topic]) -> tuple[SameAs, ...]:
        return tuple(same_by_map(drawn, topics, self._tree.name(drawn.path)))

    def _about(self, path: Path) -> Findings:
        return self._found.of(self._tree.name(path))

    def _has_error(self, before: int) -> bool:
        return any(f.severity == "error" for f in self._found.collected[before:])


def _bytes_of(texts: Texts) -> Iterator[bytes]:
    for files in texts.files.values():
        for file in files:
            yield file.path.encode()
            yield file.data


def _with_map(
    roadmap: Roadmap,
    drawn: MapFile,
    topics: Mapping[str, Topic],
    texts: Texts,
    outline: tuple[Entry, ...] | None = None,
) -> Roadmap:
    """Returns the roadmap with its map, topics and outline, which is inferred where the author wrote none."""
    if outline is None:
        outline = infer_outline(drawn.graph) if drawn.graph else outline_without_map(topics, texts)
    return replace(
        roadmap,
        graph=drawn.graph,
        graph_path=drawn.path if drawn.graph else None,
        # The bytes that were checked are the ones that are served, even if the file changes.
        graph_source=zlib.compress(drawn.data, 1) if drawn.graph else b"",
        topics=MappingProxyType(dict(topics)),
        outline=outline,
        order=tuple(dict.fromkeys(i for i in reading_order(outline) if i in topics)),
        aliases=MappingProxyType({**texts.aliases, **drawn.aliases}),
    )
