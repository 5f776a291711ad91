"""Each roadmap's own stylesheet, which places its topics on the map, under an address with its content
hash.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from webapp.catalog.model import Graph, Roadmap
from webapp.drawing.stylesheet import map_css


@lru_cache(maxsize=256)
def _made(slug: str, version: str, graph: Graph) -> tuple[str, str]:
    css = map_css(graph, ".map")
    return css, hashlib.sha256(css.encode()).hexdigest()[:12]


def map_stylesheet(roadmap: Roadmap) -> str:
    """The address of the stylesheet of a roadmap that has a graph."""
    if roadmap.graph is None:
        raise LookupError(f"{roadmap.slug} is not drawn")
    return f"/{roadmap.slug}/map.{_made(roadmap.slug, roadmap.version, roadmap.graph)[1]}.css"


def find_stylesheet(roadmap: Roadmap, digest: str) -> tuple[str, bool] | None:
    """The stylesheet, and whether `digest` is its present hash; None without a graph."""
    if roadmap.graph is None:
        return None
    css, present = _made(roadmap.slug, roadmap.version, roadmap.graph)
    return css, digest == present
