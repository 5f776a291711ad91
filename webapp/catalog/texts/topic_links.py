"""Links from one topic's text to another's: by the names of files, or by addresses of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

from webapp.catalog.links import safe_href
from webapp.catalog.texts.path_ids import OWN_TEXTS
from webapp.catalog.texts.text_files import TextFile

FOLDER = "roadmaps"
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
TAIL = re.compile(r"[?#].*", re.S)


class TopicLinks:
    """Where the links in the texts of a roadmap lead.

    `path_of` returns the address of a topic of this roadmap, or an empty string where there is none.
    """

    def __init__(
        self,
        slug: str,
        files: Mapping[str, Sequence[TextFile]],
        slugs: Container[str],
        path_of: Callable[[str], str],
    ) -> None:
        self._slug = slug
        self._slugs = slugs
        self._path_of = path_of
        self._ids: dict[str, str] = {}
        self._ids_by_slug: dict[str, set[str]] = {}
        for topic_id, own in files.items():
            for file in own:
                self._ids[file.path] = topic_id
                self._ids_by_slug.setdefault(file.slug, set()).add(topic_id)
                if not file.has_id:
                    self._ids.setdefault("/".join(file.place), topic_id)

    def resolve(self, address: str, here: str = "") -> str:
        """Returns the address of the page to which a link in the file `here` leads, or an empty string.

        Empty is also what is no link to a topic: an address of the web, or another page of this site.
        """
        tail = TAIL.search(address)
        path = unquote(address[: tail.start()] if tail else address)
        if not path or SCHEME.match(path) or path.startswith("//"):
            return ""
        if path.startswith("/"):
            first, _, name = path[1:].partition("/")
            found = self._named(name) if first == self._slug else ""
        else:
            found = self._relative(join(dirname(here), path))
        return found + (tail[0] if tail and found else "")

    def _relative(self, path: str) -> str:
        place = normpath(path)
        folders = normpath(join(FOLDER, self._slug, "content", place)).split("/")[:-1]
        if folders[:1] == [FOLDER] and "content" in folders and folders[1] != self._slug:
            return self._foreign(place)
        topic_id = next((self._ids[p] for p in _files_named(place) if p in self._ids), "")
        found = self._path_of(topic_id) if topic_id else ""
        return found or self._named(basename(place)) or self._foreign(place)

    def _named(self, name: str) -> str:
        """Returns the address of the topic that a file's name, `slug@id` or a slug names."""
        stem = name.removesuffix("/").removesuffix(".md")
        _, sign, topic_id = stem.rpartition("@")
        if sign:
            return self._path_of(topic_id)
        ids = self._ids_by_slug.get(stem, ())
        return self._path_of(next(iter(ids))) if len(ids) == 1 else ""

    def _foreign(self, place: str) -> str:
        """Returns the address of another roadmap, or of a topic of it, that a path in the tree names."""
        parts = normpath(join(FOLDER, self._slug, "content", place)).split("/")
        name = parts.pop().removesuffix(".md")
        folders = [p for p in parts if p not in {"content", FOLDER, ".."}]
        if "@" in name:
            return safe_href(f"/{folders[-1]}/{name}", self._slugs) if folders else ""
        is_header = parts[0] == FOLDER and (parts == [FOLDER] or parts == [FOLDER, name])
        return safe_href(f"/{name}", self._slugs) if is_header and name in self._slugs else ""


def _files_named(place: str) -> list[str]:
    """Returns the files that a path may mean."""
    own = [f"{place}/{name}.md" for stem in OWN_TEXTS for name in (stem, stem.upper(), stem.capitalize())]
    return [place, f"{place}.md", *own]
