"""A cache of what was read, between two starts, in a file that can be deleted at any time."""

from __future__ import annotations

import copyreg
import gc
import hashlib
import io
import logging
import os
import pickle
from collections.abc import Callable, Mapping, Set
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
    """What a folder held when it was read.

    `here` and `absent` are the slugs that its links name and that the tree had and did not have. `led` has
    those of before, each with the present slug.
    """

    state: State
    here: frozenset[str]
    absent: frozenset[str]
    roadmaps: tuple[Roadmap, ...]
    findings: tuple[Finding, ...]
    led: frozenset[tuple[str, str]] = frozenset()

    def holds(self, state: State, slugs: Set[str], moved: Mapping[str, str]) -> bool:
        """Whether reading the folder again, in this state and with these roadmaps, would give the same."""
        is_same = self.state == state and self.here <= slugs and self.led <= moved.items()
        return is_same and not self.absent & slugs and not self.absent & moved.keys()


class FolderCache:
    """A file with what was read. It is valid for the same code and the same `purpose` only.

    It is a pickle: whoever can write it can run code here, so it belongs where the secret key is.
    """

    def __init__(self, path: Path, purpose: str = "") -> None:
        self._path = path
        self._purpose = purpose

    def read(self) -> dict[str, FolderRead]:
        """Returns folders by name; nothing if the file is missing, cut short, or written by other code."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return {}
        head, body = data[:64], data[64:]
        if head != self._head(body):
            return {}
        # Collecting garbage among ten thousand new objects, all of which stay, doubles the time.
        was_on = gc.isenabled()
        gc.disable()
        try:
            found: dict[str, FolderRead] = pickle.loads(body)  # noqa: S301  # our own file, see above
            return found
        except Exception:
            log.exception("content: the cache %s cannot be used; everything is read anew", self._path)
            return {}
        finally:
            if was_on:
                gc.enable()

    def write(self, folders: Mapping[str, FolderRead]) -> None:
        """Replaces the file. Where it cannot be written, only the next start takes longer."""
        body = _pickled(dict(folders))
        unfinished = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(self._head(body) + body)
            unfinished.replace(self._path)
        except OSError as error:
            log.warning("content: the cache %s cannot be written (%s)", self._path, error.strerror)

    def _head(self, body: bytes) -> bytes:
        valid_for = f"{code_version(Path(__file__).parents[2])} {self._purpose}".encode()
        return hashlib.sha256(valid_for + hashlib.sha256(body).digest()).hexdigest().encode()


def _pickled(value: object) -> bytes:
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    # Python has no way of its own to pickle read-only views of mappings.
    pickler.dispatch_table = {**copyreg.dispatch_table, MappingProxyType: _reduced}
    pickler.dump(value)
    return buffer.getvalue()


def _reduced(view: MappingProxyType[Any, Any]) -> tuple[Callable[[Any], Any], tuple[Any]]:
    return _read_only, (dict(view),)


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)
