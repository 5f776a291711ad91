"""PDFs and pictures: made once per content version and kept in a folder that can be deleted at any time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from webapp.catalog.model import Roadmap


class MadeFiles:
    """Makes and keeps the files of roadmaps."""

    def __init__(self, folder: Path, site_url: str, site_name: str) -> None:
        self._folder = folder
        self._site_url = site_url
        self._site_name = site_name
        self._lock = threading.Lock()

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
        path = self._folder / f"{roadmap.slug}-{roadmap.version}.{kind}"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            pass
        # One at a time: typesetting is the only work here that takes a whole core.
        with self._lock:
            if path.exists():
                return path.read_bytes()
            body = make()
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}.part")
            unfinished.write_bytes(body)
            unfinished.replace(path)
            return body
