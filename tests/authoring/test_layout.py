"""`content layout`: the map, the ids and the text files follow the outline."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.authoring.conftest import Run
from webapp.catalog.loading.load import load

OUTLINE = "# Tea\n\n## Leaves\n- Green\n- Black\n"


@pytest.fixture
def tea(tree: Path, run: Run) -> Path:
    folder = tree / "roadmaps" / "tea"
    folder.mkdir()
    (folder / "tea.md").write_text(
        "---\ntitle: Tea\nhasTopics: false\ndimensions:\n  width: 1\n  height: 1\n---\n"
    )
    (folder / "tea.outline.md").write_text(OUTLINE)
    assert run("layout", "tea").exit_code == 0
    return folder


def ids(tree: Path) -> dict[str, str]:
    return {t.label: t.id for t in load(tree, reserved=()).roadmaps["tea"].topics.values()}


def test_ids_are_written_back_and_a_second_run_changes_nothing(tree: Path, tea: Path, run: Run) -> None:
    files = {p: p.read_bytes() for p in tea.rglob("*") if p.is_file()}
    assert "{#" in (tea / "tea.outline.md").read_text()
    assert "unchanged" in run("layout", "tea").output
    assert {p: p.read_bytes() for p in tea.rglob("*") if p.is_file()} == files


def test_a_rename_keeps_the_id_and_moves_the_text(tree: Path, tea: Path, run: Run) -> None:
    before = ids(tree)
    (tea / "content").mkdir()
    (tea / "content" / f"green@{before['Green']}.md").write_text("# Green\n\nIt grows.\n")
    outline = tea / "tea.outline.md"
    outline.write_text(outline.read_text().replace("- Green", "- Green Tea"))
    answer = run("layout", "tea")
    assert f"renamed: green@{before['Green']}.md is now green-tea@{before['Green']}.md" in answer.output
    assert (tea / "content" / f"green-tea@{before['Green']}.md").read_text() == "# Green Tea\n\nIt grows.\n"
    assert ids(tree)["Green Tea"] == before["Green"]


def test_moving_and_reordering_keeps_ids(tree: Path, tea: Path, run: Run) -> None:
    before = ids(tree)
    head, _, items = (tea / "tea.outline.md").read_text().partition("- ")
    first, second = f"- {items}".splitlines()
    (tea / "tea.outline.md").write_text(f"{head}{second}\n\n## More\n{first}\n")
    run("layout", "tea")
    assert {k: v for k, v in ids(tree).items() if k != "More"} == before


def test_an_outline_with_mistakes_changes_nothing_and_names_each(tree: Path, tea: Path, run: Run) -> None:
    before = (tea / "tea.json").read_bytes()
    text = (tea / "tea.outline.md").read_text() + "- New {shiny}\n- Other {dull}\n"
    (tea / "tea.outline.md").write_text(text)
    answer = run("layout", "tea")
    assert answer.exit_code == 1
    assert "tea.outline.md: line 6, column" in answer.output
    assert "dull is unknown" in answer.output
    assert (tea / "tea.json").read_bytes() == before
    assert (tea / "tea.outline.md").read_text() == text
    findings = [f for f in load(tree, reserved=()).findings if f.file.endswith(".outline.md")]
    assert [f.place.split(",")[0] for f in findings] == ["line 6", "line 7"]


def test_the_check_says_when_a_map_is_older_than_its_outline(tree: Path, tea: Path, run: Run) -> None:
    outline = tea / "tea.outline.md"
    outline.write_text(outline.read_text().replace("Black", "Black Tea"))
    assert [f.message for f in load(tree, reserved=()).findings if f.place == "map"] == [
        "it is older than the outline"
    ]
    outline.write_text(outline.read_text() + "- White\n")
    assert [f.message for f in load(tree, reserved=()).findings if f.file.endswith("outline.md")] == [
        "it has no id yet"
    ]


def test_the_size_in_the_front_matter_follows_the_drawing(tree: Path, tea: Path) -> None:
    roadmap = load(tree, reserved=()).roadmaps["tea"]
    assert roadmap.graph
    assert roadmap.front.height == roadmap.graph.bounds.height


def test_a_missing_outline_is_said(tree: Path, tea: Path, run: Run) -> None:
    for slug, remedy in (("coffee", "`content new coffee` begins a roadmap."), ("teas", "Did you mean tea?")):
        answer = run("layout", slug)
        assert answer.exit_code == 1
        assert f"there is no such outline. {remedy}" in answer.output
        assert f"there is no such roadmap. {remedy}" in run("outline", slug).output


def test_an_outline_that_cannot_be_drawn_is_an_error_of_the_check(tea: Path, run: Run) -> None:
    assert run("check").exit_code == 0
    outline = tea / "tea.outline.md"
    outline.write_text(outline.read_text() + "- New {shiny}\n")
    answer = run("check")
    assert answer.exit_code == 1
    assert "error: roadmaps/tea/tea.outline.md: line 6, column 8: shiny is unknown." in answer.output
    assert "1 roadmap (0 without a finding), 3 topics: 1 error" in answer.output


def test_what_an_author_may_not_have_meant_is_said_when_the_map_is_drawn(tea: Path, run: Run) -> None:
    outline = tea / "tea.outline.md"
    outline.write_text(outline.read_text() + "- Green {#again}\n")
    answer = run("layout", "tea")
    assert answer.exit_code == 0
    assert "  look at line 6, column 1: Green (#again) stands below Leaves twice" in answer.output


def test_files_keep_the_line_ends_of_their_authors(tree: Path, run: Run) -> None:
    folder = tree / "roadmaps/tea"
    (folder / "content").mkdir(parents=True)
    header, outline, text = folder / "tea.md", folder / "tea.outline.md", folder / "content/green@g.md"
    header.write_bytes(b"---\r\ntitle: Tea\r\ndimensions:\r\n  width: 1\r\n  height: 1\r\n---\r\n")
    outline.write_bytes(b"# Tea\r\n\r\n## Leaves\r\n\r\n- Green {#g}\r\n")
    text.write_bytes(b"# Green\r\n\r\nA leaf.\r\n")
    assert run("layout", "tea").exit_code == 0
    outline.write_bytes(outline.read_bytes().replace(b"Green", b"Jade"))
    assert run("layout", "tea").exit_code == 0
    renamed = folder / "content/jade@g.md"
    assert renamed.read_bytes() == b"# Jade\r\n\r\nA leaf.\r\n"
    for path in (header, outline, renamed):
        assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n"), path.name
    assert b"width: 1\r" not in header.read_bytes()


def test_what_is_no_file_among_the_texts_is_left_alone(tree: Path, run: Run) -> None:
    folder = tree / "roadmaps/tea"
    content = folder / "content"
    content.mkdir(parents=True)
    outline = folder / "tea.outline.md"
    outline.write_text("# Tea\n\n## Leaves {#l}\n\n- Green {#g}\n- Black {#b}\n")
    assert run("layout", "tea").exit_code == 0
    os.mkfifo(content / "green@g.md")
    (content / "black@b.md").symlink_to("black@b.md")
    outline.write_text(outline.read_text().replace("Green", "Jade").replace("Black", "Dark"))
    answer = run("layout", "tea")
    assert answer.exit_code == 0, answer.output
    assert {p.name for p in content.iterdir()} == {"green@g.md", "black@b.md"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# T\0\n\n## A {#a}\n", "line 1, column 1: it holds NUL characters."),
        ("# T\n\n## A {#a}\n" + "- B\n" * 70_000, "line 1, column 1: it is larger than 256 KB."),
    ],
    ids=["NUL", "large"],
)
def test_an_outline_that_the_check_refuses_is_not_drawn(tree: Path, run: Run, text: str, said: str) -> None:
    folder = tree / "roadmaps/tea"
    folder.mkdir(parents=True)
    (folder / "tea.outline.md").write_text(text)
    answer = run("layout", "tea")
    assert answer.exit_code == 1
    assert said in answer.output
    assert not (folder / "tea.json").exists()


def test_a_link_in_a_circle_is_said_in_a_sentence(tree: Path, run: Run) -> None:
    folder = tree / "roadmaps/tea"
    folder.mkdir(parents=True)
    (folder / "tea.outline.md").write_text("# T\n\n## A {#a}\n")
    (folder / "content").symlink_to("content")
    answer = run("layout", "tea")
    assert answer.exit_code == 1
    assert "Put the file or folder itself there." in answer.output
    assert "content: folder: it is no folder" in run("check").output
