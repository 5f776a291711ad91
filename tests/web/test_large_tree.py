"""A tree as messy as real ones: everything in it is served, and nothing that was put in is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask

from tests.generator.told import Told
from tests.generator.tree import grow
from webapp.app import create_app
from webapp.catalog.catalog import Catalog
from webapp.config import read_settings
from webapp.web.store import store_of


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    root = tmp_path_factory.mktemp("tree")
    return root, grow(root, seed=7, folders=40, topics=900)


@pytest.fixture(scope="module")
def large(tree: tuple[Path, Told]) -> Iterator[Flask]:
    root, _ = tree
    environ = {"CONTENT_DIR": str(root), "DATABASE_URL": f"sqlite:///{root}/m.db", "INSTANCE_DIR": str(root / "instance")}
    app = create_app(read_settings(environ, root=root), TESTING=True, RATELIMIT_ENABLED=False)
    yield app
    with app.app_context():
        from webapp.web.extensions import db

        db.engine.dispose()


@pytest.fixture(scope="module")
def catalog(large: Flask) -> Catalog:
    return store_of(large).catalog


def test_the_tree_holds_what_real_trees_hold(tree: tuple[Path, Told]) -> None:
    told = tree[1]
    for name in ("twins", "orphans", "two_files", "dangling", "links_home"):
        assert told.total(name) > 0, name
    assert any(not r.has_header for r in told.roadmaps.values())
    assert any(not r.has_graph for r in told.roadmaps.values())
    assert any(r.nodes == 1 for r in told.roadmaps.values())


def test_every_folder_is_a_roadmap_with_all_its_topics(tree: tuple[Path, Told], catalog: Catalog) -> None:
    assert catalog.roadmaps.keys() == tree[1].roadmaps.keys()
    assert not catalog.errors
    for slug, told in tree[1].roadmaps.items():
        roadmap = catalog.roadmaps[slug]
        for topic_id, label in told.topics.items():
            topic = roadmap.topic(topic_id)
            assert topic, (slug, topic_id)
            assert topic.label == " ".join(label.split())
            assert topic.id in roadmap.order
        for one, other in told.twins.items():
            assert roadmap.topic(one) is roadmap.topic(other)
        assert told.orphans <= roadmap.topics.keys()
        assert not told.orphans & set(roadmap.order)


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
        links |= {path for path in re.findall(r'href="(/[^"#]*)"', page.text) if not path.startswith("/static/")}
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
    assert sum("lies under its twin" in f.message for f in warnings) == told.total("twins")
    assert sum("no node of the map has the id" in f.message for f in warnings) == told.total("orphans")
    assert sum("has no text" in f.message for f in warnings) >= told.total("without_text")
    assert sum("there is no front matter" in f.message for f in warnings) > 0


def test_feeds_and_sitemap_hold_the_tree(large: Flask, catalog: Catalog) -> None:
    client = large.test_client()
    sitemap = client.get("/sitemap.xml").text
    assert all(f"/{r.slug}</loc>" in sitemap for r in catalog.listed if r.front.tags and not r.front.is_upcoming)
    assert client.get("/rss.xml").status_code == client.get("/feed.json").status_code == 200
    assert client.get("/search?q=parser").status_code == 200
