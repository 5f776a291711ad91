"""What comes out the same for every site of a run is computed once: hundreds of tests make a site of their own."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from webapp.catalog.files import State
from webapp.catalog.loading.cache import FolderRead
from webapp.catalog.loading.load import Loader

ROOT = Path(__file__).parent.parent
# Trees that no test changes.
TREES = (ROOT / "tests" / "tree" / "roadmaps", ROOT / "content" / "roadmaps")
# Static files and some pages; what is compressed for one answer alone soon makes room again.
BODIES = 300


def share_work() -> None:
    """Makes the sites of this process share what they compile, compress and read."""
    Flask.jinja_options = {"bytecode_cache": SharedTemplates()}
    Rule._compile_builder = _shared(Rule._compile_builder)  # type: ignore[method-assign]
    brotli.compress = lru_cache(BODIES)(brotli.compress)
    gzip.compress = lru_cache(BODIES)(gzip.compress)
    Loader._folder = _read_once(Loader._folder)  # type: ignore[method-assign]


class SharedTemplates(BytecodeCache):
    """Compiling a template takes longer than most tests."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key, bucket.checksum] = bucket.code


def _shared(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """Werkzeug compiles two functions for each route, which takes most of the time of making a site.

    They depend on the parts of the route, and on defaults: a route that has some compiles its own.
    """
    builders: dict[tuple[Any, ...], Any] = {}

    def shared(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = (append_unknown, *rule._trace)
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    return shared


def _read_once(read_folder: Callable[..., FolderRead]) -> Callable[..., FolderRead]:
    """Keeps what was read of the trees of the project, by the rule by which the site keeps it between two reloads."""
    reads: dict[tuple[Any, ...], FolderRead] = {}

    def read(
        loader: Loader, folder: Path, state: State, slugs: Set[str], moved: Mapping[str, str]
    ) -> FolderRead:
        if folder.parent not in TREES:
            return read_folder(loader, folder, state, slugs, moved)
        key = (folder, loader._keeps_promotion, loader._check_drawable)
        known = reads.get(key)
        if known is None or not known.holds(state, slugs, moved):
            known = reads[key] = read_folder(loader, folder, state, slugs, moved)
        return known

    return read
