"""Reads text files of a content tree: within the tree, within limits, and as UTF-8."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from webapp.catalog.findings import Findings
from webapp.catalog.sanitize import UNSAFE, sanitize

LARGEST_HEADER = 1024 * 1024
LARGEST_TEXT = 64 * 1024
DEEPEST = 20
LARGEST_GRAPH = 8 * 1024 * 1024
State = tuple[tuple[str, int, int, int], ...]


class Tree:
    """The files below a folder.

    With `keeps_files` their bytes stay in memory, and a file is read again only when its time or size has
    changed.
    """

    def __init__(self, root: Path, keeps_files: bool = False) -> None:
        self.root = root
        self._resolved = root.resolve()
        self._files_read: dict[Path, tuple[tuple[int, int], bytes]] | None = {} if keeps_files else None

    def look_again(self) -> None:
        """Follows the links to the root again, because they may lead to another tree now."""
        self._resolved = self.root.resolve()

    def holds(self, path: Path) -> bool:
        """Whether a path lies in the tree after all links are followed; not if they lead in a circle."""
        try:
            return self._is_inside(path)
        except (OSError, RuntimeError):
            return False

    def name(self, path: Path) -> str:
        """Returns the path of a file from the root of the tree, as findings name it."""
        return path.relative_to(self.root).as_posix()

    def read(self, path: Path, found: Findings, limit: int = LARGEST_HEADER) -> bytes | None:
        """Returns the bytes of a file.

        Returns None, with an error, if it lies outside the tree, is larger than `limit` or unreadable.
        """
        try:
            if not self._is_inside(path):
                found.error(
                    "file", "it is a link that leads out of the content tree", "Put the file itself there."
                )
                return None
            if not path.is_file():
                found.error("file", "it is not a plain file", "Put a plain file there.")
                return None
            stat = path.stat()
            if stat.st_size > limit:
                found.error(
                    "file",
                    f"it is larger than {limit // 1024} KB",
                    "Split it, or remove what does not belong there.",
                )
                return None
            return self._read(path, (stat.st_mtime_ns, stat.st_size))
        except (OSError, RuntimeError) as error:
            why = (error.strerror if isinstance(error, OSError) else None) or "its links lead in a circle"
            found.error("file", f"it cannot be read ({why})", "Check its permissions and links.")
            return None

    def states_below(self, folder: Path) -> dict[str, State]:
        """Returns for each entry of a folder the names, times, sizes and inodes of the files below it.

        They are the same as long as no file changes.
        """
        return {entry.name: tuple(sorted(self._states(entry))) for entry in _entries(folder)}

    def files_below(self, folder: Path, suffix: str, found: Findings | None = None) -> list[Path]:
        """Returns the files below a folder whose names end so, by name; links to folders are not followed.

        Folders whose files are left out are reported into `found`.
        """
        return sorted(
            Path(e.path)
            for entry in _entries(folder)
            for e in self._files(entry, False, found)
            if e.name.endswith(suffix)
        )

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self._resolved)

    def _states(self, entry: os.DirEntry[str]) -> Iterator[tuple[str, int, int, int]]:
        for file in self._files(entry, True):
            # A link may lead nowhere.
            with suppress(OSError):
                stat = file.stat()
                # Unpacking an archive sets the first of these times back, but never the second.
                yield file.path, max(stat.st_mtime_ns, stat.st_ctime_ns), stat.st_size, stat.st_ino

    def _files(
        self, entry: os.DirEntry[str], follows_links: bool, found: Findings | None = None
    ) -> Iterator[os.DirEntry[str]]:
        """Yields an entry if it is a file, else the files below it that lie in the tree.

        No folder is entered twice.
        """
        seen: set[str] = set()
        waiting = [(entry, 0)]
        while waiting:
            here, depth = waiting.pop()
            try:
                is_folder = here.is_dir()
            except OSError:
                is_folder = False
            if not is_folder:
                yield here
            elif here.is_symlink() and not follows_links:
                self._leave_out(here, "it is a link to a folder, which is not followed", found)
            elif depth >= DEEPEST:
                self._leave_out(here, f"more than {DEEPEST} folders lie in each other", found)
            elif (real := os.path.realpath(here.path)) not in seen and Path(real).is_relative_to(
                self._resolved
            ):
                seen.add(real)
                waiting += [(below, depth + 1) for below in self._entries(here, found)]

    def _entries(self, here: os.DirEntry[str], found: Findings | None) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(here.path) as entries:
                return list(entries)
        except OSError as error:
            self._leave_out(here, f"it cannot be read ({error.strerror})", found)
            return []

    def _leave_out(self, folder: os.DirEntry[str], why: str, found: Findings | None) -> None:
        if found is not None and not folder.name.startswith("."):
            remedy = "Put the folder itself there, and let the server read it."
            found.of(self.name(Path(folder.path))).warning("folder", f"its files are left out: {why}", remedy)

    def _read(self, path: Path, state: tuple[int, int]) -> bytes:
        if self._files_read is None:
            return path.read_bytes()
        known = self._files_read.get(path)
        if known is None or known[0] != state:
            known = self._files_read[path] = (state, path.read_bytes())
        return known[1]


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def decode(data: bytes, found: Findings) -> str | None:
    """Returns the text of UTF-8 bytes with plain line ends; None, with an error, for another encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.error("encoding", "it is UTF-16", "Save it as UTF-8.")
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        found.note(
            "encoding", "it starts with a byte order mark, which is left out", "Save it as UTF-8 without one."
        )
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        found.error("encoding", f"byte {error.start} is not UTF-8", "Save it as UTF-8.")
        return None
    if "\0" in text:
        found.error("encoding", "it holds NUL characters", "Remove them.")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if UNSAFE.search(text):
        found.warning("encoding", "it holds control characters, which are shown as \ufffd", "Remove them.")
    return sanitize(text)
