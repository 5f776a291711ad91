"""What folders held when they were read, kept between starts in a file that can be deleted at any time."""

from __future__ import annotations

import copyreg
import gc
import hashlib
import logging
import os
import pickle
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from webapp.catalog.digest import code_version
from webapp.catalog.files import State
from webapp.catalog.findings import Finding
from webapp.catalog.model import Roadmap

log = logging.getLogger("milepost.content")


@dataclass(frozen=True, slots=True)
class FolderRead:
    """What a folder held when it was read; the roadmaps that it links to that were `here`, and those that
    were `absent`.
    """

    state: State
    here: frozenset[str]
    absent: frozenset[str]
    roadmaps: tuple[Roadmap, ...]
    findings: tuple[Finding, ...]

    def holds(self, state: State, slugs: Set[str]) -> bool:
        """Whether the folder would be read the same now."""
        return self.state == state and self.here <= slugs and not self.absent & slugs


class FolderCache:
    """A file with what was read, good for the code and the `purpose` that it was read with, and for
    nothing else.

    Whoever can write it can run code here, as whoever can write the code can: it belongs where the secret
    key is.
    """

    def __init__(self, path: Path, purpose: str = "") -> None:
        self._path = path
        self._purpose = purpose

    def read(self) -> dict[str, FolderRead]:
        """Folders by name; nothing where the file is missing, cut short, or of other code."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return {}
        head, body = data[:64], data[64:]
        if head != self._head(body):
            return {}
        # Ten thousand objects that all stay: looking for garbage among them meanwhile doubles the time.
        was_on = gc.isenabled()
        gc.disable()
        try:
            found: dict[str, FolderRead] = pickle.loads(body)  # noqa: S301  # our own file, see above
            return found
        except Exception:
            log.exception("content: what was kept in %s cannot be used; it is read anew", self._path)
            return {}
        finally:
            if was_on:
                gc.enable()

    def write(self, folders: Mapping[str, FolderRead]) -> None:
        """Replaces the file; a folder that cannot be written to only costs the next start its time."""
        body = pickle.dumps(dict(folders), 5)
        unfinished = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(self._head(body) + body)
            unfinished.replace(self._path)
        except OSError as error:
            log.warning("content: what was read cannot be kept in %s (%s)", self._path, error.strerror)

    def _head(self, body: bytes) -> bytes:
        return (
            hashlib.sha256(
                f"{code_version(Path(__file__).parent.parent)} {self._purpose}".encode()
                + hashlib.sha256(body).digest()
            )
            .hexdigest()
            .encode()
        )


def _frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


# Python does not pickle these views by itself.
copyreg.pickle(MappingProxyType, lambda values: (_frozen, (dict(values),)))
