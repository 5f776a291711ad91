"""Small content trees whose maps are drawn from outlines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from webapp.authoring.layout import layout_map


def draw(root: Path, slug: str, outline: str, ledger: str = "") -> None:
    """Writes a roadmap of an outline, draws its map, and gives each topic a text."""
    folder = root / "roadmaps" / slug
    (folder / "content").mkdir(parents=True, exist_ok=True)
    (folder / f"{slug}.md").write_text(f"---\ntitle: {slug.capitalize()}\n---\n")
    (folder / f"{slug}.outline.md").write_text(outline)
    layout_map(folder)
    if ledger:
        (folder / "changes.yaml").write_text(ledger)


def draw_all(root: Path, outlines: Mapping[str, str]) -> None:
    """Writes roadmaps of outlines."""
    for slug, outline in outlines.items():
        draw(root, slug, outline)
