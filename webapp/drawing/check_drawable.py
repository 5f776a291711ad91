"""Draws a map once to see whether it can be drawn at all, before any page shows it."""

from __future__ import annotations

from webapp.catalog.model import Roadmap
from webapp.drawing.stylesheet import map_css
from webapp.drawing.svg_layers import badges_layer, shapes_layer
from webapp.drawing.thumbnail import thumbnail


def check_drawable(roadmap: Roadmap) -> None:
    """Raises whatever keeps the map of a roadmap from being drawn on a page."""
    if roadmap.graph is not None:
        shapes_layer(roadmap.graph)
        badges_layer(roadmap.graph)
        map_css(roadmap.graph, ".map")
        thumbnail(roadmap.graph)
