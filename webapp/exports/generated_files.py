"""PDFs and pictures of roadmaps, generated once per content version and cached in a folder.

The folder can be deleted at any time.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from webapp.catalog.digest import code_version, digest
from webapp.catalog.model import Roadmap
from webapp.drawing.file_words import FileWords
from webapp.drawing.typesetting import CannotTypeset

CODE = Path(__file__).parent.parent
LONGEST_WAIT, RETRY_AFTER = 3.0, 600.0  # seconds
log = logging.getLogger("milepost.content")


class GeneratedFiles:
    """Generates and caches the files of roadmaps.

    A file is generated again if the content, the code, or the site's address, name or language has changed.
    Raises CannotTypeset if a file cannot be generated, or would have to wait too long for others.
    """

    def __init__(self, folder: Path, site_url: str, site_name: str) -> None:
        self._folder = folder
        self._site_url = site_url
        self._site_name = site_name
        self._lock = threading.Lock()
        self._failed: dict[str, tuple[float, str]] = {}

    def pdf(self, roadmap: Roadmap, words: FileWords) -> bytes:
        """Returns the roadmap as a PDF whose links lead to this site."""

        def make() -> bytes:
            from webapp.drawing.pdf import make_pdf

            return make_pdf(roadmap, self._site_url, words)

        return self._cached(roadmap, words, "pdf", make)

    def png(self, roadmap: Roadmap, words: FileWords) -> bytes:
        """Returns the share picture as a PNG."""

        def make() -> bytes:
            from webapp.drawing.share_picture import make_share_png

            return make_share_png(roadmap, self._site_name, words)

        return self._cached(roadmap, words, "png", make)

    def _cached(self, roadmap: Roadmap, words: FileWords, kind: str, make: Callable[[], bytes]) -> bytes:
        site = (self._site_url, self._site_name)
        texts = (words.title, words.facts, words.language)
        parts = (roadmap.version, *site, *texts, code_version(CODE))
        version = digest(part.encode() for part in parts)
        path = self._folder / f"{roadmap.slug}-{version}.{kind}"
        if (body := _read(path)) is not None:
            return body
        when, why = self._failed.get(path.name, (0.0, ""))
        if why and time.monotonic() - when < RETRY_AFTER:
            raise CannotTypeset(why)
        # One file at a time, because typesetting uses a whole core. The wait is short, because a waiting
        # thread cannot answer pages.
        if not self._lock.acquire(timeout=LONGEST_WAIT):
            raise CannotTypeset(f"{path.name} has to wait for others")
        try:
            if (body := _read(path)) is None:
                body = self._generate(path.name, make)
                self._store(path, body, f"{roadmap.slug}-{'[0-9a-f]' * len(version)}.{kind}")
            return body
        finally:
            self._lock.release()

    def _generate(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Generates a file. A failed one is not tried again for RETRY_AFTER seconds, to save time."""
        try:
            return make()
        except CannotTypeset as error:
            self._failed = {n: f for n, f in self._failed.items() if time.monotonic() - f[0] < RETRY_AFTER}
            self._failed[name] = (time.monotonic(), str(error))
            raise

    def _store(self, path: Path, body: bytes, same: str) -> None:
        """Writes a file and removes the older versions that match `same`. A failure is only logged."""
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(body)
            for older in self._folder.glob(same):
                older.unlink(missing_ok=True)
            unfinished.replace(path)
        except OSError as error:
            log.warning("content: %s cannot be cached (%s)", path, error.strerror)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
