"""The stylesheet of each roadmap, which places its topics on the map. Its address contains its hash."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from webapp.catalog.model import Graph, Roadmap
from webapp.drawing.stylesheet import map_css
from webapp.web.site.encodings import CompressedBody


def map_stylesheet(roadmap: Roadmap) -> str:
    """Returns the address of a roadmap's stylesheet. Raises LookupError if the roadmap has no map."""
    if roadmap.graph is None:
        raise LookupError(f"{roadmap.slug} is not drawn")
    return f"{roadmap.path}/map.{_stylesheet(roadmap.graph)[1]}.css"


def find_stylesheet(roadmap: Roadmap, digest: str) -> tuple[CompressedBody, bool] | None:
    """Returns the stylesheet and whether `digest` is its present hash, or None if there is no map."""
    if roadmap.graph is None:
        return None
    body, present = _stylesheet(roadmap.graph)
    return body, digest == present


@lru_cache(maxsize=256)
def _stylesheet(graph: Graph) -> tuple[CompressedBody, str]:
    css = map_css(graph, ".map").encode()
    return CompressedBody(css), hashlib.sha256(css).hexdigest()[:12]
