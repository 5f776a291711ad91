"""PDFs and pictures of roadmaps, generated once per content version and cached in a folder.

The folder can be deleted at any time.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.catalog.digest import code_version, digest
from webapp.catalog.model import Roadmap
from webapp.catalog.whole_files import write_whole
from webapp.drawing.file_words import FileWords, RecordWords
from webapp.drawing.own_colors import OwnColors
from webapp.drawing.typesetting import CannotTypeset

CODE = Path(__file__).parent.parent
LONGEST_WAIT, RETRY_AFTER = 3.0, 600.0  # seconds
# Of a process's eight threads: one that generates, and one that waits.
MOST_THREADS = 2
TURN_SECONDS = 0.05
log = logging.getLogger("milepost.content")


class OthersFirst(Exception):
    """Other files are being generated; this one has to be asked for again."""


class GeneratedFiles:
    """Generates and caches the files of roadmaps, one at a time for all processes that share the folder.

    A file is generated again if the content, the code, or the site's address, name or language has changed.
    Raises CannotTypeset if a file cannot be generated, and OthersFirst.
    """

    def __init__(self, folder: Path, site_url: str, site_name: str) -> None:
        self._folder = folder
        self._site_url = site_url
        self._site_name = site_name
        self._threads = threading.BoundedSemaphore(MOST_THREADS)
        self._lock = threading.Lock()
        self._failed: dict[str, tuple[float, str]] = {}

    def pdf(self, roadmap: Roadmap, words: FileWords) -> bytes:
        """Returns the roadmap as a PDF whose links lead to this site."""

        def make() -> bytes:
            from webapp.drawing.pdf import make_pdf

            return make_pdf(roadmap, self._site_url, words)

        return self._cached(roadmap, words, "map", "pdf", make)

    def own_pdf(self, roadmap: Roadmap, own: OwnColors, words: FileWords) -> bytes:
        """Returns the roadmap as a PDF in a learner's own colors. It is not kept."""
        from webapp.drawing.pdf import make_pdf

        with self._turn():
            return make_pdf(roadmap, self._site_url, words, own)

    def share_picture(self, roadmap: Roadmap, words: FileWords) -> bytes:
        """Returns the share picture as a PNG."""

        def make() -> bytes:
            from webapp.drawing.share_picture import make_share_png

            return make_share_png(roadmap, self._site_name, words)

        return self._cached(roadmap, words, "share", "png", make)

    def record_picture(self, roadmap: Roadmap, code: str, own: OwnColors, words: RecordWords) -> bytes:
        """Returns the share picture of the record with that code, in the colors of what was walked."""

        def make() -> bytes:
            from webapp.drawing.record_picture import make_record_png

            return make_record_png(roadmap, own, self._site_name, words)

        texts = (words.title, words.line, words.days, words.typst_language)
        return self._kept(_record_name(roadmap, code), (roadmap.version, *own.statuses, *texts), "png", make)

    def record_pdf(self, roadmap: Roadmap, code: str, own: OwnColors, words: FileWords) -> bytes:
        """Returns the roadmap as a PDF for readers of a record, in the colors of what was walked."""

        def make() -> bytes:
            from webapp.drawing.pdf import make_pdf

            return make_pdf(roadmap, self._site_url, words, own)

        texts = (words.title, words.facts, words.language, *own.statuses)
        return self._kept(_record_name(roadmap, code), (roadmap.version, *texts), "pdf", make)

    def _cached(
        self, roadmap: Roadmap, words: FileWords, kind: str, form: str, make: Callable[[], bytes]
    ) -> bytes:
        """Returns a file of a `kind`, which tells it from others of the same `form`."""
        texts = (words.title, words.facts, words.language)
        # No slug has a dot in it.
        return self._kept(f"{roadmap.slug}.{kind}", (roadmap.version, *texts), form, make)

    def _kept(self, name: str, shown: Iterable[str], form: str, make: Callable[[], bytes]) -> bytes:
        """Returns a file of which there is one at a time, made again when what it shows has changed."""
        parts = (*shown, self._site_url, self._site_name, code_version(CODE))
        version = digest(part.encode() for part in parts)
        path = self._folder / f"{name}.{version}.{form}"
        if (body := _read(path)) is not None:
            return body
        when, why = self._failed.get(path.name, (0.0, ""))
        if why and time.monotonic() - when < RETRY_AFTER:
            raise CannotTypeset(why)
        with self._turn():
            if (body := _read(path)) is None:
                body = self._generate(path.name, make)
                self._store(path, body, f"{name}.*.{form}")
            return body

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Waits a moment for the others: typesetting uses a whole core, and waiting a thread. Raises
        OthersFirst.
        """
        if not self._threads.acquire(blocking=False):
            raise OthersFirst
        try:
            end = time.monotonic() + LONGEST_WAIT
            if not self._lock.acquire(timeout=LONGEST_WAIT):
                raise OthersFirst
            try:
                with self._turn_of_process(end):
                    yield
            finally:
                self._lock.release()
        finally:
            self._threads.release()

    @contextmanager
    def _turn_of_process(self, end: float) -> Iterator[None]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._folder / "turn.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            # Where nothing can be written, each process has a turn of its own.
            yield
            return
        try:
            while not _is_locked(handle):
                if time.monotonic() > end:
                    raise OthersFirst
                time.sleep(TURN_SECONDS)
            yield
        finally:
            os.close(handle)

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
        try:
            for older in self._folder.glob(same):
                older.unlink(missing_ok=True)
            write_whole(path, body)
        except OSError as error:
            log.warning("content: %s cannot be cached (%s)", path, error.strerror)


def _record_name(roadmap: Roadmap, code: str) -> str:
    """Does not show the code, which is known to those only to whom its owner gave it."""
    return f"{roadmap.slug}.record-{digest([code.encode()])}"


def _is_locked(handle: int) -> bool:
    """Locks a file for this process, if no other one has locked it; closing it ends that."""
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
