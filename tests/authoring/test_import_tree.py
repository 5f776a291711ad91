"""A foreign tree becomes a clean one of our own shape, and nothing that can be read is lost."""

from __future__ import annotations

import json
from pathlib import Path

from tests.authoring.conftest import Run
from tests.catalog.trees import HEADER, ONE, TWO, edge, graph, grow, node
from tests.generator.tree import grow as grow_whole
from webapp.catalog.loading.load import load


def test_a_whole_tree_comes_over_clean(run: Run, tmp_path: Path) -> None:
    told = grow_whole(tmp_path / "foreign", seed=3, folders=16, topics=400)
    answer = run("import", str(tmp_path / "foreign"), str(tmp_path / "clean"))
    assert answer.exit_code == 0, answer.output
    before, after = load(tmp_path / "foreign", reserved=()), load(tmp_path / "clean", reserved=())
    assert after.roadmaps.keys() == before.roadmaps.keys()
    assert after.errors == ()
    for slug, roadmap in before.roadmaps.items():
        mine = after.roadmaps[slug]
        assert (mine.title, mine.order) == (roadmap.title, roadmap.order)
        for topic_id, topic in roadmap.topics.items():
            other = mine.topics[topic_id]
            assert (other.label, other.title, other.text, other.resources, other.path) == (
                topic.label, topic.title, topic.text, topic.resources, topic.path
            )  # fmt: skip
        files = sorted(p.name for p in (tmp_path / f"clean/roadmaps/{slug}").rglob("*.md"))
        assert len(files) == len(set(files))
        if roadmap.graph and mine.graph:
            assert [n for n in roadmap.graph.nodes if n.id in {m.id for m in mine.graph.nodes}] == list(
                mine.graph.nodes
            )
    said = {
        (f.place if "line" not in f.place else "line", f.message.split(" ")[0])
        for f in after.findings
        if f.severity == "warning"
    }
    assert not [
        f
        for f in after.findings
        if "dangles" in f.message or "same id" in f.message or "front matter" in f.message
    ], said
    assert "roadmap.sh" not in "".join(p.read_text() for p in (tmp_path / "clean").rglob("*.json"))
    assert told.total("two_files") > 0
    assert answer.output.count("another text of the same topic") == told.total("two_files")
    assert answer.output.count("no node of the map has the id") >= told.total("orphans")
    for finding in after.findings:
        assert (
            finding.severity == "note"
            or f"left: {finding.file.split('/', 2)[2]}: {finding.place}: {finding.message}" in answer.output
        )
    for slug, one in told.roadmaps.items():
        front = after.roadmaps[slug].front
        if one.header != "whole":
            # What nobody has said is not made up.
            assert (front.is_new, front.is_forkable, front.schema.published, front.width, front.tags) == (
                False,
                False,
                None,
                None,
                (),
            )


def test_promotion_goes_and_ways_to_this_site_stay(tree: Path, run: Run, tmp_path: Path) -> None:
    def button(name: str, href: str) -> dict[str, object]:
        return node(
            name, name, "button", y=200, data={"label": name, "href": href, "oldId": "x"}, selected=True
        )

    nodes = [node(), button("out", "https://roadmap.sh/devops"), button("home", "https://roadmap.sh/alpha")]
    files = {
        "alpha.md": HEADER,
        "alpha.json": graph(*nodes, edges=(edge(ONE, "out"),)),
        f"content/old-name@{ONE}.md": "# First",
    }
    grow(tree, files)
    answer = run("import", str(tree), str(tmp_path / "clean"))
    made = json.loads((tmp_path / "clean/roadmaps/alpha/alpha.json").read_text())
    assert [
        (n["id"], n["data"].get("href"), n.get("selected"), n["data"].get("oldId")) for n in made["nodes"]
    ] == [
        (ONE, None, None, None),
        ("home", "/alpha", None, None),
    ]
    assert made["edges"] == []
    assert (tmp_path / f"clean/roadmaps/alpha/content/first@{ONE}.md").read_text() == "# First\n"
    for words in (
        "dropped: alpha.json: the button 'out' that promotes https://roadmap.sh/devops",
        "mended: https://roadmap.sh/alpha is /alpha",
        f"mended: content/old-name@{ONE}.md is content/first@{ONE}.md",
        "1 roadmap imported",
    ):
        assert words in answer.output


def test_what_is_in_the_way_stays(tree: Path, run: Run, tmp_path: Path) -> None:
    grow(tree, {"alpha.md": HEADER, f"content/first@{ONE}.md": "# First\n"})
    grow(tree, {"beta.md": "---\ntitle: [\n---\n", f"content/first@{TWO}.md": "# First\n"}, "beta")
    grow(tree, {f"content/first@{ONE}.md": "# First\n"}, "go lang")
    (tree / "guides").mkdir()
    here = tmp_path / "clean/roadmaps/alpha"
    here.mkdir(parents=True)
    (here / "alpha.md").write_text("mine")
    answer = run("import", str(tree), str(tmp_path / "clean"))
    assert (here / "alpha.md").read_text() == "mine"
    assert "alpha: not imported\n  left:" in answer.output
    assert "beta: not imported\n  dropped: " in answer.output
    assert (
        "go lang: not imported\n  dropped: slug: it is no slug. Use small letters, digits and -,"
        in answer.output
    )
    assert "guides: not imported\n  left: it is no part of the roadmaps" in answer.output
    assert not (tmp_path / "clean/roadmaps/beta").exists()


def test_it_does_not_bring_a_tree_into_itself(tree: Path, run: Run, tmp_path: Path) -> None:
    grow(tree, {"alpha.md": HEADER, f"content/first@{ONE}.md": "# First\n"})
    assert "lies within" in run("import", str(tree), str(tree / "new")).output
    (tmp_path / "empty").mkdir()
    answer = run("import", str(tmp_path / "empty"), str(tmp_path / "clean"))
    assert answer.exit_code == 1
    assert "there is no such folder" in answer.output


def test_every_map_keeps_the_text_that_it_shows(tree: Path, run: Run, tmp_path: Path) -> None:
    grow(tree, {
        "alpha.md": HEADER, "alpha.json": graph(node(label="Loops")), "alpha-short.json": graph(node(label="Loops in short")),
        f"content/loops@{ONE}.md": "# Loops\n\nThe whole.\n", f"content/loops-in-short@{ONE}.md": "# Loops in short\n\nA part.\n",
        f"content/older@{ONE}.md": "# Older\n",
    })  # fmt: skip
    answer = run("import", str(tree), str(tmp_path / "clean"))
    roadmaps = load(tmp_path / "clean", reserved=()).roadmaps
    assert [roadmaps[s].topics[ONE].text for s in ("alpha", "alpha-short")] == ["The whole.", "A part."]
    assert f"dropped: content/older@{ONE}.md: another text of the same topic" in answer.output
    assert answer.output.count("another text of the same topic") == 1


def test_no_file_goes_without_a_word(tree: Path, run: Run, tmp_path: Path) -> None:
    files = {
        "alpha.md": HEADER, "alpha.json": graph(node()), "alpha.outline.md": f"# Alpha\n\n## First {{#{ONE}}}\n",
        f"content/first@{ONE}.md": "# First\n", "content/notes.txt": "x", "stray.md": "x", "alpha-broken.json": "{", "old/x@y.md": "# X\n",
    }  # fmt: skip
    grow(tree, files)
    (tree / "roadmaps/alpha/out.json").symlink_to("/etc/hostname")
    answer = run("import", str(tree), str(tmp_path / "clean"))
    made = {
        p.relative_to(tmp_path / "clean/roadmaps/alpha").as_posix() for p in (tmp_path / "clean").rglob("*.*")
    }
    assert made == {"alpha.md", "alpha.json", "alpha.outline.md", f"content/first@{ONE}.md"}
    for name in ("content/notes.txt", "stray.md", "old/x@y.md"):
        assert f"dropped: {name}: it is no part of the format" in answer.output
    assert "dropped: alpha-broken.json: it is not JSON" in answer.output
    assert "dropped: out.json: it is a link that leads out" in answer.output


def test_texts_without_ids_get_those_of_their_paths(tree: Path, run: Run, tmp_path: Path) -> None:
    grow(
        tree,
        {
            "alpha.md": HEADER,
            "content/100-net/index.md": "# Net\n",
            "content/100-net/100-how.md": "# How\n",
            "content/index.md": "# All\n",
        },
    )
    answer = run("import", str(tree), str(tmp_path / "clean"))
    names = sorted(p.name for p in (tmp_path / "clean/roadmaps/alpha/content").iterdir())
    assert names == ["how@100-net-100-how.md", "net@100-net.md"]
    assert "mended: content/net@100-net.md has the id of its path in its name" in answer.output
    assert "dropped: content/index.md: it is no topic's text and is left out" in answer.output


def test_what_cannot_be_written_costs_only_itself(run: Run, tmp_path: Path) -> None:
    drawn = graph(node(label="One \ud83d"), node(TWO, "Two", y=99))
    drawn = drawn.replace('"y": 99', '"y": 99, "z": 1e999')
    grow(tmp_path / "foreign", {"alpha.md": "title: without its fence\n", "alpha.json": drawn})
    answer = run("import", str(tmp_path / "foreign"), str(tmp_path / "clean"))
    assert "alpha: imported" in answer.output
    assert "mended: alpha.json: numbers and letters that are none are left out" in answer.output
    assert "dropped: alpha.md: its words, which no front matter holds" in answer.output
    clean = load(tmp_path / "clean", reserved=())
    assert clean.errors == ()
    assert list(clean.roadmaps["alpha"].topics) == [ONE, TWO]
