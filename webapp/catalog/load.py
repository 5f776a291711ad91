"""Reads a content tree into a catalogue. Bad content never raises: it is reported, and the rest is served."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from webapp.catalog.files import LARGEST_GRAPH, decode, read_bytes
from webapp.catalog.findings import Findings
from webapp.catalog.front_matter import parse_front_matter
from webapp.catalog.graph import parse_graph
from webapp.catalog.header import FrontMatter
from webapp.catalog.model import Catalog, Entry, Graph, Roadmap
from webapp.catalog.outline import outline_of, reading_order
from webapp.catalog.outline_findings import check_outline_file, outline_path
from webapp.catalog.slug import SLUG, readable
from webapp.catalog.topics import find_texts, join_topics
from webapp.catalog.twins import merge_twins

RESERVED_SLUGS = frozenset(
    [
        "roadmaps",
        "tags",
        "tag",
        "search",
        "login",
        "logout",
        "signup",
        "me",
        "u",
        "static",
        "jsons",
        "pdfs",
        "dev",
        "healthz",
        "readyz",
        "metrics",
        "forgot-password",
        "reset-password",
        "verify-email",
        "best-practices",
        "guides",
        "videos",
        "projects",
        "questions",
        "question-groups",
        "authors",
        "embed",
        "api",
        "admin",
        "feeds",
        "rss",
        "atom",
        "feed",
        "sitemap",
        "robots",
        "llms",
        "about",
        "help",
        "privacy",
        "terms",
        "settings",
        "account",
        "teams",
    ]
)
FOLDER = "roadmaps"


def load(root: Path, reserved: Collection[str] = RESERVED_SLUGS) -> Catalog:
    """The catalogue of the tree at `root`, with a finding for everything in it that is not as the format says."""
    found = Findings(FOLDER)
    base = root / FOLDER
    if not base.is_dir():
        found.error("folder", "there is none", f"Make {FOLDER}/<slug>/<slug>.md.")
        return Catalog(MappingProxyType({}), tuple(found.collected), _digest([]))
    folders = _usable_folders(base, root, reserved, found)
    slugs = frozenset(f.name for f in folders)
    loaded = (_load_roadmap(folder, root, slugs, found) for folder in folders)
    roadmaps = {r.slug: r for r in loaded if r is not None}
    for slug, roadmap in roadmaps.items():
        roadmaps[slug] = _with_known_relations(roadmap, roadmaps.keys(), found)
    version = _digest([r.version.encode() for r in roadmaps.values()])
    return Catalog(MappingProxyType(roadmaps), tuple(found.collected), version)


def _usable_folders(base: Path, root: Path, reserved: Collection[str], found: Findings) -> list[Path]:
    usable: list[Path] = []
    seen: dict[str, str] = {}
    for folder in sorted(base.iterdir()):
        about = found.of(f"{FOLDER}/{folder.name}")
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        if not folder.resolve().is_relative_to(root.resolve()):
            about.error("folder", "it is a link that leads out of the content tree", "Put the folder itself there.")
        elif folder.name.lower() in reserved:
            about.error("slug", f"/{folder.name} is an address of the site", "Give the folder another name.")
        elif not SLUG.match(folder.name):
            about.error("slug", "it is no slug", "Use small letters, digits and -, beginning with a letter or digit.")
        elif folder.name.lower() in seen:
            about.error("slug", f"it differs from {seen[folder.name.lower()]} by case only", "Give it another name.")
        else:
            seen[folder.name.lower()] = folder.name
            usable.append(folder)
    return usable


def _load_roadmap(folder: Path, root: Path, slugs: Collection[str], found: Findings) -> Roadmap | None:
    slug = folder.name
    read: list[bytes] = []
    front = FrontMatter()
    header = folder / f"{slug}.md"
    about = found.of(f"{FOLDER}/{slug}/{slug}.md")
    before = len(found.collected)
    if header.exists() or header.is_symlink():
        data = read_bytes(header, root, about)
        text = decode(data, about) if data is not None else None
        if data is None or text is None:
            return None
        read.append(data)
        front = parse_front_matter(text, about)
        if any(f.severity == "error" for f in found.collected[before:]):
            return None
    else:
        about.warning("file", "there is no front matter", "Write a title, a description and tags into it.")
    graph_path = folder / f"{slug}.json"
    graph, aliases, is_broken = _load_graph(graph_path, root, slugs, found, read)
    if is_broken:
        return None
    if outline_path(folder).exists():
        check_outline_file(outline_path(folder), root, graph, found.of(f"{FOLDER}/{slug}/{slug}.outline.md"))
    texts = find_texts(folder / "content", root, found.of(f"{FOLDER}/{slug}/content"))
    for alias, shown in aliases.items():
        # A text of the hidden twin serves the one that is shown, where that has none.
        hidden = texts.pop(alias, None)
        if hidden is not None:
            texts.setdefault(shown, hidden)
    read += [part for files in texts.values() for name, data in files for part in (name.encode(), data)]
    about_graph = found.of(f"{FOLDER}/{slug}/{slug}.json")
    topics = join_topics(slug, graph, texts, slugs, f"{FOLDER}/{slug}/content", about_graph, front.has_topics)
    if not topics and not header.exists():
        return None
    outline = (
        outline_of(graph)
        if graph
        else tuple(Entry("topic", t.label, t.id) for t in sorted(topics.values(), key=lambda t: t.label.casefold()))
    )
    for group in front.related_questions:
        about.note("relatedQuestions", f"there is no question group {group[:100]}; it is left out", "Remove it, or leave it for later.")
    if not front.is_upcoming and not topics:
        about.warning("content", "the roadmap has neither a graph nor topics", "Write them, or set isUpcoming: true.")
    title = front.title or front.brief_title or readable(slug)
    return Roadmap(
        slug=slug,
        title=title,
        description=front.description,
        brief_title=front.brief_title or title,
        brief_description=front.brief_description or front.description,
        front=front,
        graph=graph,
        graph_path=graph_path if graph else None,
        topics=MappingProxyType(topics),
        outline=outline,
        order=tuple(dict.fromkeys(i for i in reading_order(outline) if i in topics)),
        aliases=MappingProxyType(aliases),
        version=_digest([slug.encode(), *read]),
        modified=front.schema.modified or front.schema.published,
    )


def _load_graph(
    path: Path, root: Path, slugs: Collection[str], found: Findings, read: list[bytes]
) -> tuple[Graph | None, dict[str, str], bool]:
    """The graph, its twins, and whether the file is there but cannot be served."""
    about = found.of(str(path.relative_to(root)))
    if not path.exists() and not path.is_symlink():
        return None, {}, False
    data = read_bytes(path, root, about, LARGEST_GRAPH)
    text = decode(data, about) if data is not None else None
    if data is None or text is None:
        return None, {}, True
    read.append(data)
    before = len(found.collected)
    graph = parse_graph(text, slugs, about)
    if graph is None:
        is_broken = any(f.severity == "error" for f in found.collected[before:])
        if not is_broken:
            about.warning(
                "nodes",
                "it is no graph; the topics are shown as a list",
                'A graph is {"nodes": [...], "edges": [...]}.',
            )
        return None, {}, is_broken
    merged, aliases = merge_twins(graph, about)
    return merged, aliases, False


def _with_known_relations(roadmap: Roadmap, slugs: Collection[str], found: Findings) -> Roadmap:
    related = roadmap.front.related_roadmaps
    unknown = [s for s in related if s not in slugs]
    if not unknown:
        return roadmap
    about = found.of(f"{FOLDER}/{roadmap.slug}/{roadmap.slug}.md")
    for slug in unknown:
        about.warning("relatedRoadmaps", f"there is no roadmap {slug[:100]}; it is left out", "Correct or remove it.")
    kept = tuple(s for s in related if s in slugs)
    return replace(roadmap, front=replace(roadmap.front, related_roadmaps=kept))


def _digest(parts: list[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:12]
