"""`content diff`: what a change does, between folders and between revisions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.authoring.conftest import Run
from webapp.catalog.loading.load import load
from webapp.drawing import typesetting
from webapp.drawing.diff_picture import diff_svg

BEFORE = "# Tea\n\n## Leaves {#l}\n- Green {#g}\n- Black {#b}\n- Old {#o}\n\n## Water {#w}\n- Soft {#s}\n"
AFTER = "# Tea\n\n## Leaves {#l}\n- Green Tea {#g}\n- White {#n}\n\n## Hot Water {#w}\n- Soft {#s}\n- Black {#b}\n"


@pytest.fixture
def two(tree: Path, run: Run, tmp_path: Path) -> tuple[Path, Path]:
    """The tree, and a copy of it before the change."""
    folder = tree / "roadmaps" / "tea"
    folder.mkdir()
    (folder / "tea.md").write_text("---\ntitle: Tea\n---\n")
    (folder / "tea.outline.md").write_text(BEFORE)
    run("layout", "tea")
    old = tmp_path / "old"
    shutil.copytree(tree, old)
    (folder / "tea.outline.md").write_text(AFTER)
    run("layout", "tea")
    (folder / "content").mkdir()
    (folder / "content" / "soft@s.md").write_text("# Soft\n\nLittle chalk.\n")
    return old, tree


def test_every_kind_of_change_is_named(two: tuple[Path, Path], run: Run) -> None:
    text = run("diff", *map(str, two)).stdout
    assert "## Tea (`tea`)" in text
    assert "1 added, 2 renamed, 1 moved, 1 retired, 1 rewritten." in text
    assert "- **White** in `Leaves`" in text
    assert "- `Green` is now **Green Tea**" in text
    assert "- **Black**: from `Leaves` to `Hot Water`" in text
    assert "- **Old** in `Leaves`" in text
    assert "Marks are kept, and come back when the topic does." in text


@pytest.mark.parametrize(("before", "after"), [("id: brew\n", "id: brew\n"), ("", "formerSlugs: [tea]\n")])
def test_a_roadmap_with_another_slug_is_no_new_one(
    two: tuple[Path, Path], run: Run, before: str, after: str
) -> None:
    old, tree = two
    (old / "roadmaps/tea/tea.md").write_text(f"---\ntitle: Tea\n{before}---\n")
    chai = (tree / "roadmaps/tea").rename(tree / "roadmaps/chai")
    for file in chai.glob("tea.*"):
        file.rename(chai / file.name.replace("tea.", "chai.", 1))
    (chai / "chai.md").write_text(f"---\ntitle: Tea\n{after}---\n")
    text = run("diff", str(old), str(tree)).stdout
    assert "## Tea (`chai`)" in text
    assert "It was `tea`; marks and old addresses follow. 1 added, 2 renamed" in text
    assert "removed" not in text


@pytest.mark.parametrize(
    ("entry", "summary", "row"),
    [
        (
            "split: o\n  into: [n, g]",
            "1 successor, 2 renamed, 1 moved, 1 split, 1 rewritten.",
            "White, Green Tea",
        ),
        ("renamed: o\n  to: n", "1 successor, 2 renamed, 1 moved, 1 replaced, 1 rewritten.", "White"),
        ("merged: o\n  into: g", "1 added, 2 renamed, 1 moved, 1 merged, 1 rewritten.", "Green Tea"),
        ("moved: o\n  to: chai/old", "1 added, 2 renamed, 1 moved, 1 handed over, 1 rewritten.", "chai/old"),
    ],
)
def test_a_topic_is_no_more_retired_than_the_ledger_says(
    two: tuple[Path, Path], run: Run, entry: str, summary: str, row: str
) -> None:
    ledger = two[1] / "roadmaps/tea/changes.yaml"
    ledger.write_text(f"- date: 2026-11-26\n  {entry}\n", encoding="utf-8")
    text = run("diff", *map(str, two)).stdout
    assert summary in text
    assert f"- `Old` is now **{row}**" in text
    assert "retired" not in text.lower()


def test_a_picture_shows_the_changes(two: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    text = run("diff", *map(str, two), "--pictures", str(tmp_path / "out")).stdout
    assert f"![Tea with the changes marked]({tmp_path}/out/tea.png)" in text
    picture = (tmp_path / "out" / "tea.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 968


def test_a_picture_that_cannot_be_made_leaves_the_words(
    two: tuple[Path, Path], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "TIMEOUT_SECONDS", 0.001)
    answer = run("diff", *map(str, two), "--pictures", str(tmp_path / "out"))
    assert answer.exit_code == 0
    assert "1 added" in answer.stdout
    assert "![" not in answer.stdout


def test_the_picture_names_what_is_retired(two: tuple[Path, Path]) -> None:
    roadmap = load(two[1], reserved=()).roadmaps["tea"]
    assert roadmap.graph
    svg = diff_svg(roadmap.graph, "Tea", {"n": "added", "b": "moved"}, ["Old <one>"])
    assert "Retired: Old &lt;one&gt;" in svg
    assert svg.count(">Added<") == svg.count(">Moved<") == 1
    assert ">Renamed<" not in svg


def test_trees_that_are_alike_differ_in_nothing(two: tuple[Path, Path], run: Run) -> None:
    assert run("diff", str(two[1]), str(two[1])).stdout == "No roadmap changes.\n"


def test_a_roadmap_that_cannot_be_read_is_not_said_to_be_removed(two: tuple[Path, Path], run: Run) -> None:
    (two[1] / "roadmaps/tea/tea.json").write_text("{")
    text = run("diff", *map(str, two)).stdout
    assert "It cannot be read after the change: roadmaps/tea/tea.json: it is not JSON" in text
    assert "removed" not in text


def test_a_folder_that_is_no_tree_is_not_compared(two: tuple[Path, Path], run: Run) -> None:
    answer = run("diff", str(two[0] / "roadmaps"), str(two[1]))
    assert answer.exit_code == 1
    assert "roadmaps holds no folder roadmaps. Give the folder above it." in answer.output


def test_a_topic_that_leaves_the_map_is_said_to_do_one_thing(two: tuple[Path, Path], run: Run) -> None:
    old, tree = two
    for root in two:
        content = root / "roadmaps/tea/content"
        content.mkdir(exist_ok=True)
        (content / "old@o.md").write_text("# Old\n\nIt stays.\n")
    text = run("diff", str(old), str(tree)).stdout
    assert text.count("**Old**") == 1
    assert "1 added, 2 renamed, 1 moved, 1 retired, 1 rewritten." in text
    before = shutil.copytree(tree, tree.with_name("before"))
    (tree / "roadmaps/tea/content/old@o.md").unlink()
    text = run("diff", str(before), str(tree)).stdout
    assert "1 forgotten." in text
    assert "who has marked it no longer sees its name" in text


def test_a_revision_with_links_out_of_its_tree_is_compared(tree: Path, run: Run, tmp_path: Path) -> None:
    run("new", "tea", "--title", "Tea", "--description", "x", "--kind", "skill")
    outside = tmp_path / "outside"
    outside.mkdir()
    (tree / "roadmaps/linked").symlink_to(outside)
    (tree / "roadmaps/tea/content/absolute@a.md").symlink_to("/etc/hostname")
    (tree / "roadmaps/tea/content/relative@r.md").symlink_to("../../../../../../../../etc/hostname")
    git = ["git", "-C", str(tree), "-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "Tea")):
        subprocess.run([*git, *words], check=True)
    answer = run("diff", "HEAD", str(tree))
    assert (answer.exit_code, answer.stdout) == (0, "No roadmap changes.\n"), answer.exception


def test_revisions_of_git_are_compared(two: tuple[Path, Path], run: Run) -> None:
    old, tree = two
    present = tree.with_name("present")
    tree.rename(present)

    def git(*words: str) -> None:
        subprocess.run(
            [
                "git",
                "-C",
                str(tree.parent),
                "-c",
                "user.name=Ada",
                "-c",
                "user.email=ada@example.org",
                *words,
            ],
            check=True,
        )

    git("init", "--quiet", "--initial-branch=main")
    for source, message in ((old, "Before"), (present, "After")):
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(source, tree)
        git("add", "content")
        git("commit", "--quiet", "-m", message)
    assert "1 added, 2 renamed, 1 moved, 1 retired, 1 rewritten." in run("diff", "main~1", "main").stdout
    assert "1 added" in run("diff", "main~1", str(tree)).stdout
    answer = run("diff", "nonsense", "main")
    assert answer.exit_code == 1
    assert "nonsense is neither a folder nor a revision" in answer.output
    assert "is no revision" in run("diff", "--", "--output=x", "main").output
