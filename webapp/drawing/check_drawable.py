"""Checks that a map can be drawn before any page shows it."""

from __future__ import annotations

from webapp.catalog.model import Roadmap
from webapp.drawing.stylesheet import map_css
from webapp.drawing.svg_layers import badges_layer, shapes_layer
from webapp.drawing.thumbnail import thumbnail


def check_drawable(roadmap: Roadmap) -> None:
    """Draws everything that pages show of a roadmap's map, and lets any exception through."""
    if roadmap.graph is not None:
        shapes_layer(roadmap.graph)
        badges_layer(roadmap.graph)
        map_css(roadmap.graph, ".map")
        thumbnail(roadmap.graph)
