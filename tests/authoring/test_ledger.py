"""`content layout` and `content diff --ledger` write down what became of topics."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.authoring.conftest import Run
from webapp.catalog.loading.load import load

OUTLINE = """# Tea

## Leaves {#leaves}
- Green {#green}
- Mint {#mint}
- Water {#water}
- Yes {#yes}
- Pots {#pots}
"""


@pytest.fixture
def tea(tree: Path, run: Run) -> Path:
    for slug, outline in {"tea": OUTLINE, "shop": "# Shop\n\n## Goods {#goods}\n- Tins {#tins}\n"}.items():
        folder = tree / "roadmaps" / slug
        folder.mkdir()
        (folder / f"{slug}.md").write_text(f"---\ntitle: {slug.capitalize()}\nhasTopics: false\n---\n")
        (folder / f"{slug}.outline.md").write_text(outline)
        assert run("layout", slug).exit_code == 0
    return tree / "roadmaps/tea"


def edit(folder: Path, *changes: tuple[str, str]) -> None:
    outline = folder / f"{folder.name}.outline.md"
    text = outline.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    outline.write_text(text)


CHANGES = (
    ("- Green {#green}", "- Green {#green-leaves}"),
    ("- Mint {#mint}", "- Mint and Verbena {#herbs}"),
    ("- Water {#water}", "- Soft Water {#soft}\n- Hard Water {#hard}"),
    ("- Yes {#yes}\n", ""),
)
WRITTEN = """\
- date: {day}
  renamed: green
  to: green-leaves
  name: Green
- date: {day}
  merged: mint
  into: herbs
  name: Mint
- date: {day}
  split: water
  into: [soft, hard]
  name: Water
- date: {day}
  retired: "yes"
  name: "Yes"
"""


def entries(folder: Path) -> str:
    return "".join(
        line for line in (folder / "changes.yaml").read_text().splitlines(True) if not line.startswith("#")
    )


def test_the_first_drawing_writes_no_ledger(tea: Path) -> None:
    assert not (tea / "changes.yaml").exists()


def test_layout_writes_what_became_of_topics(tree: Path, tea: Path, run: Run) -> None:
    edit(tea, *CHANGES)
    said = run("layout", "tea").output
    assert "changes.yaml: renamed green to green-leaves; check it" in said
    assert entries(tea) == WRITTEN.format(day=date.today().isoformat())
    findings = [f for f in load(tree, reserved=()).findings if f.file.endswith("changes.yaml")]
    assert findings == []


def test_a_second_run_adds_nothing_and_what_the_author_wrote_stays(tea: Path, run: Run) -> None:
    ledger = "# Ours.\n- date: 2026-11-20\n  merged: [green, mint]\n  into: herbs\n"
    (tea / "changes.yaml").write_text(ledger)
    edit(tea, ("- Green {#green}\n", ""), CHANGES[1])
    run("layout", "tea")
    assert (tea / "changes.yaml").read_text() == ledger
    edit(tea, ("- Pots {#pots}", "- Pots {#pots}\n- Cups {#cups}"))
    run("layout", "tea")
    run("layout", "tea")
    added = f"- date: {date.today().isoformat()}\n  added: cups\n"
    assert (tea / "changes.yaml").read_text() == ledger + added


def test_diff_writes_the_same_and_sees_what_moved_to_another_roadmap(
    tree: Path, tea: Path, run: Run, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    shutil.copytree(tree, old)
    edit(tea, *CHANGES, ("- Pots {#pots}\n", ""))
    edit(tree / "roadmaps/shop", ("- Tins {#tins}", "- Tins {#tins}\n- Pots {#tea-pots}"))
    for slug in ("tea", "shop"):
        run("layout", slug)
        (tree / "roadmaps" / slug / "changes.yaml").unlink()
    answer = run("diff", str(old), str(tree), "--ledger")
    assert answer.exit_code == 0
    moved = "- date: {day}\n  moved: pots\n  to: shop/tea-pots\n  name: Pots\n"
    assert entries(tea) == (WRITTEN + moved).format(day=date.today().isoformat())
    assert [f for f in load(tree, reserved=()).findings if f.file.endswith("changes.yaml")] == []


def test_a_revision_cannot_be_written_into(tree: Path, tea: Path, run: Run) -> None:
    answer = run("diff", str(tree), "HEAD", "--ledger")
    assert answer.exit_code == 1


def test_without_tables_the_command_says_what_to_do(tea: Path, run: Run) -> None:
    said = run("migrate", "--dry-run")
    assert said.exit_code == 1
    assert "db upgrade" in said.output
