"""The files that hold the texts of topics: `content/<slug of the label>@<id>.md`."""

from __future__ import annotations

from pathlib import Path

from webapp.authoring.files import write_file
from webapp.catalog.outline_file.items import Item
from webapp.catalog.slug import slug_of


def text_path(folder: Path, topic: Item) -> Path:
    """Returns where the text of a topic of that roadmap's folder belongs."""
    return folder / "content" / text_name(topic)


def text_name(topic: Item) -> str:
    """Returns the name of the file of a topic's text."""
    return f"{slug_of(topic.label)}@{topic.id}.md"


def create_text(folder: Path, topic: Item) -> Path:
    """Creates the file of a topic's text with its heading, unless it exists; returns its path."""
    path = text_path(folder, topic)
    if not path.exists():
        write_file(path, f"# {topic.label}\n")
    return path
