"""Each mistake of an outline, and what its author is told: the table is `mistakes.txt`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.catalog.trees import grow, words

TABLE = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8")
HEADER = "---\ntitle: Tea\nhasTopics: false\n---\n"
SAID = "=> "


def rows() -> list[tuple[str, str, list[str]]]:
    """The name, the outline and the findings of each row of the table."""
    found = []
    for part in re.split(r"^=== ", TABLE, flags=re.M)[1:]:
        name, _, body = part.partition("\n")
        lines = body.rstrip("\n").split("\n")
        said = [line.removeprefix(SAID) for line in lines if line.startswith(SAID)]
        outline = "\n".join(line for line in lines if not line.startswith(SAID))
        found.append((name, outline.replace("→", "\t"), said))
    return found


@pytest.mark.parametrize(("outline", "said"), [row[1:] for row in rows()], ids=[row[0] for row in rows()])
def test_the_author_is_told_file_line_and_remedy(tmp_path: Path, outline: str, said: list[str]) -> None:
    catalog = grow(tmp_path, {"tea.md": HEADER, "tea.outline.md": outline}, "tea")
    found = [words(f) for f in catalog.findings if f.file.endswith(".outline.md") and f.place != "map"]
    told = [line.replace(" roadmaps/tea/", " ").replace(" | ", ". ").replace("?. ", "? ") for line in found]
    assert told == said
