"""A line of an outline that has lost its id: learners keep their marks, and nobody is led to lose them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.conftest import Run
from webapp.catalog.loading.load import load

OUTLINE = """# Tools

## Containers {#containers}
- Docker {#docker-1}
- Rootless Podman {#podman-1 optional}

## Clusters {#clusters}
- Swarm {#swarm-1}
"""


@pytest.fixture
def outline(tree: Path, run: Run) -> Path:
    """A roadmap that was drawn, with a text for Docker."""
    folder = tree / "roadmaps" / "tools"
    (folder / "content").mkdir(parents=True)
    (folder / "tools.md").write_text("---\ntitle: Tools\nhasTopics: false\n---\n")
    (folder / "content" / "docker@docker-1.md").write_text("# Docker\n\nIt packs a program.\n")
    path = folder / "tools.outline.md"
    path.write_text(OUTLINE)
    assert run("layout", "tools").exit_code == 0
    return path


def files(outline: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in outline.parent.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param("- Docker {#docker-1}", "- Docker", "line 4, column 1: Docker had #docker-1 (the text docker@docker-1.md); put it back?", id="lost"),
        pytest.param("- Docker {#docker-1}", "- docker", "docker had #docker-1", id="other capitals"),
        pytest.param("- Rootless Podman {#podman-1 optional}", "- Podman Rootless {optional}", "Podman Rootless had #podman-1 ('Rootless Podman' on the map); put it back?", id="another order"),
        pytest.param("- Docker {#docker-1}\n- Rootless", "- Rootless", "line 8, column 1: Docker had #docker-1", id="moved"),
    ],
)  # fmt: skip
def test_the_id_is_named_and_put_back_on_demand(
    tree: Path, run: Run, outline: Path, before: str, after: str, told: str
) -> None:
    text = OUTLINE.replace(before, after) + ("- Docker\n" if "line 8" in told else "")
    outline.write_text(text)
    as_it_was = files(outline)
    answer = run("layout", "tools")
    assert answer.exit_code == 1
    assert told in answer.output
    assert "`content layout tools --fix` does." in answer.output
    checked = run("check")
    assert checked.exit_code == 1
    assert told in checked.output
    assert "mends 1 place by itself" in checked.output
    assert files(outline) == as_it_was
    assert "again" in run("layout", "tools", "--fix").output
    assert {"docker-1", "podman-1", "swarm-1"} <= load(tree, reserved=()).roadmaps["tools"].topics.keys()
    assert "optional}" in outline.read_text()
    assert run("check").exit_code == 0


def test_the_check_puts_it_back_and_draws(run: Run, outline: Path) -> None:
    outline.write_text(OUTLINE.replace(" {#docker-1}", ""))
    answer = run("check", "--fix")
    assert (
        "mended: roadmaps/tools/tools.outline.md: line 4: Docker has its id docker-1 again" in answer.output
    )
    assert answer.exit_code == 0
    assert outline.read_text() == OUTLINE


def test_a_renamed_line_that_lost_its_id_shows_what_it_may_have_been(run: Run, outline: Path) -> None:
    outline.write_text(OUTLINE.replace("- Docker {#docker-1}", "- Docker Basics"))
    for command in (("layout", "tools"), ("layout", "tools", "--fix"), ("check", "--fix")):
        answer = run(*command)
        assert answer.exit_code == 1
        assert "Docker Basics has no id, and may have had #docker-1 (the text docker@" in answer.output
        assert "a new topic takes its own, as {#docker-basics}" in answer.output
    outline.write_text(OUTLINE.replace("- Docker {#docker-1}", "- Docker Basics {#docker-basics}"))
    answer = run("layout", "tools")
    assert answer.exit_code == 0
    assert "gone: Docker; if it was renamed, write {#docker-1} at its line" in answer.output


def test_two_lines_of_one_name_show_both_candidates(run: Run, outline: Path) -> None:
    outline.write_text(OUTLINE.replace("- Swarm {#swarm-1}", "- Docker {#docker-2}"))
    assert run("layout", "tools").exit_code == 0
    outline.write_text(OUTLINE.replace(" {#docker-1}", "").replace("- Swarm {#swarm-1}", "- Docker"))
    before = files(outline)
    answer = run("layout", "tools", "--fix")
    assert answer.exit_code == 1
    assert "#docker-1 (the text docker@docker-1.md) or #docker-2 ('Docker' on the map)" in answer.output
    assert "line 4," in answer.output
    assert "line 8," in answer.output
    assert files(outline) == before


def test_an_id_that_was_given_anew_already_is_exchanged_and_keeps_its_name(
    tree: Path, run: Run, outline: Path
) -> None:
    outline.write_text(OUTLINE.replace("{#docker-1}", "{#given-anew}"))
    assert run("layout", "tools").exit_code == 0
    answer = run("check")
    assert (
        "Docker has no text, and #docker-1 (the text docker@docker-1.md) has its name: did the line lose its id?"
        in answer.output
    )
    assert "if only the file has the wrong name, call it docker@given-anew.md" in answer.output
    assert "{#given-anew}" in outline.read_text()
    assert run("layout", "tools", "--fix").exit_code == 0
    topics = load(tree, reserved=()).roadmaps["tools"].topics
    assert topics["docker-1"].drawn
    assert topics["given-anew"].title == "Docker"


def test_no_advice_costs_a_learner_the_name_of_a_topic(tree: Path, run: Run, outline: Path) -> None:
    outline.write_text(OUTLINE.replace("- Docker {#docker-1}\n", ""))
    run("layout", "tools")
    answer = run("check", "--strict")
    assert answer.exit_code == 0
    assert "docker" not in answer.output, "the ledger says that it is retired"
    (outline.parent / "changes.yaml").unlink()
    answer = run("check", "--strict")
    assert answer.exit_code == 0
    assert "remove the file" not in answer.output.lower()
    assert "learners who have marked it see its name from here. Leave it" in answer.output
    assert load(tree, reserved=()).roadmaps["tools"].topics["docker-1"].title == "Docker"


def test_a_topic_is_not_added_in_the_place_of_a_former_one(run: Run, outline: Path) -> None:
    outline.write_text(OUTLINE.replace("- Docker {#docker-1}\n", ""))
    run("layout", "tools")
    before = files(outline)
    answer = run("topic", "tools", "Docker", "--under", "Clusters")
    assert "Docker had #docker-1" in answer.output
    assert files(outline) == before
    assert run("topic", "tools", "Docker {#docker-1}", "--under", "Clusters").exit_code == 0
    assert "It packs a program." in (outline.parent / "content/docker@docker-1.md").read_text()


@pytest.mark.parametrize(
    "label",
    ["Cafe\u0301 Latte", "Café\u00a0Latte", "Café\u200b Latte\u2060", "LATTE CAFÉ"],
    ids=["accents apart", "a hard blank", "blanks of no width", "capitals"],
)
def test_letters_that_look_the_same_are_the_same(tree: Path, run: Run, outline: Path, label: str) -> None:
    outline.write_text(f"{OUTLINE}- Café Latte {{#latte}}\n", encoding="utf-8")
    assert run("layout", "tools").exit_code == 0
    outline.write_text(f"{OUTLINE}- {label}\n", encoding="utf-8")
    answer = run("layout", "tools")
    assert answer.exit_code == 1
    assert "had #latte ('Café Latte' on the map); put it back?" in answer.output


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (
            "- Docker {#docker-1}\n  - Images",
            "line 4, column 1: Docker was a topic; as a group it shows no marks",
        ),
        ("- [Docker](https://example.org) {#docker-1}", "Docker was a topic; as a link it shows no marks"),
    ],
)
def test_a_topic_that_becomes_something_else_is_named(
    tree: Path, run: Run, outline: Path, after: str, told: str
) -> None:
    outline.write_text(OUTLINE.replace("- Docker {#docker-1}", after))
    assert told in run("check").output
    assert told in run("layout", "tools").output
