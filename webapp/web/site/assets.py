"""Static files at addresses that contain a hash of their content, so that they can be cached for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from webapp.web.site.encodings import COMPRESSIBLE, CompressedBody
from webapp.web.site.sheets import compact, compact_script, read_sheets

mimetypes.add_type("font/woff2", ".woff2")
FOREVER = "public, max-age=31536000, immutable"
STYLES, SCRIPTS = "css/", "js/"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file: its body, its type and its hash."""

    body: CompressedBody
    mimetype: str
    digest: str

    @property
    def is_compressible(self) -> bool:
        """Whether its type is one that compression makes smaller."""
        return self.mimetype.startswith(COMPRESSIBLE)


class Assets:
    """All static files, each read at its first request.

    The sheets of `css/SHEETS` are concatenations of other files. Styles and our scripts are served without
    comments. With `reread`, which is for development, files are read at every request.
    """

    def __init__(self, folder: Path, reread: bool = False) -> None:
        self._folder = folder
        self._reread = reread
        self._assets: dict[str, Asset] = {}
        self._known = self._names()

    def __len__(self) -> int:
        """How many files are in memory."""
        return len(self._assets)

    def names(self) -> list[str]:
        """Returns the names of all files, sorted."""
        return sorted(self._names() if self._reread else self._known)

    def find(self, name: str) -> Asset | None:
        """Returns the asset of that name, or None.

        The name is looked up in a list of the existing files, so that no other path is ever opened.
        """
        if name not in (self._names() if self._reread else self._known):
            return None
        if self._reread or name not in self._assets:
            self._assets[name] = self._read(name)
        return self._assets[name]

    def read_all(self) -> None:
        """Reads all files, so that those not asked for yet stay as they are when they are replaced."""
        for name in self._known:
            self.find(name)

    def address(self, name: str) -> str:
        """Returns the address of an asset, with its hash before the ending.

        Raises LookupError if the name is unknown.
        """
        asset = self.find(name)
        if asset is None:
            raise LookupError(f"no static file {name}")
        stem, dot, ending = name.rpartition(".")
        return f"/static/{stem}.{asset.digest}{dot}{ending}"

    def resolve(self, path: str) -> tuple[Asset, bool] | None:
        """Returns the asset at an address, and whether the address contains its present hash, or None."""
        stem, _, ending = path.rpartition(".")
        plain, _, digest = stem.rpartition(".")
        if plain and (asset := self.find(f"{plain}.{ending}")):
            return asset, asset.digest == digest
        asset = self.find(path)
        # Fonts and vendored files have their version in the name.
        return (asset, path.startswith(("fonts/", "vendor/"))) if asset else None

    def _names(self) -> frozenset[str]:
        files = (path for path in self._folder.rglob("*") if path.is_file())
        sheets = (f"{STYLES}{sheet}" for sheet in read_sheets(self._folder / STYLES))
        return frozenset(path.relative_to(self._folder).as_posix() for path in files) | frozenset(sheets)

    def _read(self, name: str) -> Asset:
        body = self._body(name)
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Asset(CompressedBody(body), mimetype, hashlib.sha256(body).hexdigest()[:10])

    def _body(self, name: str) -> bytes:
        if name.endswith(".css"):
            return self._styles(name)
        body = (self._folder / name).read_bytes()
        return compact_script(body.decode()).encode() if name.startswith(SCRIPTS) else body

    def _styles(self, name: str) -> bytes:
        sheet = read_sheets(self._folder / STYLES).get(name.removeprefix(STYLES))
        files = [self._folder / STYLES / part for part in sheet] if sheet else [self._folder / name]
        return "".join(compact(file.read_text(encoding="utf-8")) for file in files).encode()
