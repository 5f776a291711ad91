"""PDFs and pictures: made once per content version and kept in a folder that can be deleted at any time."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from webapp.catalog.digest import code_version, digest
from webapp.catalog.model import Roadmap
from webapp.config import ROOT
from webapp.drawing.typesetting import CannotTypeset

PATIENCE, FORGETS = 3.0, 600.0
log = logging.getLogger("milepost.content")


class MadeFiles:
    """Makes and keeps the files of roadmaps; those of older content, of another site's address or name, or
    of older code do not count.

    Raises CannotTypeset where a file cannot be made, or not within a few seconds because others are being
    made.
    """

    def __init__(self, folder: Path, site_url: str, site_name: str) -> None:
        self._folder = folder
        self._site_url = site_url
        self._site_name = site_name
        self._lock = threading.Lock()
        self._failed: dict[str, tuple[float, str]] = {}

    def pdf(self, roadmap: Roadmap) -> bytes:
        """The roadmap as a PDF whose links lead to this site."""

        def make() -> bytes:
            from webapp.drawing.pdf import make_pdf

            return make_pdf(roadmap, self._site_url)

        return self._kept(roadmap, "pdf", make)

    def png(self, roadmap: Roadmap) -> bytes:
        """The share picture."""

        def make() -> bytes:
            from webapp.drawing.picture import make_png

            return make_png(roadmap, self._site_name)

        return self._kept(roadmap, "png", make)

    def _kept(self, roadmap: Roadmap, kind: str, make: Callable[[], bytes]) -> bytes:
        version = digest(
            part.encode()
            for part in (roadmap.version, self._site_url, self._site_name, code_version(ROOT / "webapp"))
        )
        path = self._folder / f"{roadmap.slug}-{version}.{kind}"
        if (body := _read(path)) is not None:
            return body
        when, why = self._failed.get(path.name, (0.0, ""))
        if why and time.monotonic() - when < FORGETS:
            raise CannotTypeset(why)
        # One at a time: typesetting is the only work here that takes a whole core. Who waits holds a thread
        # that pages need.
        if not self._lock.acquire(timeout=PATIENCE):
            raise CannotTypeset(f"{path.name} has to wait for others")
        try:
            if (body := _read(path)) is None:
                body = self._made(path.name, make)
                self._keep(path, body, f"{roadmap.slug}-{'[0-9a-f]' * len(version)}.{kind}")
            return body
        finally:
            self._lock.release()

    def _made(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Makes a file; one that could not be made is not tried again for a while, as each try takes a
        core for long.
        """
        try:
            return make()
        except CannotTypeset as error:
            self._failed = {n: f for n, f in self._failed.items() if time.monotonic() - f[0] < FORGETS}
            self._failed[name] = (time.monotonic(), str(error))
            raise

    def _keep(self, path: Path, body: bytes, same: str) -> None:
        """Puts a file in the place of its older versions; a folder that cannot be written to only costs
        time.
        """
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(body)
            for older in self._folder.glob(same):
                older.unlink(missing_ok=True)
            unfinished.replace(path)
        except OSError as error:
            log.warning("content: %s cannot be kept (%s)", path, error.strerror)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
