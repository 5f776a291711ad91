"""What `content check --fix` mends by itself, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.authoring.conftest import Run
from tests.catalog.trees import HEADER, ONE, TWO, edge, graph, grow, node
from webapp.catalog.loading.load import load

TEXT = """# First

A text with `offical` in it.

- [@offical@One](https://a.example/one)
- [@Video@Two](ttps://a.example/two)
* [@article Three](https://a.example/three)
- [@article@Again](https://a.example/one)

```
- [@offical@Kept](https://a.example/code)
```
"""
MENDED = """# First

A text with `offical` in it.

- [@official@One](https://a.example/one)
- [@video@Two](https://a.example/two)
* [@article@Three](https://a.example/three)

```
- [@offical@Kept](https://a.example/code)
```
"""


def tree_of(tree: Path) -> Path:
    edges = (edge(), edge(), edge(source=ONE, target=ONE), edge(target="nobody"))
    drawn = json.dumps(json.loads(graph(node(), node(TWO, "Second", y=100), edges=edges)), indent=2) + "\n"
    grow(tree, {
        "alpha.md": "\ufeff" + HEADER, "alpha.json": drawn,
        f"content/first@{ONE}.md": TEXT, f"content/second@{TWO}.md": TEXT.replace("\n", "\r\n"),
    })  # fmt: skip
    return tree / "roadmaps/alpha"


def test_what_is_safe_is_mended_and_the_rest_stays_letter_by_letter(tree: Path, run: Run) -> None:
    folder = tree_of(tree)
    before = load(tree, reserved=())
    answer = run("check", "--fix")
    assert (folder / f"content/first@{ONE}.md").read_text() == MENDED
    assert (folder / f"content/second@{TWO}.md").read_bytes() == MENDED.replace("\n", "\r\n").encode()
    assert (folder / "alpha.md").read_text() == HEADER
    drawn = (folder / "alpha.json").read_text()
    assert [e["target"] for e in json.loads(drawn)["edges"]] == [TWO]
    assert drawn.startswith('{\n  "nodes"')
    assert drawn.endswith("}\n")
    assert f"mended: roadmaps/alpha/content/first@{ONE}.md: line 5: offical is official" in answer.output
    assert (
        "mended: roadmaps/alpha/alpha.json: 3 edges that led nowhere, to themselves or twice the same way are gone"
        in answer.output
    )
    after = load(tree, reserved=())
    assert after.findings == ()
    assert "1 roadmap (1 without a finding), 2 topics: 0 errors, 0 warnings, 0 notes" in answer.output
    seen = [
        [(t.title, t.text, t.resources) for t in c.roadmaps["alpha"].topics.values()] for c in (before, after)
    ]
    assert seen[0] == seen[1]
    assert "mended" not in run("check", "--fix").output


def test_without_it_nothing_is_written_and_it_is_offered(tree: Path, run: Run) -> None:
    folder = tree_of(tree)
    before = {p: p.read_bytes() for p in folder.rglob("*.*")}
    answer = run("check")
    assert {p: p.read_bytes() for p in folder.rglob("*.*")} == before
    assert "`content check --fix` mends 12 places by itself." in answer.output


def test_the_report_goes_roadmap_by_roadmap(tree: Path, run: Run) -> None:
    tree_of(tree)
    grow(tree, {"beta.md": HEADER, "beta.json": "{"}, "beta")
    answer = run("check")
    assert answer.exit_code == 1
    heads = [line for line in answer.output.splitlines() if line.startswith(("alpha", "beta"))]
    assert heads == [
        "alpha: 2 topics; 0 errors, 5 warnings, 9 notes",
        "beta: not served; 1 error, 0 warnings, 0 notes",
    ]
    assert "1 roadmap (0 without a finding), 1 not served (beta), 2 topics: 1 error" in answer.output
    assert "\n  error: roadmaps/beta/beta.json: graph: it is not JSON" in answer.output
    assert (
        f"\n  warning: roadmaps/alpha/alpha.json: edges[1]: it repeats another edge from {ONE} to {TWO}; one is drawn. Remove"
        in answer.output
    )


def test_what_is_the_same_at_many_places_of_a_file_is_said_once(tree: Path, run: Run) -> None:
    grow(
        tree,
        {
            "alpha.md": HEADER,
            "alpha.json": graph(node(), edges=[edge(target=f"nobody{n}") for n in range(23)]),
            f"content/first@{ONE}.md": "# First",
        },
    )
    said = [line for line in run("check").output.splitlines() if "dangles" in line]
    assert len(said) == 1
    assert said[0].startswith("  warning: roadmaps/alpha/alpha.json: edges[0], edges[1], edges[2], ")
    assert said[0].endswith(
        "edges[19] and 3 more: it dangles: its target is no node; it is not drawn. Connect it, or remove it; `content check --fix` does."
    )


def test_the_same_report_for_programs_names_each(tree: Path, run: Run) -> None:
    tree_of(tree)
    grow(tree, {"beta.md": HEADER, "beta.json": "{"}, "beta")
    data = json.loads(run("check", "--format", "json").output)
    assert data["summary"]["error"] == data["summary"]["notServed"] == 1
    assert data["roadmaps"]["beta"] == {"served": False, "topics": 0, "error": 1, "warning": 0, "note": 0}
    assert data["roadmaps"]["alpha"] == {"served": True, "topics": 2, "error": 0, "warning": 5, "note": 9}
