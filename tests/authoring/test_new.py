"""From nothing to a roadmap, and on from there."""

from __future__ import annotations

import json
from pathlib import Path

from tests.authoring.conftest import Run
from tests.conftest import CONTENT
from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.loading.load import load

ASKED = ("--title", "Tea", "--description", "Know your tea", "--kind", "skill")


def test_a_new_roadmap_passes_the_check_and_is_complete(tree: Path, run: Run) -> None:
    answer = run("new", "tea", *ASKED)
    assert answer.exit_code == 0, answer.output
    assert "begun as 'Tea', with 12 topics" in answer.output
    catalog = load(tree, reserved=())
    found = [f.message for f in catalog.findings if f.severity != "note"]
    assert [message.partition(":")[0] for message in found] == ["texts are empty, each of them"]
    tea = catalog.roadmaps["tea"]
    assert (tea.title, tea.description, tea.front.tags[-1]) == ("Tea", "Know your tea", "skill-roadmap")
    assert len(list((tree / "roadmaps/tea/content").iterdir())) == len(tea.topics) == 12
    assert tea.graph
    assert (tea.front.width, tea.front.height) == (tea.graph.bounds.width, tea.graph.bounds.height)
    header = (tree / "roadmaps/tea/tea.md").read_text()
    assert isinstance(tea.front, FrontMatter)
    for key in (
        "jsonUrl",
        "pdfUrl",
        "order",
        "question",
        "schema",
        "formerSlugs",
        "language",
        "seo",
        "relatedRoadmaps",
        "sitemap",
        "courses",
        "partner",
        "note",
        "tags",
    ):
        assert f"\n{key}:" in header


def test_it_asks_for_what_it_is_not_told(tree: Path, run: Run) -> None:
    answer = run("new", "green-tea")
    assert "Title [Green Tea]" in answer.output


def test_it_needs_nobody_who_answers(tree: Path, run: Run) -> None:
    answer = run("new", "green-tea")
    assert answer.exit_code == 0, answer.output
    assert "begun as 'Green Tea'" in answer.output
    front = load(tree, reserved=()).roadmaps["green-tea"].front
    assert (front.title, front.description) == ("Green Tea", "Learn Green Tea step by step")
    assert "skill-roadmap" in front.tags


def test_the_title_is_that_of_the_outline(tree: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "o.md").write_text("# All About *Tea*\n\n## Leaves\n- Green\n")
    assert "begun as 'All About Tea'" in run("new", "tea", "--outline", str(tmp_path / "o.md")).output
    assert load(tree, reserved=()).roadmaps["tea"].title == "All About Tea"


def test_the_example_of_the_readme_passes_the_strict_check(tree: Path, run: Run, tmp_path: Path) -> None:
    readme = (CONTENT / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```markdown\n")[2].partition("```\n")[0]
    (tmp_path / "brewing.md").write_text(example, encoding="utf-8")
    assert run("new", "tea", "--outline", str(tmp_path / "brewing.md")).exit_code == 0
    answer = run("check", "--strict")
    assert answer.exit_code == 1
    assert answer.output.count("warning: ") == 1
    assert "roadmaps/tea/content: texts: texts are empty, each of them: Leaves, Green Tea," in answer.output
    for path in (tree / "roadmaps/tea/content").iterdir():
        path.write_text(path.read_text() + "\nWhat it is, and when it matters.\n")
    answer = run("check", "--strict")
    assert (answer.exit_code, answer.output) == (0, "1 roadmap (1 without a finding), 19 topics: 0 errors, 0 warnings, 0 notes\n")  # fmt: skip
    assert "unchanged" in run("layout", "tea").output


def test_a_new_roadmap_may_begin_with_an_outline(tree: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "o.md").write_text("# Tea\n\n## Leaves\n- Green\n- Black\n")
    assert run("new", "tea", *ASKED, "--outline", str(tmp_path / "o.md")).exit_code == 0
    assert [t.label for t in load(tree, reserved=()).roadmaps["tea"].topics.values()] == [
        "Leaves",
        "Green",
        "Black",
    ]


def test_what_cannot_be_begun_is_said_and_nothing_is_written(tree: Path, run: Run, tmp_path: Path) -> None:
    for slug, words in (("search", "/search is an address of the site"), ("Te a", "is no slug")):
        answer = run("new", slug, *ASKED)
        assert answer.exit_code == 1
        assert words in answer.output
    (tmp_path / "o.md").write_text("# Tea\n\n## Leaves {loud}\n")
    answer = run("new", "tea", *ASKED, "--outline", str(tmp_path / "o.md"))
    assert f"{tmp_path}/o.md: line 3, column" in answer.output
    assert "loud is unknown" in answer.output
    assert list((tree / "roadmaps").iterdir()) == []
    assert run("new", "tea", *ASKED).exit_code == 0
    assert "is there already" in run("new", "tea", *ASKED).output


def test_a_topic_is_added_where_it_belongs(tree: Path, run: Run) -> None:
    run("new", "tea", *ASKED)
    before = json.loads((tree / "roadmaps/tea/tea.json").read_text())
    answer = run("topic", "tea", "Kettle", "--under", "what you need")
    assert answer.exit_code == 0, answer.output
    tea = load(tree, reserved=()).roadmaps["tea"]
    kettle = next(t for t in tea.topics.values() if t.label == "Kettle")
    assert (tree / f"roadmaps/tea/content/kettle@{kettle.id}.md").read_text() == "# Kettle\n"
    labels = [tea.topics[i].label for i in tea.order]
    assert labels[labels.index("Kettle") - 1] == "Another Tool"
    assert {n["id"] for n in before["nodes"]} < {
        n["id"] for n in json.loads((tree / "roadmaps/tea/tea.json").read_text())["nodes"]
    }
    answer = run("topic", "tea", "Cup", "--under", "Kitchen")
    assert answer.exit_code == 1
    assert (
        "no main topic or group is called 'Kitchen'. There are: First Steps, What You Need," in answer.output
    )


def test_what_is_no_topic_is_said_and_nothing_is_written(tree: Path, run: Run) -> None:
    run("new", "tea", *ASKED)
    outline = tree / "roadmaps/tea/tea.outline.md"
    before = outline.read_text()
    for label in ("", "[Shop](https://shop.example)", "{loud}", "Long " * 60):
        answer = run("topic", "tea", label, "--under", "First Steps")
        assert (answer.exit_code, answer.output[:6]) == (1, "Error:"), answer.exception
        assert outline.read_text() == before
    assert run("topic", "tea", "Green\nTea {recommended}", "--under", "First Steps").exit_code == 0
    green = next(t for t in load(tree, reserved=()).roadmaps["tea"].topics.values() if t.label == "Green Tea")
    assert (tree / f"roadmaps/tea/content/green-tea@{green.id}.md").read_text() == "# Green Tea\n"


def test_an_empty_outline_is_no_outline(tree: Path, run: Run, tmp_path: Path) -> None:
    source = tmp_path / "mine.md"
    source.write_text("\n")
    answer = run("new", "tea", "--outline", str(source))
    assert answer.exit_code == 1
    assert "there is no main topic" in answer.output
    assert not (tree / "roadmaps/tea").exists()
