"""Texts without ids, as trees of the years 2021 to 2023 have them: their paths are their ids."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from tests.catalog.trees import HEADER, grow, words
from webapp.catalog.model import Entry
from webapp.catalog.texts.path_ids import path_ids

DEEP = "103-how-computers-talk-to-each-other/104-protocols-and-what-they-are-for"
LONG = "103-how-computers-talk-to-each-other-104-protocols-and-what-they"
OLD_TREE = [
    "100-intro/readme.md",
    "100-intro/100-what-it-is.md",
    "100-intro/101-history/README.md",
    "101-basics/index.md",
    "101-basics/readme.md",
    "101-basics/100-loops.md",
    "101-basics/100 loops.md",
    "101-basics-100/loops.md",
    "102-letters/日本.md",
    "102-letters/中国.md",
    "102-letters/license.md",
    "103-how-computers-talk-to-each-other/index.md",
    f"{DEEP}/Readme.md",
    f"{DEEP}/100-http.md",
    f"{DEEP}/101-smtp.md",
    f"{DEEP}/102-dns/index.md",
]


def titled(paths: list[str]) -> dict[str, str]:
    """A file of each path, with its path as its title."""
    return {"alpha.md": HEADER, **{f"content/{path}": f"# {path}\n\nText.\n" for path in paths}}


def test_no_file_of_an_old_tree_is_lost(tmp_path: Path) -> None:
    catalog = grow(tmp_path, titled(OLD_TREE))
    roadmap = catalog.roadmaps["alpha"]
    assert sorted(t.title for t in roadmap.topics.values()) == sorted(OLD_TREE)
    assert sorted(roadmap.order) == sorted(roadmap.topics)
    assert all(len(i) <= 64 for i in roadmap.topics)
    assert [words(f) for f in catalog.findings if f.severity != "note"] == []


def test_a_finding_names_the_file_where_it_lies(tmp_path: Path) -> None:
    catalog = grow(
        tmp_path, {"alpha.md": HEADER, f"content/{DEEP}/100-http.md": "- [@artcle@A](https://a.example/)\n"}
    )
    assert [f.place for f in catalog.findings if f.file == f"roadmaps/alpha/content/{DEEP}/100-http.md"] == [
        "name",
        "line 1",
    ]


def test_short_ids_stay_and_long_ones_are_kept_apart_by_a_hash() -> None:
    paths = [
        PurePosixPath(p) for p in ("1-a/index.md", "1-a/2-b.md", f"{DEEP}/100-http.md", f"{DEEP}/101-smtp.md")
    ]
    assert list(path_ids(paths).values()) == [
        "1-a",
        "1-a-2-b",
        "103-how-computers-talk-to-each-other-104-protocols-e4418f9e7b44",
        "103-how-computers-talk-to-each-other-104-protocols-f91a8f725721",
    ]
    assert path_ids(paths[3:]) == {paths[3]: path_ids(paths)[paths[3]]}


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        ([f"{DEEP}/100-http.md"], f"{DEEP}/100-http.md"),
        # Of several files the last one was shown, so marks with the cut id are about it.
        ([f"{DEEP}/100-http.md", f"{DEEP}/101-smtp.md"], f"{DEEP}/101-smtp.md"),
    ],
)
def test_marks_with_an_id_that_was_cut_are_found(tmp_path: Path, paths: list[str], shown: str) -> None:
    roadmap = grow(tmp_path, titled(paths)).roadmaps["alpha"]
    topic = roadmap.topic(LONG)
    assert topic is not None
    assert topic.title == shown
    assert roadmap.ids_of(topic) == (topic.id, LONG)


def test_a_topic_with_the_id_that_was_cut_keeps_its_own_marks(tmp_path: Path) -> None:
    files = titled([f"{DEEP}/100-http.md", f"other@{LONG}.md"])
    roadmap = grow(tmp_path, files).roadmaps["alpha"]
    assert roadmap.aliases == {}
    assert roadmap.topics[LONG].title == f"other@{LONG}.md"
    assert len(roadmap.topics) == 2


def test_folders_nest_however_long_their_names_are(tmp_path: Path) -> None:
    roadmap = grow(tmp_path, titled(OLD_TREE)).roadmaps["alpha"]

    def written(entries: tuple[Entry, ...], depth: int = 0) -> list[str]:
        rows: list[str] = []
        for entry in entries:
            rows += [f"{'  ' * depth}{entry.label.rpartition(DEEP)[2]}", *written(entry.children, depth + 1)]
        return rows

    assert written(roadmap.outline)[-5:] == [
        "103-how-computers-talk-to-each-other/index.md",
        "  /Readme.md",
        "    /100-http.md",
        "    /101-smtp.md",
        "    /102-dns/index.md",
    ]
