"""What a folder holds besides one map: variants, mock-ups, texts without ids, buttons of the site of origin."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.catalog.inference.drawn import written
from tests.catalog.trees import HEADER, ONE, TWO, edge, graph, grow, node, words
from webapp.catalog.loading.load import Loader, load

BOTH = graph(node(), node(TWO, "Second", y=100))
TEXTS = {f"content/first@{ONE}.md": "# First\n\nText.\n", f"content/second@{TWO}.md": "# Second\n\nMore.\n"}


@pytest.mark.parametrize("name", ["alpha-beginner.json", "beginner.json", "Alpha Beginner.json"])
def test_another_map_is_a_variant_with_its_own_address(tmp_path: Path, name: str) -> None:
    files = {"alpha.md": HEADER, "alpha.json": graph(node()), name: BOTH, **TEXTS}
    catalog = grow(tmp_path, files)
    variant = catalog.roadmaps["alpha-beginner"]
    assert (variant.parent, variant.title) == ("alpha", "Alpha Beginner")
    assert [(t.label, t.text, t.path) for t in variant.topics.values()] == [
        ("First", "Text.", f"/alpha-beginner/first@{ONE}"),
        ("Second", "More.", f"/alpha-beginner/second@{TWO}"),
    ]
    assert [r.slug for r in catalog.listed] == ["alpha"]
    assert [r.slug for r in catalog.listed_with_variants] == ["alpha", "alpha-beginner"]
    # A text that only the variant draws is no orphan.
    assert not catalog.findings


def test_a_variant_does_not_take_the_address_of_a_roadmap(tmp_path: Path) -> None:
    grow(
        tmp_path,
        {"alpha-beginner.md": HEADER.replace("Alpha", "Own"), f"content/first@{ONE}.md": "# First\n"},
        "alpha-beginner",
    )
    catalog = grow(
        tmp_path, {"alpha.md": HEADER, "alpha.json": graph(node()), "alpha-beginner.json": BOTH, **TEXTS}
    )
    assert catalog.roadmaps["alpha-beginner"].title == "Own"
    assert any(
        "alpha/alpha-beginner.json slug: /alpha-beginner is another page" in words(f)
        for f in catalog.findings
    )


def test_a_broken_variant_leaves_the_roadmap_alone(tmp_path: Path) -> None:
    catalog = grow(tmp_path, {"alpha.md": HEADER, "alpha.json": BOTH, "alpha-beginner.json": "{", **TEXTS})
    assert list(catalog.roadmaps) == ["alpha"]
    assert [f.file for f in catalog.errors] == ["roadmaps/alpha/alpha-beginner.json"]


def test_a_mapping_is_no_map(tmp_path: Path) -> None:
    catalog = grow(
        tmp_path, {"alpha.md": HEADER, "alpha.json": BOTH, "mapping.json": '{"old": "new"}', **TEXTS}
    )
    assert list(catalog.roadmaps) == ["alpha"]
    assert [words(f) for f in catalog.findings] == [
        "note roadmaps/alpha/mapping.json nodes: it is no graph, and is left alone | Nothing has to be done."
    ]


def test_a_mock_up_of_the_older_editor_gives_a_list(tmp_path: Path) -> None:
    mockup = json.dumps({"mockup": {"controls": {"control": [{"typeID": "TextArea"}]}}})
    texts = {
        "content/101-basics/index.md": "# Basics\n",
        "content/101-basics/100-loops.md": "Text.\n",
        "content/readme.md": "Hello",
    }
    catalog = grow(tmp_path, {"alpha.md": HEADER, "alpha.json": mockup, **texts})
    roadmap = catalog.roadmaps["alpha"]
    assert roadmap.graph is None
    assert [(t.label, t.id, t.path) for t in map(roadmap.topics.__getitem__, roadmap.order)] == [
        ("Basics", "101-basics", "/alpha/basics@101-basics"),
        ("Loops", "101-basics-100-loops", "/alpha/loops@101-basics-100-loops"),
    ]
    assert any(
        "it is a mock-up of the older editor; the topics are shown as a list" in f.message
        for f in catalog.findings
    )


def test_numbered_folders_are_read_by_their_numbers_and_nest(tmp_path: Path) -> None:
    texts = {
        "content/index.md": "# Everything\n", "content/2-html.md": "# HTML\n", "content/10-last.md": "# A last one\n",
        "content/1-net/index.md": "# Net\n", "content/1-net/100-how.md": "# How\n", "content/1-net/101-dns/index.md": "# DNS\n",
        "content/1-net/101-dns/1-names.md": "# Names\n",
    }  # fmt: skip
    roadmap = grow(tmp_path, {"alpha.md": HEADER, **texts}).roadmaps["alpha"]
    assert written(roadmap.outline) == "Net\n  How\n  DNS\n    Names\nHTML\nA last one"
    assert roadmap.order == (
        "1-net",
        "1-net-100-how",
        "1-net-101-dns",
        "1-net-101-dns-1-names",
        "2-html",
        "10-last",
    )


def test_promotion_is_kept_unless_it_is_not_wanted(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "label": "Origin", "url": "https://roadmap.sh/best"},
        {"id": "2", "label": "Here", "url": "https://roadmap.sh/alpha"},
    ]
    links = node("links", "Links", "linksgroup", y=300, data={"label": "Links", "links": rows})
    nodes = [node(), button("out", "https://roadmap.sh"), button("home", "https://roadmap.sh/alpha"), links]
    files = {
        "alpha.md": HEADER,
        "alpha.json": graph(*nodes, edges=(edge(ONE, "out"), edge(ONE, "home"))),
        **TEXTS,
    }
    kept = grow(tmp_path, files).roadmaps["alpha"].graph
    assert kept
    assert {n.id: n.href for n in kept.nodes if n.href} == {"out": "https://roadmap.sh", "home": "/alpha"}
    catalog = load(tmp_path, reserved=(), keeps_promotion=False)
    left = catalog.roadmaps["alpha"].graph
    assert left
    assert [n.id for n in left.nodes] == [ONE, "home", "links"]
    assert [r.label for r in left.nodes[-1].links] == ["Here"]
    assert [(e.source, e.target) for e in left.edges] == [(ONE, "home")]
    assert any("the button 'out' promotes https://roadmap.sh" in f.message for f in catalog.findings)


def test_only_what_has_changed_is_read_again(tmp_path: Path) -> None:
    grow(tmp_path, {"beta.md": HEADER, f"content/first@{ONE}.md": "# First\n"}, "beta")
    grow(tmp_path, {"alpha.md": HEADER, "alpha.json": BOTH, **TEXTS})
    loader = Loader(tmp_path, reserved=(), keeps_files=True)
    before = loader.load()
    assert not loader.has_changed()
    text = tmp_path / f"roadmaps/alpha/content/first@{ONE}.md"
    other = tmp_path / f"roadmaps/alpha/content/second@{TWO}.md"
    stat = other.stat()
    text.write_text("# First\n\nAnother text.\n", encoding="utf-8")
    # Time and size are as they were, so that it would only be noticed if it were read.
    other.write_text("# Second\n\nLess.\n", encoding="utf-8")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert loader.has_changed()
    after = loader.load()
    assert after.roadmaps["beta"] is before.roadmaps["beta"]
    assert after.roadmaps["alpha"].topics[ONE].text == "Another text."
    assert after.roadmaps["alpha"].topics[TWO].text == "More."
    assert after.version != before.version


def test_links_to_the_site_of_origin_lead_here_where_the_roadmap_is_here(tmp_path: Path) -> None:
    link = "[this](https://roadmap.sh/alpha) and [that](https://roadmap.sh/other)"
    header = f"---\ntitle: Alpha\nnote: See {link}\npartner:\n  description: x\n  link: https://roadmap.sh/alpha\n---\n"
    roadmap = grow(
        tmp_path, {"alpha.md": header, f"content/first@{ONE}.md": f"# First\n\n{link}\n"}
    ).roadmaps["alpha"]
    assert roadmap.topics[ONE].text == "[this](/alpha) and [that](https://roadmap.sh/other)"
    assert roadmap.front.note == "See [this](/alpha) and [that](https://roadmap.sh/other)"
    assert roadmap.front.partner
    assert roadmap.front.partner.link == "/alpha"


def button(name: str, href: str) -> dict[str, object]:
    return node(name, name, "button", y=300, data={"label": name, "href": href})


def test_links_lead_only_to_what_is_served(tmp_path: Path) -> None:
    origin = "https://roadmap.sh/"
    hrefs = {"served": "beta", "empty": "empty", "broken": "broken", "variant": "beta-beginner"}
    nodes = [
        node(),
        *(button(name, origin + slug) for name, slug in hrefs.items()),
        button("path", "/beta"),
        button("nowhere", "/empty"),
    ]
    text = " ".join(f"[{n}]({origin}{s})" for n, s in hrefs.items())
    grow(tmp_path, {"broken.md": HEADER, "broken.json": "{"}, "broken")
    (tmp_path / "roadmaps/empty").mkdir()
    grow(
        tmp_path,
        {"beta.md": HEADER, "beta.json": graph(node(TWO)), "beta-beginner.json": graph(node(TWO))},
        "beta",
    )
    files = {
        "alpha.md": HEADER,
        "alpha.json": graph(*nodes),
        f"content/first@{ONE}.md": f"# First\n\n{text}\n",
    }
    catalog = grow(tmp_path, files)
    roadmap = catalog.roadmaps["alpha"]
    assert roadmap.graph
    assert {n.label: n.href for n in roadmap.graph.nodes if n.type == "button"} == {
        "served": "/beta", "empty": f"{origin}empty", "broken": f"{origin}broken", "variant": "/beta-beginner", "path": "/beta", "nowhere": "",
    }  # fmt: skip
    assert "(/beta) " in roadmap.topics[ONE].text
    assert f"({origin}broken) " in roadmap.topics[ONE].text
    assert any(
        "node nowhere.href: '/empty' leads to no page of this site" in words(f) for f in catalog.findings
    )


def test_a_roadmap_that_comes_or_goes_changes_only_who_links_to_it(tmp_path: Path) -> None:
    grow(
        tmp_path,
        {"alpha.md": HEADER, "alpha.json": graph(node(), button("b", "https://roadmap.sh/beta")), **TEXTS},
    )
    grow(tmp_path, {"gamma.md": HEADER, f"content/first@{ONE}.md": "# First\n"}, "gamma")
    loader = Loader(tmp_path, reserved=())

    def href() -> str:
        drawn = loader.load().roadmaps["alpha"].graph
        assert drawn
        return drawn.nodes[-1].href

    assert href() == "https://roadmap.sh/beta"
    before = loader.load()
    grow(tmp_path, {"beta.md": HEADER, f"content/second@{TWO}.md": "# Second\n"}, "beta")
    assert href() == "/beta"
    assert loader.load().roadmaps["gamma"] is before.roadmaps["gamma"]
    assert loader.load().roadmaps["alpha"].version != before.roadmaps["alpha"].version
    (tmp_path / "roadmaps/beta/beta.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert href() == "https://roadmap.sh/beta"
