"""Each hostile tree gets its own finding, and what is good beside it is served."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from tests.broken.slow import SLOW
from tests.broken.trees import TREES, Broken
from tests.catalog.trees import HEADER, ONE, TWO, edge, graph, grow, node, words
from webapp.catalog.findings import Findings
from webapp.catalog.front_matter.parse import parse_front_matter
from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.loading.folder import FolderReader
from webapp.catalog.loading.load import Loader, load
from webapp.catalog.model import Roadmap

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KEYS = """
    title description briefTitle briefDescription order renderer hasTopics isNew isHidden isUpcoming isForkable jsonUrl pdfUrl dimensions
    dimensions.width dimensions.height question question.title question.description schema schema.headline schema.description
    schema.imageUrl schema.datePublished schema.dateModified seo seo.title seo.description seo.keywords seo.ogImageUrl relatedRoadmaps
    relatedQuestions sitemap sitemap.priority sitemap.changefreq tags partner partner.description partner.link partner.linkText note courses
""".split()  # noqa: SIM905  # a list of words is for reading
VALUES = {
    "a number": "7",
    "a flag": "true",
    "a list": "[[1]]",
    "a mapping": "{x: {y: 1}}",
    "a text": "'words'",
    "a date": "2026-01-02",
}


def good(root: Path, slug: str) -> Path:
    grow(root, {
        f"{slug}.md": HEADER, f"{slug}.json": graph(node(), node(TWO, "Second", y=100), edges=(edge(),)),
        f"content/first@{ONE}.md": "# First\n\nText.\n", f"content/second@{TWO}.md": "# Second\n\nText.\n",
    }, slug)  # fmt: skip
    return root / "roadmaps" / slug


@pytest.mark.parametrize("broken", [pytest.param(b, id=n) for n, b in TREES.items()])
def test_it_is_named_and_the_rest_is_served(tmp_path: Path, broken: Broken) -> None:
    good(tmp_path, "beta")
    broken.write(good(tmp_path, "alpha"))
    catalog = load(tmp_path, reserved=())
    found = [words(f) for f in catalog.findings]
    assert [f for f in found if f.startswith(broken.finding)], "\n".join(f[:200] for f in found[:10])
    assert all(f.remedy for f in catalog.findings)
    assert all(len(words(f)) < 1000 for f in catalog.findings)
    assert ("alpha" in catalog.roadmaps) is broken.is_served
    assert len(catalog.roadmaps["beta"].topics) == 2


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", KEYS)
def test_a_wrong_type_in_any_key_is_named_and_stays_without_effect(key: str, value: str) -> None:
    parent, _, child = key.rpartition(".")
    line = f"{parent}:\n  {child}: {VALUES[value]}" if parent else f"{key}: {VALUES[value]}"
    found = Findings("alpha.md")
    front = parse_front_matter(f"---\n{line}\n---\n", found)
    about = [f for f in found.collected if f.severity == "warning"]
    assert all(f.place.startswith(key) for f in about), about
    assert not [f for f in found.collected if f.severity == "error"]
    assert is_typed(front, FrontMatter), front
    if about and not any("quote it" in f.remedy for f in about):
        plain = FrontMatter(question=front.question, partner=front.partner)
        assert front == plain, "a value that is wrong has an effect"


def is_typed(value: object, hint: Any) -> bool:
    """Whether a value, and all that it holds, has the type of its annotation."""
    if get_origin(hint) in {Union, UnionType}:
        return any(is_typed(value, part) for part in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(is_typed(part, get_args(hint)[0]) for part in value)
    if is_dataclass(hint) and isinstance(value, hint):  # type: ignore[arg-type]  # a dataclass is a type
        return all(is_typed(getattr(value, name), part) for name, part in get_type_hints(hint).items())
    return type(value) is hint


@pytest.mark.parametrize(
    "name",
    ["..", "alpha..", "%2e%2e", "a%2fb", "ALPHA", "a\tb", "a\nb", "CON:", "-alpha", "x" * 101, "\u202ealpha"],
)
def test_a_folder_whose_name_is_a_trick_is_refused(tmp_path: Path, name: str) -> None:
    good(tmp_path, "beta")
    if name != "..":
        (tmp_path / "roadmaps" / name).mkdir()
    catalog = load(tmp_path, reserved=())
    assert list(catalog.roadmaps) == ["beta"]
    assert name == ".." or [f.place for f in catalog.errors] == ["slug"]


@pytest.mark.parametrize(
    "name", ["..@..", "x@../../../x", f"first@{ONE}.md", "x@a b", "x@", "x@" + "y" * 65, "@", "x@\u202e"]
)
def test_a_text_whose_name_is_a_trick_is_left_out(tmp_path: Path, name: str) -> None:
    content = good(tmp_path, "alpha") / "content"
    (content / f"{name.replace('/', '%2f')}.md").write_text("# Trick\n", encoding="utf-8")
    catalog = load(tmp_path, reserved=())
    assert list(catalog.roadmaps["alpha"].topics) == [ONE, TWO]
    assert [f.message for f in catalog.findings] == ["it is no topic's text and is left out"]


def test_a_folder_that_is_a_link_out_of_the_tree_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    good(root, "beta")
    outside = good(tmp_path / "outside", "alpha")
    (root / "roadmaps/alpha").symlink_to(outside)
    (root / "roadmaps/beta/content/more").symlink_to(outside)
    catalog = load(root, reserved=())
    assert list(catalog.roadmaps) == ["beta"]
    assert next(words(f) for f in catalog.errors).startswith(
        "error roadmaps/alpha folder: it is a link that leads out"
    )


def test_all_of_them_together_stay_within_a_small_machine(tmp_path: Path) -> None:
    """In a process that may take 600 MB and a minute of work: whatever takes more is killed, and that is seen."""
    for number, broken in enumerate(TREES.values()):
        folder = good(tmp_path / str(number), "alpha")
        broken.write(folder)
        target = tmp_path / "all/roadmaps" / f"alpha{number}"
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(target)
        for name in ("alpha.md", "alpha.json"):
            if (target / name).exists() or (target / name).is_symlink():
                (target / name).rename(target / name.replace("alpha", f"alpha{number}"))
    good(tmp_path / "all", "beta")
    program = (
        "import resource, sys, json; from pathlib import Path; from webapp.catalog.loading.load import load;"
        "resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20)); resource.setrlimit(resource.RLIMIT_CPU, (60, 60));"
        "c = load(Path(sys.argv[1]), reserved=()); print(json.dumps([sorted(c.roadmaps), len(c.errors)]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "all")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    served, errors = json.loads(ran.stdout)
    assert "beta" in served
    assert len(served) >= sum(b.is_served for b in TREES.values())
    assert errors >= sum(not b.is_served for b in TREES.values())


def test_nothing_takes_longer_than_its_size_is_worth(tmp_path: Path) -> None:
    """In a process that may take a minute for all of them, pages and files included; what grows with the square takes hours."""
    for number, (name, text) in enumerate(SLOW.values()):
        folder = good(tmp_path / str(number), "alpha")
        (folder / name).write_text(text, encoding="utf-8")
        target = tmp_path / f"all/roadmaps/alpha{number}"
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(target)
        for ending in ("md", "json", "outline.md"):
            if (target / f"alpha.{ending}").exists():
                (target / f"alpha.{ending}").rename(target / f"alpha{number}.{ending}")
    program = """
import resource, sys
from pathlib import Path
from webapp.app import create_app
from webapp.config import read_settings
from webapp.web.site.services import services_of
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
root = Path(sys.argv[1])
environ = {"CONTENT_DIR": str(root), "INSTANCE_DIR": str(root / "i"), "DATABASE_URL": f"sqlite:///{root}/m.db"}
client = create_app(read_settings(environ, root=root), TESTING=True).test_client()
store = services_of(client.application).catalog_store
for slug, roadmap in store.catalog.roadmaps.items():
    for path in (f"/{slug}", *(t.path for t in list(roadmap.topics.values())[:3])):
        assert client.get(path).status_code == 200, path
assert client.get("/sitemap.xml").status_code == client.get("/rss.xml").status_code == client.get("/search?q=a").status_code == 200
print(len(store.catalog.roadmaps))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "all")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert int(ran.stdout) == len(SLOW)


def test_folders_in_folders_end_somewhere(tmp_path: Path) -> None:
    folder = good(tmp_path, "alpha")
    deepest = str(folder / "content")
    for _ in range(1200):
        deepest += "/d"
        os.mkdir(deepest)
    (folder / "content/d/deep@deep.md").write_text("# Deep\n", encoding="utf-8")
    try:
        assert list(load(tmp_path, reserved=()).roadmaps["alpha"].topics) == [ONE, TWO, "deep"]
    finally:
        # Python would not get it away again.
        subprocess.run(["rm", "-rf", folder / "content/d"], check=True)


def test_what_our_code_cannot_bear_costs_one_roadmap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good(tmp_path, "alpha")
    good(tmp_path, "beta")
    whole = FolderReader.read

    def read(self: FolderReader) -> object:
        if self._slug == "alpha":
            raise KeyError("x")
        return whole(self)

    monkeypatch.setattr(FolderReader, "read", read)
    catalog = load(tmp_path, reserved=())
    assert list(catalog.roadmaps) == ["beta"]
    assert [words(f) for f in catalog.errors] == [
        "error roadmaps/alpha folder: it cannot be read (KeyError); the server's log says where | Take back what was changed last."
    ]


def test_what_cannot_be_drawn_costs_one_roadmap(tmp_path: Path) -> None:
    good(tmp_path, "alpha")
    good(tmp_path, "beta")

    def tries(roadmap: Roadmap) -> None:
        if roadmap.slug == "alpha":
            raise ZeroDivisionError

    catalog = Loader(tmp_path, reserved=(), check_drawable=tries).load()
    assert list(catalog.roadmaps) == ["beta"]
    assert [f.message for f in catalog.errors] == [
        "it cannot be read (ZeroDivisionError); the server's log says where"
    ]


def test_no_tree_of_hostile_labels_is_too_heavy_to_show(tmp_path: Path) -> None:
    folder = good(tmp_path, "alpha")
    nodes = [node(f"n{n}", "x" * 1000, y=60 * n) for n in range(400)]
    (folder / "alpha.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    assert [words(f) for f in load(tmp_path, reserved=()).errors] == [
        "error roadmaps/alpha/alpha.json nodes: their labels have more than 300000 letters together | Shorten them; words belong into texts."
    ]
