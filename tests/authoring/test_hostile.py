"""Commands on trees that mean harm: nothing is written outside, and nothing that was served before is not
served after.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.authoring.conftest import Run
from tests.broken.trees import TREES, Broken
from tests.catalog.trees import HEADER, ONE, TWO, edge, graph, grow, node
from webapp.catalog.loading.load import load

pytestmark = pytest.mark.slow

LOST = edge(target="nobody")


@pytest.mark.parametrize("broken", [pytest.param(b, id=n) for n, b in TREES.items()])
def test_mending_and_importing_survive_it(tree: Path, run: Run, tmp_path: Path, broken: Broken) -> None:
    grow(tree, {"beta.md": HEADER, f"content/first@{ONE}.md": "# First\n"}, "beta")
    grow(
        tree,
        {
            "alpha.md": HEADER,
            "alpha.json": graph(node(), edges=(LOST,)),
            f"content/first@{ONE}.md": "# First\n",
        },
    )
    broken.write(tree / "roadmaps/alpha")
    served = load(tree, reserved=()).roadmaps.keys()
    answer = run("import", str(tree), str(tmp_path / "clean"))
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    assert "beta: imported" in answer.output
    brought = load(tmp_path / "clean", reserved=()).roadmaps
    assert ("alpha: imported" in answer.output) == ("alpha" in brought)
    assert not list((tmp_path / "clean").rglob(".*"))
    answer = run("check", "--fix")
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    assert load(tree, reserved=()).roadmaps.keys() == served


def test_a_number_that_json_cannot_write_costs_only_itself(tree: Path, run: Run, tmp_path: Path) -> None:
    drawn = graph(node(zoom=123454321), edges=(LOST,)).replace("123454321", "1e999")
    grow(tree, {"alpha.md": HEADER, "alpha.json": drawn, f"content/first@{ONE}.md": "# First\n"})
    run("check", "--fix")
    assert (tree / "roadmaps/alpha/alpha.json").read_text() == drawn
    answer = run("import", str(tree), str(tmp_path / "clean"))
    assert "alpha: imported" in answer.output
    assert "mended: alpha.json: numbers and letters that are none are left out" in answer.output
    assert list(load(tmp_path / "clean", reserved=()).roadmaps["alpha"].topics) == [ONE]


def test_import_leaves_alone_what_is_in_its_way_however_odd(tree: Path, run: Run, tmp_path: Path) -> None:
    grow(tree, {"alpha.md": HEADER, f"content/{'long-' * 45}@{ONE}.md": "# First\n"})
    (tmp_path / "clean/roadmaps").mkdir(parents=True)
    (tmp_path / "clean/roadmaps/alpha").symlink_to(tmp_path / "nowhere")
    assert (
        "alpha is there already and stays as it is"
        in run("import", str(tree), str(tmp_path / "clean")).output
    )
    assert "alpha: imported" in run("import", str(tree), str(tmp_path / "other")).output


def test_what_a_label_of_a_thousand_letters_names_fits_on_a_disk(
    tree: Path, run: Run, tmp_path: Path
) -> None:
    grow(
        tree,
        {
            "alpha.md": HEADER,
            "alpha.json": graph(node(label="long " * 200)),
            f"content/x@{ONE}.md": "# First\n\nText.\n",
        },
    )
    assert "alpha: imported" in run("import", str(tree), str(tmp_path / "clean")).output
    assert load(tmp_path / "clean", reserved=()).roadmaps["alpha"].topics[ONE].text == "Text."


@pytest.mark.parametrize("name", ["", "alpha.outline.md", "alpha.json", "content"])
def test_nothing_behind_a_link_out_of_the_tree_is_drawn_over(
    tree: Path, run: Run, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    files = {
        "alpha.outline.md": "# T\n\n## New\n",
        "alpha.json": graph(node()),
        f"content/old@{TWO}.md": "# Old\n",
    }
    for file, words in files.items():
        (outside / file).parent.mkdir(exist_ok=True)
        (outside / file).write_text(words)
    folder = tree / "roadmaps/alpha"
    if name:
        grow(tree, {"alpha.md": HEADER, "alpha.outline.md": "# T\n\n## New\n"})
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(outside / name)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.symlink_to(outside)
    before = {p: p.read_bytes() for p in outside.rglob("*.*")}
    answer = run("layout", "alpha")
    assert "a link leads out of the content tree" in answer.output
    assert {p: p.read_bytes() for p in outside.rglob("*.*")} == before
    assert name == "" or os.path.islink(folder / name)


def test_a_report_is_one_line_a_finding_whatever_a_file_is_called(tree: Path, run: Run) -> None:
    header = '---\ntitle: A\nrelatedRoadmaps: ["a\\nerror: forged", "b\\x1b[31m"]\n---\n'
    grow(tree, {"alpha.md": header, f"content/first@{ONE}.md": "# First\n"})
    (tree / "roadmaps/x\nforged: 1 error").mkdir()
    lines = run("check").output.splitlines()
    assert not [line for line in lines if line.startswith(("error: forged", "forged")) or "\x1b" in line]
    assert json.loads(run("check", "--format", "json").output)["summary"]["error"] == 1


def test_an_outline_of_another_encoding_is_named(tree: Path, run: Run, tmp_path: Path) -> None:
    asked = ("--title", "Tea", "--description", "x", "--kind", "skill")
    run("new", "tea", *asked)
    (tree / "roadmaps/tea/tea.outline.md").write_text("# Tea\n\n## Leaves\n", encoding="utf-16")
    (tmp_path / "o.md").write_bytes(b"# Th\xe9\n")
    for command in (
        ("layout", "tea"),
        ("topic", "tea", "x", "--under", "Leaves"),
        ("new", "the", *asked, "--outline", str(tmp_path / "o.md")),
    ):
        answer = run(*command)
        assert answer.exit_code == 1
        assert "it is not UTF-8. Save it as UTF-8." in answer.output


def test_what_the_disk_refuses_is_said_in_a_sentence(tree: Path, run: Run, tmp_path: Path) -> None:
    grow(tree, {"alpha.md": HEADER, f"content/first@{ONE}.md": "# First\n"})
    (tmp_path / "file").write_text("in the way")
    answer = run("import", str(tree), str(tmp_path / "file/clean"))
    assert (answer.exit_code, answer.output.count("\n")) == (1, 1)
    assert "Not a directory" in answer.output
