"""`content import`: copies a tree from elsewhere into a clean one, and reports what was done to it."""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webapp.authoring.files import write_file
from webapp.authoring.fix import drawn_edges, fix_text, to_json
from webapp.catalog.catalog import Catalog
from webapp.catalog.files import LARGEST_GRAPH, Tree, decode
from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.loading.load import FOLDER, load
from webapp.catalog.loading.promotion import promotes
from webapp.catalog.model import Roadmap
from webapp.catalog.node_types import BUTTON_TYPES
from webapp.catalog.sanitize import sanitize
from webapp.catalog.slug import slug_of
from webapp.catalog.texts.text_files import TextFile, choose_text, find_texts

# What the editor of the format remembers for itself.
EDITOR_STATE = frozenset(
    {"selected", "dragging", "positionAbsolute", "zIndex", "resizing", "focusable", "deletable", "selectable"}
)
LONGEST_STEM = 150  # letters of a file's name before its @


class CannotImport(Exception):
    """Why a tree cannot be imported, as a sentence for people."""


@dataclass(slots=True)
class ImportReport:
    """What happened to one folder of the foreign tree, as sentences for people.

    `mended` was repaired, `dropped` is not in the new tree, `left` is for the author to do.
    """

    slug: str
    is_imported: bool = True
    mended: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def import_tree(source: Path, target: Path) -> list[ImportReport]:
    """Copies every roadmap of the tree at `source` to `target`; returns a report for each folder.

    A roadmap that is at `target` already stays as it is. Raises CannotImport if there is no tree, or if
    the target lies within it.
    """
    base = source / FOLDER
    if not base.is_dir():
        raise CannotImport(f"{base}: there is no such folder. Give the one that holds {FOLDER}/.")
    if target.resolve().is_relative_to(source.resolve()):
        raise CannotImport(f"{target} lies within {source}. Choose a folder beside it.")
    catalog = load(source, reserved=())
    reports = []
    for folder in sorted(p for p in base.iterdir() if p.is_dir() and not p.name.startswith(".")):
        report = ImportReport(folder.name)
        reports.append(report)
        if folder.name not in catalog.roadmaps:
            report.is_imported = False
            why = [
                f"{f.place}: {f.message}. {f.remedy}"
                for f in catalog.errors
                if f.file.split("/")[1:2] == [folder.name]
            ]
            report.dropped += why or ["there is neither a map nor a text in it"]
        elif os.path.lexists(target / FOLDER / folder.name):
            report.is_imported = False
            report.left.append(f"{target / FOLDER / folder.name} is there already and stays as it is")
        else:
            _import_folder(folder, Tree(source), target / FOLDER, catalog, report)
    _add_remaining_findings(reports, target)
    others = sorted(p.name for p in source.iterdir() if p.name != FOLDER and not p.name.startswith("."))
    not_roadmaps = [
        ImportReport(other, is_imported=False, left=["it is no part of the roadmaps"]) for other in others
    ]
    return reports + not_roadmaps


def _import_folder(folder: Path, tree: Tree, base: Path, catalog: Catalog, report: ImportReport) -> None:
    """Imports a folder, or leaves nothing of it behind if a file cannot be written."""
    base.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=base, prefix=".", suffix=".new"))
    try:
        _FolderImport(folder, tree, unfinished, catalog, report).run()
        unfinished.chmod(0o755)
        unfinished.rename(base / folder.name)
    except (OSError, ValueError, RecursionError) as error:
        report.is_imported, report.mended, report.left = False, [], []
        report.dropped = [f"it cannot be written ({error})"]
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _add_remaining_findings(reports: Sequence[ImportReport], target: Path) -> None:
    """Adds to `left` what a check of the new tree still finds."""
    imported = {report.slug: report for report in reports if report.is_imported}
    for finding in load(target, reserved=()).findings if imported else ():
        _, slug, file = (*finding.file.split("/", 2), "", "")[:3]
        # A text without a node is a note, but whoever takes a tree over wants to know of it.
        if (finding.severity != "note" or finding.place == "id") and slug in imported:
            imported[slug].left.append(f"{file}: {finding.place}: {finding.message}. {finding.remedy}")


class _FolderImport:
    def __init__(
        self, folder: Path, tree: Tree, target: Path, catalog: Catalog, report: ImportReport
    ) -> None:
        self._folder = folder
        self._slug = folder.name
        self._tree = tree
        self._target = target
        self._catalog = catalog
        self._slugs: Collection[str] = catalog.roadmaps.keys()
        self._report = report

    def run(self) -> None:
        roadmap = self._catalog.roadmaps[self._slug]
        self._front_matter(roadmap)
        maps = [roadmap, *self._catalog.variants_of(self._slug)]
        for one in maps:
            if one.graph_path:
                self._map(one, one.graph_path)
        self._texts(roadmap)
        self._others(maps)

    def _front_matter(self, roadmap: Roadmap) -> None:
        path = self._folder / f"{self._slug}.md"
        text = self._text(path) if path.exists() else None
        if text is not None and not text.startswith("---"):
            if text.strip():
                self._report.dropped.append(f"{path.name}: its words, which no front matter holds")
            text = None
        if text is None or not roadmap.front.title:
            # Only the title is added, which the address has already; the author has to write the rest.
            _, _, rest = (text or "---\n---\n").partition("\n")
            text = f"---\ntitle: {json.dumps(roadmap.title, ensure_ascii=False)}\n{rest}"
            self._report.mended.append(
                f"{path.name}: it has a title now, "
                f"{roadmap.title!r}; a description and tags are for you to write"
            )
        write_file(self._target / path.name, text)

    def _map(self, roadmap: Roadmap, path: Path) -> None:
        text = self._text(path, LARGEST_GRAPH)
        data: dict[str, Any] = json.loads(text) if text else {}
        read = {n.id for n in roadmap.graph.nodes} | roadmap.aliases.keys() if roadmap.graph else set()
        nodes: dict[str, Any] = {}
        for raw in data.get("nodes", ()):
            name = raw.get("id") if isinstance(raw, dict) else None
            name = name if isinstance(name, str) else ""
            if name not in read or name in nodes:
                self._report.dropped.append(f"{path.name}: node {str(name)[:64]} cannot be drawn")
            elif (clean := self._node(raw, path.name)) is not None:
                nodes[name] = clean
        rows, dropped = drawn_edges(data.get("edges"), nodes.keys())
        edges = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        if dropped:
            self._report.dropped.append(f"{path.name}: {dropped} edges that are not drawn")
        graph = {"nodes": list(nodes.values()), "edges": [_without_state(e) for e in edges]}
        text = to_json(graph)
        if text is None:
            text = to_json(_writable(graph))
            self._report.mended.append(f"{path.name}: numbers and letters that are none are left out")
        if text is None:
            raise ValueError(f"a value of {path.name} cannot be written")
        write_file(self._target / f"{roadmap.slug}.json", text + "\n")

    def _node(self, raw: dict[str, Any], file: str) -> dict[str, Any] | None:
        """Returns a node without the editor's state and with links to this site where it has the page.

        Returns None for a button or a link group that only promotes the site of origin.
        """
        node = _without_state(raw)
        data = node["data"] = dict(raw["data"]) if isinstance(raw.get("data"), dict) else {}
        data.pop("oldId", None)
        if data.get("href"):
            data["href"] = self._address(str(data["href"]))
            if raw.get("type") in BUTTON_TYPES and promotes(data["href"]):
                self._report.dropped.append(
                    f"{file}: the button {str(data.get('label'))[:80]!r} that promotes {data['href'][:200]}"
                )
                return None
        if isinstance(data.get("links"), list):
            rows = [
                {**row, "url": self._address(str(row.get("url", "")))}
                for row in data["links"]
                if isinstance(row, dict)
            ]
            data["links"] = [row for row in rows if not promotes(row["url"])]
            if len(data["links"]) < len(rows):
                gone = ", ".join(str(row["url"])[:200] for row in rows if promotes(row["url"]))
                self._report.dropped.append(f"{file}: links that promote the site of origin: {gone}")
                if not data["links"]:
                    return None
        return node

    def _address(self, address: str) -> str:
        found = safe_href(address, self._slugs)
        if found and found != address:
            self._report.mended.append(f"{address[:200]} is {found[:200]}")
        return found or address

    def _texts(self, roadmap: Roadmap) -> None:
        found = Findings("content")
        texts = find_texts(self._folder / "content", self._tree, found, names_alone=roadmap.graph is None)
        maps = [roadmap, *self._catalog.variants_of(self._slug)]
        for topic_id, files in texts.files.items():
            drawn = [t for m in maps if (t := m.topics.get(topic_id)) and t.drawn]
            stems = dict.fromkeys(slug_of(t.label) for t in drawn)
            # Each map shows the text that is named as its label; the roadmap's own goes first.
            chosen = {choose_text(files, stem).path: stem for stem in reversed(stems)}
            if not chosen:
                # A topic that no map draws takes its slug from its file: its page keeps its address.
                topic = roadmap.topic(topic_id)
                file = choose_text(files, topic.slug if topic else "")
                chosen = {file.path: file.slug}
            for file in files:
                if file.path in chosen:
                    self._write_text(file, f"{chosen[file.path][:LONGEST_STEM]}@{topic_id}.md")
                else:
                    self._report.dropped.append(f"content/{file.path}: another text of the same topic")
        unread = (f for f in found.collected if f.severity == "error" or "left out" in f.message)
        self._report.dropped += (
            f"{f.file.removeprefix(f'{FOLDER}/{self._slug}/')}: {f.message}" for f in unread
        )

    def _write_text(self, file: TextFile, new_name: str) -> None:
        text = decode(file.data, Findings(file.path))
        if text is None:
            self._report.dropped.append(f"content/{file.path}: it cannot be read")
            return
        fixed, done = fix_text(text)
        self._report.mended += (f"content/{new_name}: {what}" for what in done)
        if not file.has_id:
            self._report.mended.append(f"content/{new_name} has the id of its path in its name")
        elif file.path != new_name:
            self._report.mended.append(f"content/{file.path} is content/{new_name}")
        write_file(self._target / "content" / new_name, fixed if fixed.endswith("\n") else fixed + "\n")

    def _others(self, maps: Sequence[Roadmap]) -> None:
        """Copies the author's outline, and reports the files that are no part of the format."""
        outline = self._folder / f"{self._slug}.outline.md"
        if text := self._text(outline) if outline.exists() else None:
            write_file(self._target / outline.name, text)
        used = {f"{self._slug}.md", outline.name, *(m.graph_path.name for m in maps if m.graph_path)}
        why = {
            f.file.rpartition("/")[2]: f.message
            for f in self._catalog.errors
            if f.file.split("/")[1:2] == [self._slug]
        }
        for path in self._tree.files_below(self._folder, ""):
            name = path.relative_to(self._folder).as_posix()
            if name not in used and not (name.startswith("content/") and name.endswith(".md")):
                what = "it is no map" if name.endswith(".json") else "it is no part of the format"
                self._report.dropped.append(f"{name}: {why.get(path.name, what)}")

    def _text(self, path: Path, limit: int = 1024 * 1024) -> str | None:
        found = Findings(path.name)
        data = self._tree.read(path, found, limit)
        return decode(data, found) if data is not None else None


def _without_state(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k not in EDITOR_STATE}


def _writable(value: Any) -> Any:
    """Returns a value of JSON without numbers and letters that no file can hold."""
    if isinstance(value, dict):
        return {sanitize(k): _writable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_writable(v) for v in value]
    if isinstance(value, str):
        return sanitize(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value
