"""A tree as messy as real ones: everything in it is served, and nothing that was put in is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask
from lxml import html

from tests.conftest import serving
from tests.generator.told import Line, Told
from tests.generator.tree import grow
from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Entry
from webapp.web.site.services import services_of

pytestmark = pytest.mark.slow

# How often each type of node occurs in a large real tree.
REAL = {
    "subtopic": 5703, "topic": 1190, "vertical": 578, "label": 512, "section": 421, "paragraph": 404, "button": 277, "horizontal": 230,
    "title": 63, "resourceButton": 42, "linksgroup": 40, "todo": 17, "legend": 11, "checklist": 10,
}  # fmt: skip


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    root = tmp_path_factory.mktemp("tree")
    return root, grow(root, seed=7, folders=40, topics=900)


@pytest.fixture(scope="module")
def large(tree: tuple[Path, Told]) -> Iterator[Flask]:
    root, _ = tree
    with serving(root) as app:
        yield app


@pytest.fixture(scope="module")
def catalog(large: Flask) -> Catalog:
    return services_of(large).catalog_store.catalog


def test_the_tree_holds_what_real_trees_hold(tree: tuple[Path, Told]) -> None:
    told = tree[1]
    for name in ("twins", "orphans", "two_files", "without_text", "dangling", "links_home", "variant_topics"):
        assert told.total(name) > 0, name
    assert {r.header for r in told.roadmaps.values()} == {"whole", "stub", "none"}
    assert any(not r.has_graph and r.topics for r in told.roadmaps.values())
    assert any(r.nodes == 1 for r in told.roadmaps.values())


@pytest.mark.parametrize("seed", [1, 2])
def test_the_shares_are_those_of_real_trees(tmp_path: Path, seed: int) -> None:
    told = grow(tmp_path, seed, folders=42, topics=3500)
    nodes = told.total("nodes")
    for kind, often in REAL.items():
        assert told.types[kind] / nodes == pytest.approx(often / 9498, rel=0.35, abs=0.002), kind
    assert told.total("dangling") / told.total("edges") == pytest.approx(446 / 3293, rel=0.2)
    assert told.total("files") / nodes == pytest.approx(9500 / 9498, rel=0.1)
    assert told.total("orphans") / nodes == pytest.approx(382 / 9498, rel=0.15)
    assert told.total("two_files") / nodes == pytest.approx(125 / 9498, rel=0.15)
    assert told.total("twins") == pytest.approx(16 / 2, abs=1)


def test_every_folder_is_a_roadmap_with_all_its_topics(tree: tuple[Path, Told], catalog: Catalog) -> None:
    variants = {r.variant for r in tree[1].roadmaps.values() if r.variant}
    assert catalog.roadmaps.keys() == tree[1].roadmaps.keys() | variants
    assert not catalog.errors
    for slug, told in tree[1].roadmaps.items():
        roadmap = catalog.roadmaps[slug]
        for topic_id, label in told.topics.items():
            topic = roadmap.topic(topic_id)
            assert topic, (slug, topic_id)
            assert topic.label == (label if told.has_graph else told.two_files.get(topic_id, label).strip())
            assert topic.id in roadmap.order
        for one, other in told.twins.items():
            assert roadmap.topic(one) is roadmap.topic(other)
        assert told.orphans <= roadmap.topics.keys()
        assert not told.orphans & set(roadmap.order)
        for topic_id, heading in told.two_files.items():
            topic = roadmap.topic(topic_id)
            assert topic
            assert topic.title == heading.strip()


def test_variants_have_maps_of_their_own_and_name_their_parent(
    tree: tuple[Path, Told], catalog: Catalog, large: Flask
) -> None:
    for told in (r for r in tree[1].roadmaps.values() if r.variant):
        variant = catalog.roadmaps[told.variant]
        assert variant.parent == told.slug
        assert told.variant_topics <= set(variant.order)
        page = html.fromstring(large.test_client().get(f"/{told.variant}").text)
        parent = catalog.roadmaps[told.slug]
        assert page.xpath(f"//*[@class='other-maps']/a[@href='/{told.slug}']//text()") == [parent.brief_title]
        assert page.xpath("//*[@class='map__frame']//svg//path")
        above = html.fromstring(large.test_client().get(f"/{told.slug}").text)
        assert above.xpath("//*[@class='other-maps']/a/@href") == [f"/{told.variant}"]


def test_each_outline_is_what_was_drawn(tree: tuple[Path, Told], catalog: Catalog) -> None:
    compared = 0
    for slug, told in tree[1].roadmaps.items():
        if told.outline:
            topics = {i for line in told.outline for i in topics_below(line)}
            aliases = catalog.roadmaps[slug].aliases
            assert as_read(catalog.roadmaps[slug].outline, topics, aliases) == as_drawn(
                told.outline, aliases
            ), slug
            compared += len(topics)
    assert compared > 500


def topics_below(line: Line) -> Iterator[str]:
    if line.topic:
        yield line.topic
    for child in line.below:
        yield from topics_below(child)


def as_drawn(lines: list[Line], aliases: Mapping[str, str]) -> list[Any]:
    return [
        [aliases.get(line.topic, line.topic) or line.heading, as_drawn(line.below, aliases)] for line in lines
    ]


def as_read(entries: Iterable[Entry], topics: set[str], aliases: Mapping[str, str]) -> list[Any]:
    """An outline without what stands about on the map."""
    shown = topics | {aliases[t] for t in topics if t in aliases}
    rows = []
    for entry in entries:
        below = as_read(entry.children, topics, aliases)
        if (entry.kind == "topic" and entry.id in shown) or (entry.kind == "group" and below):
            rows.append([entry.id if entry.kind == "topic" else entry.label, below])
    return rows


def test_all_that_is_drawn_can_be_done(tree: tuple[Path, Told], catalog: Catalog) -> None:
    for roadmap in catalog.roadmaps.values():
        assert len(set(roadmap.order)) == len(roadmap.order)
        assert not set(roadmap.order) & roadmap.aliases.keys()


def test_every_page_answers_and_no_link_on_it_is_dead(large: Flask, catalog: Catalog) -> None:
    client = large.test_client()
    links: set[str] = set()
    for slug, roadmap in catalog.roadmaps.items():
        page = client.get(f"/{slug}")
        assert page.status_code == 200, slug
        assert "<details>" not in page.text.partition('class="map"')[2].partition("</main>")[0]
        links |= {
            path for path in re.findall(r'href="(/[^"#]*)"', page.text) if not path.startswith("/static/")
        }
        links |= {topic.path for topic in roadmap.topics.values()}
        links |= {f"/jsons/roadmaps/{slug}.json", f"/{slug}?view=list"}
    dead = []
    for link in sorted(links):
        parts = urlsplit(link)
        answer = client.get(unquote(parts.path), query_string=parts.query)
        if answer.status_code != 200:
            dead.append((link, answer.status_code))
    assert dead == []
    assert not any("roadmap.sh" in link for link in links)


def test_files_that_are_made_answer(large: Flask, catalog: Catalog) -> None:
    client = large.test_client()
    for slug in list(catalog.roadmaps)[:6]:
        assert client.get(f"/pdfs/roadmaps/{slug}.pdf").data.startswith(b"%PDF")
        assert client.get(f"/roadmaps/{slug}.png").data.startswith(b"\x89PNG")


def test_the_check_names_what_is_odd(tree: tuple[Path, Told], catalog: Catalog) -> None:
    told = tree[1]
    warnings = [f for f in catalog.findings if f.severity == "warning"]
    assert sum("it dangles" in f.message for f in warnings) >= told.total("dangling") - 5
    assert sum("lies under an identical node" in f.message for f in warnings) == told.total("twins")
    orphans = [f for f in catalog.findings if "no node of the map has the id" in f.message]
    assert len(orphans) == told.total("orphans")
    assert sum("has no text" in f.message for f in warnings) >= told.total("without_text")
    assert sum("there is no front matter" in f.message for f in warnings) > 0


def test_feeds_and_sitemap_hold_the_tree(large: Flask, catalog: Catalog) -> None:
    client = large.test_client()
    sitemap = client.get("/sitemap.xml").text
    assert all(
        f"/{r.slug}</loc>" in sitemap for r in catalog.listed if r.front.tags and not r.front.is_upcoming
    )
    assert client.get("/rss.xml").status_code == client.get("/feed.json").status_code == 200
    assert client.get("/search?q=parser").status_code == 200
