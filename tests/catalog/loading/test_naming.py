"""Ids and slugs of before: what counts, and what is reported where roadmaps contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.trees import grow
from webapp.catalog.catalog import Catalog
from webapp.catalog.loading.load import Loader, load

TEXT = {"content/one@1.md": "# One\n\nThe first.\n"}


def served(root: Path, **roadmaps: str) -> Catalog:
    for slug, lines in roadmaps.items():
        grow(root, {f"{slug}.md": f"---\ntitle: T\n{lines}\n---\n", **TEXT}, slug)
    return load(root, reserved={"login"})


def said(catalog: Catalog, place: str) -> list[tuple[str, str]]:
    return [(f.file.split("/")[1], f.message) for f in catalog.findings if f.place == place]


def test_a_former_slug_leads_to_the_present_one(tmp_path: Path) -> None:
    catalog = served(tmp_path, beta="formerSlugs: [alpha, omega]", gamma="")
    assert dict(catalog.moved) == {"alpha": "beta", "omega": "beta"}
    assert said(catalog, "formerSlugs") == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("formerSlugs: [gamma]", "/gamma is another roadmap now and stays its address"),
        ("formerSlugs: [beta]", "beta is the present slug"),
        ("formerSlugs: [login]", "/login is an address of the site"),
        ("formerSlugs: ['Not one/']", "'Not one/' is no slug; it is left out"),
        ("formerSlugs: [delta]", "delta is a former slug of aleph too, and leads there"),
        ("formerSlugs: alpha", "the value has the wrong type"),
        ("formerSlugs: [[1]]", "the value has the wrong type"),
    ],
)
def test_a_former_slug_that_contradicts_is_reported_and_does_nothing(
    tmp_path: Path, lines: str, message: str
) -> None:
    catalog = served(tmp_path, aleph="formerSlugs: [delta]", beta=lines, gamma="")
    assert set(catalog.roadmaps) == {"aleph", "beta", "gamma"}
    assert dict(catalog.moved) == {"delta": "aleph"}
    place = "formerSlugs[0]" if "[[" in lines else "formerSlugs"
    assert said(catalog, place) == [("beta", message)]
    assert not catalog.errors


def test_an_id_of_two_roadmaps_counts_for_neither(tmp_path: Path) -> None:
    catalog = served(tmp_path, alpha="id: r1", beta="id: r1")
    assert [r.ids for r in catalog.roadmaps.values()] == [(), ()]
    assert {r.feed_name for r in catalog.roadmaps.values()} == {"alpha", "beta"}
    assert said(catalog, "id") == [
        ("alpha", "r1 is the id of beta too, and counts for neither"),
        ("beta", "r1 is the id of alpha too, and counts for neither"),
    ]


def test_an_id_may_be_another_roadmap_s_slug_and_feeds_tell_them_apart(tmp_path: Path) -> None:
    catalog = served(tmp_path, alpha="", beta="id: alpha")
    assert catalog.roadmaps["beta"].ids == ("alpha",)
    names = [r.feed_name or r.front.id or r.slug for r in catalog.roadmaps.values()]
    assert sorted(names) == ["alpha", "alpha~2"]
    assert said(catalog, "id") == [("beta", "alpha is also the slug of another roadmap")]


def test_variants_have_names_of_before_as_their_folder_has(tmp_path: Path) -> None:
    graph = '{"nodes": [{"id": "1", "type": "topic", "position": {"x": 0, "y": 0}, "data": {"label": "One"}}], "edges": []}'
    header = "---\ntitle: T\nid: r1\nformerSlugs: [alpha]\n---\n"
    files = {"beta.md": header, "beta-short.json": graph, "alpha-long.json": graph, "tour.json": graph}
    grow(tmp_path, {**files, **TEXT}, "beta")
    catalog = load(tmp_path, reserved=())
    assert dict(catalog.moved) == {
        "alpha": "beta",
        "alpha-short": "beta-short",
        "alpha-long": "beta-alpha-long",
        "alpha-beta-short": "beta-short",
        "alpha-tour": "beta-tour",
    }
    assert all(r.ids for r in catalog.roadmaps.values())
    assert len({name for r in catalog.roadmaps.values() for name in r.ids}) == 5


def test_a_roadmap_whose_names_are_the_same_stays_the_same_object(tmp_path: Path) -> None:
    served(tmp_path, alpha="id: r1\nformerSlugs: [old]", beta="")
    loader = Loader(tmp_path, reserved=())
    before = loader.load().roadmaps["alpha"]
    grow(tmp_path, {"beta.md": "---\ntitle: Another title\n---\n"}, "beta")
    assert loader.load().roadmaps["alpha"] is before
    grow(tmp_path, {"beta.md": "---\ntitle: T\nid: r1\n---\n"}, "beta")
    assert loader.load().roadmaps["alpha"].ids == ()
