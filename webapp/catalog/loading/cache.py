"""A cache of what was read, between two starts, in a file that can be deleted at any time."""

from __future__ import annotations

import copyreg
import gc
import hashlib
import hmac
import io
import logging
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
from webapp.catalog.whole_files import write_whole

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
    """A file with what was read. It is valid for the same code and libraries, and the same `purpose`, only.

    It is a pickle, and whoever writes one can run code here. So it is only believed if it was signed by
    `key`, the site's secret.
    """

    def __init__(self, path: Path, purpose: str = "", key: bytes = b"") -> None:
        self._path = path
        self._purpose = purpose
        self._key = key

    def read(self) -> dict[str, FolderRead]:
        """Returns folders by name; nothing if the file is missing, cut short, or written by others."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return {}
        head, body = data[:64], data[64:]
        if not hmac.compare_digest(head, self._head(body)):
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
        try:
            write_whole(self._path, self._head(body) + body)
        except OSError as error:
            log.warning("content: the cache %s cannot be written (%s)", self._path, error.strerror)

    def _head(self, body: bytes) -> bytes:
        valid_for = f"{code_version(Path(__file__).parents[2])} {self._purpose}".encode()
        signed = valid_for + hashlib.sha256(body).digest()
        return hmac.new(self._key, signed, hashlib.sha256).hexdigest().encode()


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
