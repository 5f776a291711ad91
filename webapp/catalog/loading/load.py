"""Reads a content tree into a catalog. Bad content never raises: it is reported, and the rest is served."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from webapp.catalog.catalog import Catalog, moved_slugs, version_of
from webapp.catalog.equals import report_same
from webapp.catalog.files import State, Tree
from webapp.catalog.findings import Findings
from webapp.catalog.ledgers.files import report_ledgers
from webapp.catalog.links import SlugLookup, topic_key
from webapp.catalog.loading.cache import FolderCache, FolderRead
from webapp.catalog.loading.folder import FolderReader
from webapp.catalog.loading.naming import name_roadmaps, names_of
from webapp.catalog.loading.stray_files import is_for_authors
from webapp.catalog.model import Roadmap
from webapp.catalog.named_files import report_named_files
from webapp.catalog.slug import SLUG

FOLDER = "roadmaps"
MOST_GUESSES = 20  # a guess compares a slug with all others
BEGIN = f"`content new <slug>` begins one, in {FOLDER}/<slug>/."
log = logging.getLogger("milepost.content")


def load(root: Path, reserved: Collection[str], keeps_promotion: bool = True) -> Catalog:
    """Returns the catalog of the tree at `root`, with a finding for everything that breaks the format.

    `reserved` are slugs that are addresses of the site itself.
    """
    return Loader(root, reserved, keeps_promotion).load()


class Loader:
    """Reads a tree, and later only those folders of it that have changed.

    `reserved` are slugs that are addresses of the site itself. Unless it `keeps_promotion`, buttons that
    promote the site of origin are left out. With `keeps_files` the bytes of files stay in memory, so that
    in a folder that has changed only the changed files are read. `check_drawable` is called with each
    roadmap; if it raises, the folder is reported as unreadable. `cache_path` names a file in which what
    was read is cached for the next start, signed by `cache_key`.
    """

    def __init__(
        self,
        root: Path,
        reserved: Collection[str],
        keeps_promotion: bool = True,
        keeps_files: bool = False,
        cache_path: Path | None = None,
        cache_key: bytes = b"",
        check_drawable: Callable[[Roadmap], None] = lambda _: None,
    ) -> None:
        self._base = root / FOLDER
        self._tree = Tree(root, keeps_files)
        self._reserved = reserved
        self._keeps_promotion = keeps_promotion
        self._check_drawable = check_drawable
        self._cache = (
            FolderCache(cache_path, "all" if keeps_promotion else "without promotion", cache_key)
            if cache_path
            else None
        )
        self._read: dict[str, FolderRead] = self._cache.read() if self._cache else {}
        self._states: dict[str, State] = {}
        self._named_before: dict[str, tuple[Roadmap, Roadmap]] = {}

    def has_changed(self) -> bool:
        """Whether a file of the tree has changed since it was loaded."""
        return self._tree.states_below(self._base) != self._states

    def load(self, known: Mapping[str, Roadmap] = MappingProxyType({})) -> Catalog:
        """Returns the catalog of the tree as it is now.

        Roadmaps that are `known` count as present where they cannot be read any more, because they go on
        being served: links to them stay.
        """
        self._tree.look_again()
        found = Findings(FOLDER)
        if not self._base.is_dir():
            found.error("folder", "there is none", BEGIN)
            return Catalog(MappingProxyType({}), tuple(found.collected), version_of({}))
        self._states = self._tree.states_below(self._base)
        folders = self._usable_folders(found)
        if not folders and not found.collected:
            found.error("folder", "there is no roadmap in it", BEGIN)
        before = self._read
        # Which roadmaps can be served is known when all are read. Folders with links to one that cannot are
        # then read once more.
        served = self._among({f.name for f in folders}, {}, folders, Findings(FOLDER), is_final=False)
        moved = moved_slugs(name_roadmaps(served, self._reserved, Findings(FOLDER)))
        failed = {
            name for name, read in self._read.items() if any(f.severity == "error" for f in read.findings)
        }
        failed |= {f.file.partition("/")[2] for f in found.collected if f.severity == "error"}
        kept = {s: r for s, r in known.items() if (r.parent or s) in failed}
        here = {**kept, **served}
        roadmaps = self._among(here.keys() | _topic_keys(here.values()), moved, folders, found, is_final=True)
        if self._cache and self._read != before:
            self._cache.write(self._read)
        roadmaps = self._named(roadmaps, found)
        for slug, roadmap in roadmaps.items():
            roadmaps[slug] = _with_known_relations(roadmap, here.keys(), moved, found)
        report_named_files(roadmaps, self._reserved, found)
        report_ledgers(roadmaps, moved, found)
        report_same(roadmaps, moved, found)
        # A variant shares the texts of its parent and so repeats their findings.
        findings = tuple(dict.fromkeys(found.collected))
        return Catalog(MappingProxyType(roadmaps), findings, version_of(roadmaps))

    def _among(
        self,
        slugs: Set[str],
        moved: Mapping[str, str],
        folders: Sequence[Path],
        found: Findings,
        is_final: bool,
    ) -> dict[str, Roadmap]:
        """Returns the roadmaps of the folders, given the slugs that links may lead to, and former ones.

        Unless it `is_final`, folders whose links would lead elsewhere are not read again.
        """
        before, self._read = self._read, {}
        names = {f.name for f in folders}
        roadmaps: dict[str, Roadmap] = {}
        for folder in folders:
            known, state = before.get(folder.name), self._states.get(folder.name, ())
            is_known = known and (known.holds(state, slugs, moved) if is_final else known.state == state)
            read = self._read[folder.name] = (
                known if known and is_known else self._folder(folder, state, slugs, moved)
            )
            found.collected += read.findings
            for roadmap in read.roadmaps:
                taken = roadmap.parent and (roadmap.slug in roadmaps or roadmap.slug in names)
                if taken or roadmap.slug in self._reserved:
                    place = f"{FOLDER}/{folder.name}/{roadmap.graph_path.name if roadmap.graph_path else ''}"
                    found.of(place).warning(
                        "slug", f"/{roadmap.slug} is another page already", "Give the variant another name."
                    )
                else:
                    roadmaps[roadmap.slug] = roadmap
        return roadmaps

    def _named(self, roadmaps: Mapping[str, Roadmap], found: Findings) -> dict[str, Roadmap]:
        """Returns the roadmaps with their names. What has not changed stays the same object, for caches."""
        named = name_roadmaps(roadmaps, self._reserved, found)
        for slug, roadmap in roadmaps.items():
            source, before = self._named_before.get(slug, (roadmap, roadmap))
            if source is roadmap and names_of(before) == names_of(named[slug]):
                named[slug] = before
        self._named_before = {slug: (roadmaps[slug], named[slug]) for slug in named}
        return named

    def _folder(self, folder: Path, state: State, slugs: Set[str], moved: Mapping[str, str]) -> FolderRead:
        found, asked = Findings(FOLDER), SlugLookup(slugs, moved)
        roadmaps: tuple[Roadmap, ...] = ()
        try:
            read = FolderReader(folder, self._tree, asked, found, self._keeps_promotion).read()
            for roadmap in read:
                self._check_drawable(roadmap)
            roadmaps = read
        except Exception as error:
            # A file that our code does not survive must not take the others with it.
            log.exception("content: %s cannot be read", folder.name)
            what = f"it cannot be read ({type(error).__name__}); the server's log says where"
            found.of(f"{FOLDER}/{folder.name}").error("folder", what, "Take back what was changed last.")
        return FolderRead(
            state,
            frozenset(asked.here),
            frozenset(asked.absent),
            roadmaps,
            tuple(found.collected),
            frozenset(asked.led.items()),
        )

    def _usable_folders(self, found: Findings) -> list[Path]:
        usable: list[Path] = []
        try:
            entries = sorted(self._base.iterdir())
        except OSError as error:
            found.error("folder", f"it cannot be read ({error.strerror})", "Check its permissions.")
            return usable
        for folder in entries:
            if folder.name.startswith("."):
                continue
            if not folder.is_dir():
                _report_file(folder, found)
            elif (fault := self._fault(folder)) is None:
                usable.append(folder)
            else:
                found.of(f"{FOLDER}/{folder.name}").error(*fault)
        return usable

    def _fault(self, folder: Path) -> tuple[str, str, str] | None:
        """Returns the place, the message and the remedy if a folder cannot be a roadmap."""
        if not self._tree.holds(folder):
            what = "it is a link that leads out of the content tree"
            return "folder", what, "Put the folder itself there."
        if folder.name.lower() in self._reserved:
            return "slug", f"/{folder.name} is an address of the site", "Give the folder another name."
        if not SLUG.match(folder.name):
            remedy = "Use small letters, digits and -, beginning with a letter or digit."
            return "slug", "it is no slug", remedy
        return None


def _report_file(path: Path, found: Findings) -> None:
    """Reports what lies beside the folders of roadmaps where it seems to be meant for one.

    It is an error where it has a roadmap's name: one that is served goes on being served then.
    """
    about = found.of(f"{FOLDER}/{path.name}")
    stem, _, ending = path.name.partition(".")
    if SLUG.match(path.name) and not is_for_authors(path.name):
        is_link = path.is_symlink() and not path.exists()
        what = "it is a link that leads nowhere" if is_link else "it is a file, and a roadmap is a folder"
        about.error("folder", what, "Put the folder of the roadmap there, or remove it.")
    elif ending in {"md", "json", "outline.md"} and not is_for_authors(path.name):
        what = "nothing reads the file: the files of a roadmap lie in its folder"
        about.warning("name", what, f"Move it to {FOLDER}/{stem}/{path.name}.")


def _topic_keys(roadmaps: Iterable[Roadmap]) -> set[str]:
    """Returns the topics that links may lead to."""
    return {topic_key(r.slug, i) for r in roadmaps for i in (*r.topics, *r.aliases)}


def _with_known_relations(
    roadmap: Roadmap, here: Set[str], moved: Mapping[str, str], found: Findings
) -> Roadmap:
    """Returns the roadmap with the present slugs of related roadmaps; what does not exist is reported."""
    related = tuple(dict.fromkeys(moved.get(s, s) for s in roadmap.front.related_roadmaps))
    unknown = [s for s in related if s not in here]
    if not unknown and related == roadmap.front.related_roadmaps:
        return roadmap
    about = found.of(f"{FOLDER}/{roadmap.slug}/{roadmap.slug}.md")
    for slug in unknown:
        near = difflib.get_close_matches(slug[:100], here, 1) if len(unknown) <= MOST_GUESSES else []
        remedy = f"Did you mean {near[0]}?" if near else "Correct or remove it."
        about.warning("relatedRoadmaps", f"there is no roadmap {slug[:100]}; it is left out", remedy)
    known = tuple(s for s in related if s in here)
    return replace(roadmap, front=replace(roadmap.front, related_roadmaps=known))
