"""Every mistake that the format's table names is found, named by file and place, and drawn around."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.trees import HEADER, ONE, TWO, edge, graph, grow, node, plain, words
from webapp.catalog.loading.load import load

MD, JSON, TEXT = (
    "roadmaps/alpha/alpha.md",
    "roadmaps/alpha/alpha.json",
    f"roadmaps/alpha/content/first@{ONE}.md",
)

HEADERS = [
    ("no header at all", "just text\n", f"warning {MD} front matter: the file does not begin with ---"),
    ("a byte order mark", "\ufeff" + HEADER, f"note {MD} encoding: it starts with a byte order mark"),
    (
        "a key twice",
        "---\ntitle: Alpha\ntitle: Beta\n---\n",
        f"warning {MD} line 3: the key title is given twice | Keep one",
    ),
    (
        "a key that YAML reads as false",
        "---\ntitle: Alpha\nno: yes\n---\n",
        f"warning {MD} False: YAML reads the key as false, as it does yes, no, on and off | Write the key that",
    ),
    (
        "a word that YAML reads as a flag",
        "---\ntitle: Off\n---\n",
        f"warning {MD} title: the value has the wrong type | Write a text: quote it, because YAML reads",
    ),
    (
        "a key in capitals",
        "---\nTITLE: Alpha\n---\n",
        f"note {MD} TITLE: the key is unknown and does nothing | Did you mean title?",
    ),
    (
        "a sign that nobody sees before a key",
        "---\ntitle: Alpha\n\u200border: 3\n---\n",
        f"warning {MD} line 3: a blank that YAML does not know, or a sign that nobody sees, is part of the key",
    ),
    (
        "an unknown key",
        "---\ntitle: Alpha\ncolor: red\n---\n",
        f"note {MD} color: the key is unknown and does nothing",
    ),
    (
        "an unknown key below",
        "---\ntitle: Alpha\nseo:\n  titel: x\n---\n",
        f"note {MD} seo.titel: the key is unknown",
    ),
    (
        "a number as a title",
        "---\ntitle: 2026\n---\n",
        f"warning {MD} title: the value has the wrong type | Write a text: quote it.",
    ),
    (
        "a date as a title",
        "---\ntitle: 2026-01-02\n---\n",
        f"warning {MD} title: the value has the wrong type | Write a text: quote it.",
    ),
    (
        "a list as a title",
        "---\ntitle: [a]\n---\n",
        f"warning {MD} title: the value has the wrong type | Write a text.",
    ),
    (
        "a text as a flag",
        "---\ntitle: Alpha\nisNew: 'yes'\n---\n",
        f"warning {MD} isNew: the value has the wrong type | Write true or false.",
    ),
    (
        "a text as a number",
        "---\ntitle: Alpha\norder: first\n---\n",
        f"warning {MD} order: the value has the wrong type | Write a number from -1,000,000 to 1,000,000.",
    ),
    (
        "no date",
        "---\ntitle: Alpha\nschema:\n  datePublished: soon\n---\n",
        f"warning {MD} schema.datePublished: the value has the wrong type",
    ),
    (
        "one tag as a text",
        "---\ntitle: Alpha\ntags: data\n---\n",
        f"warning {MD} tags: the value has the wrong type | Write a list",
    ),
    (
        "a text as a mapping",
        "---\ntitle: Alpha\nseo: yes please\n---\n",
        f"warning {MD} seo: the value has the wrong type | Write a mapping",
    ),
    (
        "a width of a mile",
        "---\ntitle: A\ndimensions:\n  width: 1e9\n---\n",
        f"warning {MD} dimensions.width: the value has the wrong type",
    ),
    (
        "a priority above one",
        "---\ntitle: A\nsitemap:\n  priority: 3\n---\n",
        f"warning {MD} sitemap.priority: the value has the wrong type",
    ),
    (
        "a script as an address",
        "---\ntitle: A\npdfUrl: javascript:x\n---\n",
        f"warning {MD} pdfUrl: 'javascript:x' is not a usable address",
    ),
    (
        "an unknown relation",
        "---\ntitle: A\nrelatedRoadmaps: [beta]\n---\n",
        f"warning {MD} relatedRoadmaps: there is no roadmap beta",
    ),
    (
        "an almost right relation",
        "---\ntitle: A\nrelatedRoadmaps: [alhpa]\n---\n",
        f"warning {MD} relatedRoadmaps: there is no roadmap alhpa; it is left out | Did you mean alpha?",
    ),
    (
        "an almost right key",
        "---\ntitle: A\nrelatedRoadmap: []\n---\n",
        f"note {MD} relatedRoadmap: the key is unknown and does nothing | Did you mean relatedRoadmaps?",
    ),
    (
        "an almost right tag",
        "---\ntitle: A\ntags: [role-roadmpa, roads]\n---\n",
        f"warning {MD} tags: 'role-roadmpa' places the roadmap nowhere | Did you mean role-roadmap?",
    ),
    (
        "a text below",
        "---\ntitle: A\n---\n\n\nAbout alpha.\n\nMore.\n\n",
        f"warning {MD} line 6: the text below the front matter is shown nowhere | Move it to a key",
    ),
]
STRAY = [
    ("content/a@a1.MD", "its name does not end in .md but in .MD", "Call it a@a1.md."),
    ("content/deep/b@b1.markdown", "its name does not end in .md but in .markdown", "Call it b@b1.md."),
    ("content/c@c1", "its name has no ending", "Call it c@c1.md."),
    ("content/d@d1.md.txt", "its name does not end in .md but in .txt", "Call it d@d1.md."),
    ("e@e1.md", "texts of topics lie in the folder content", "Move it to content/e@e1.md."),
    ("outline.md", "the outline of this folder is alpha.outline.md", "Call it alpha.outline.md."),
    ("alpha.outline.MD", "the outline of this folder is alpha.outline.md", "Call it alpha.outline.md."),
    ("Alpha.json", "the map of this folder is alpha.json", "Call it alpha.json."),
    ("alpha.JSON", "the map of this folder is alpha.json", "Call it alpha.json."),
    ("beginner.Json", "its name does not end in .json but in .Json", "Call it beginner.json."),
    ("Content/basics.md", "texts of topics lie in the folder content", "Call the folder Content content."),
    ("alpha.markdown", "the front matter of this folder is alpha.md", "Call it alpha.md."),
]
GRAPHS = [
    ("an edge without an end", graph(node(), edges=(edge(),)), f"warning {JSON} edges[0]: it dangles"),
    ("an edge to itself", graph(node(), edges=(edge(target=ONE),)), f"warning {JSON} edges[0]: it leads from {ONE} to itself"),
    ("an edge twice", graph(node(), node(TWO, y=99), edges=(edge(), edge())), f"warning {JSON} edges[1]: it repeats another edge"),
    ("an unknown type", graph(node(), node(TWO, kind="cloud")), f"warning {JSON} node {TWO}.type: 'cloud' is no node type; it is left out"),
    ("no id", graph(node(), {"type": "topic"}), f"warning {JSON} nodes[1]: a node without a usable id is left out"),
    ("an id twice", graph(node(), node(y=99)), f"warning {JSON} nodes[1]: the id {ONE} is used twice"),
    ("no position", graph(node(), {"id": TWO, "type": "topic"}), f"warning {JSON} node {TWO}.position: it is missing"),
    ("a place a world away", graph(node(), node(TWO, x=1e9)), f"warning {JSON} node {TWO}.position: it is missing or far outside"),
    ("no label", graph(node(label="")), f"warning {JSON} node {ONE}.label: the topic has no label"),
    ("twins", graph(node(TWO), node()), f"warning {JSON} node {TWO}: it lies under an identical node, {ONE}; both are one topic"),
    ("doubles", graph(node(), node("a", "Word", "label", y=99), node("b", "Word", "label", y=99)),
     f"note {JSON} node a: it lies exactly under the same label, b; one is drawn"),
    ("an edge there and back", graph(node(), node(TWO, y=99), edges=(edge(), edge(TWO, ONE, sourceHandle="w2", targetHandle="x1"))),
     f"warning {JSON} edges[1]: it repeats another edge"),
    ("no topic but texts", graph(node("go", "Go", "button")), f"warning {JSON} nodes: nothing on the map is a topic; the texts are shown as a list"),
    ("no text", graph(node(), node("nix-00000000000000003", "Third", y=99)), f"warning {JSON} topic nix-00000000000000003: 'Third' has no text"),
    ("an orphan", graph(node()), f"note roadmaps/alpha/content/second@{TWO}.md id: no node of the map has the id {TWO}; learners who have marked it see its name from here"
     " | Leave it, draw the topic again, or say in changes.yaml what became of it: then its marks follow."),
    ("no graph in it", '{"mapping": {}}', f"warning {JSON} nodes: it is no graph; the topics are shown as a list"),
    ("a script in a row of links", graph(node(), node("go", "Go", "linksgroup", y=99, data={"links": [{"label": "Go", "url": "javascript:alert(1)"}]})),
     f"warning {JSON} node go.links: 'javascript:alert(1)' is not a usable address"),
    ("a script behind a button", graph(node(), node("go", "Go", "button", y=99, data={"label": "Go", "href": "javascript:alert(1)"})),
     f"warning {JSON} node go.href: 'javascript:alert(1)' is not a usable address"),
]  # fmt: skip
TEXTS = [
    (
        "a misspelt type",
        "- [@offical@A](https://a.example/)\n",
        f"note {TEXT} line 3: the resource type offical is read as official",
    ),
    (
        "a capital type",
        "- [@Video@A](https://a.example/)\n",
        f"note {TEXT} line 3: the resource type Video is read as video",
    ),
    (
        "an unknown type",
        "- [@poem@A](https://a.example/)\n",
        f"note {TEXT} line 3: the resource type poem is unknown and shown as an article",
    ),
    (
        "a script as a resource",
        "- [@article@A](javascript:alert(1))\n",
        f"warning {TEXT} line 3: 'javascript:alert(1)' is not a usable",
    ),
    (
        "an address twice",
        "- [@article@A](https://a.example/)\n- [@article@B](https://a.example/)\n",
        f"warning {TEXT} line 4: https://a.example/ is",
    ),
]
ERRORS = [
    ("a header without its end", {"alpha.md": "---\ntitle: A\n"}, f"error {MD} front matter: its end is missing"),
    ("YAML that is none", {"alpha.md": "---\ntitle: [\n---\n"}, f"error {MD} line "),
    ("a list as header", {"alpha.md": "---\n- a\n---\n"}, f"error {MD} front matter: it is a list or a single value"),
    ("a bomb of aliases", {"alpha.md": "---\na: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n"}, f"error {MD} line 3: it uses a YAML alias"),
    ("a tag that builds objects", {"alpha.md": "---\ntitle: !!python/object/apply:os.system [ls]\n---\n"}, f"error {MD} line 2: could not determine"),
    ("deep nesting", {"alpha.md": "---\ntitle: " + "[" * 99 + "]" * 99 + "\n---\n"}, f"error {MD} line 2: it uses a YAML alias or nests too deeply"),
    ("UTF-16", {"alpha.md": HEADER.encode("utf-16")}, f"error {MD} encoding: it is UTF-16"),
    ("Latin-1", {"alpha.md": "---\ntitle: Über\n---\n".encode("latin-1")}, f"error {MD} encoding: byte 11 is not UTF-8"),
    ("NUL characters", {"alpha.md": "---\ntitle: A\0\n---\n"}, f"error {MD} encoding: it holds NUL characters"),
    ("JSON that is none", {"alpha.json": "{"}, f"error {JSON} graph: it is not JSON"),
    ("JSON with NaN", {"alpha.json": '{"nodes": [{"id": "a", "position": {"x": NaN}}]}'}, f"error {JSON} graph: it is not JSON: NaN"),
    ("JSON a thousand deep", {"alpha.json": "[" * 100_000}, f"error {JSON} graph: it is not JSON"),
    ("too many nodes", {"alpha.json": graph(*[{} for _ in range(3001)])}, f"error {JSON} nodes: there are more than 3000"),
    ("a tab", {"alpha.md": "---\nseo:\n\ttitle: A\n---\n"}, f"error {MD} line 3: a tab indents it, which YAML does not read | Indent it with"),
    ("an apostrophe in single quotes", {"alpha.md": "---\ntitle: 'Tea: it's green'\n---\n"}, f"error {MD} line 2: did not find expected key | Mend the YAML; within single quotes an apostrophe is written twice: 'it''s'."),
    ("a colon without quotes", {"alpha.md": "---\ntitle: Tea: it's green\n---\n"}, f"error {MD} line 2: mapping values are not allowed in this context | Mend the YAML; quoting"),
    ("labels of a book", {"alpha.json": graph(*[node(f"n{i}", "x" * 999, y=i, href=1) for i in range(310)], *[{}] * 600)}, f"error {JSON} nodes: their labels have more"),
    ("a huge file", {"alpha.md": "x" * 1_100_000}, f"error {MD} file: it is larger than 1024 KB"),
]  # fmt: skip


def assert_named(found: list[str], expected: str) -> None:
    message, _, remedy = expected.partition(" | ")
    assert [f for f in found if f.startswith(message) and f" | {remedy}" in f], found


@pytest.mark.parametrize(("header", "expected"), [c[1:] for c in HEADERS], ids=[c[0] for c in HEADERS])
def test_a_mistake_in_the_front_matter_is_named_and_the_roadmap_served(
    tmp_path: Path, header: str, expected: str
) -> None:
    catalog = plain(tmp_path, header=header)
    assert_named([words(f) for f in catalog.findings], expected)
    assert list(catalog.roadmaps["alpha"].topics) == [ONE, TWO]


@pytest.mark.parametrize(("drawn", "expected"), [c[1:] for c in GRAPHS], ids=[c[0] for c in GRAPHS])
def test_a_mistake_in_the_graph_is_named_and_drawn_around(tmp_path: Path, drawn: str, expected: str) -> None:
    catalog = plain(tmp_path, map=drawn)
    assert_named([words(f) for f in catalog.findings], expected)
    assert ONE in catalog.roadmaps["alpha"].topics


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in TEXTS], ids=[c[0] for c in TEXTS])
def test_a_mistake_in_a_text_is_named_by_its_line(tmp_path: Path, text: str, expected: str) -> None:
    catalog = plain(tmp_path, text=f"# First\n\n{text}")
    assert_named([words(f) for f in catalog.findings], expected)
    assert catalog.roadmaps["alpha"].topics[ONE].title == "First"


@pytest.mark.parametrize(("name", "what", "remedy"), STRAY)
def test_a_file_that_nothing_reads_is_named(tmp_path: Path, name: str, what: str, remedy: str) -> None:
    catalog = grow(
        tmp_path, {"alpha.md": HEADER, "content/pictures/flow.png": b"", "README.md": "", name: "# A\n"}
    )
    assert [words(f) for f in catalog.findings if f.place == "name"] == [
        f"warning roadmaps/alpha/{name} name: nothing reads the file: {what} | {remedy}"
    ]


@pytest.mark.parametrize(("files", "expected"), [c[1:] for c in ERRORS], ids=[c[0] for c in ERRORS])
def test_what_cannot_be_served_is_left_out_and_the_rest_is_served(
    tmp_path: Path, files: dict[str, str | bytes], expected: str
) -> None:
    grow(tmp_path, {"beta.md": "---\ntitle: Beta\n---\n", "beta.json": graph(node())}, slug="beta")
    catalog = grow(tmp_path, {"alpha.md": HEADER, "alpha.json": graph(node()), **files})
    assert_named([words(f) for f in catalog.errors], expected)
    assert list(catalog.roadmaps) == ["beta"]


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("login", "/login is an address of the site"),
        ("Über", "it is no slug"),
        ("a b", "it is no slug"),
        ("-x", "it is no slug"),
    ],
)
def test_a_folder_whose_name_cannot_be_an_address_is_refused(tmp_path: Path, slug: str, message: str) -> None:
    grow(tmp_path, {f"{slug}.md": HEADER}, slug=slug)
    catalog = load(tmp_path, reserved={"login"})
    assert f"error roadmaps/{slug} slug: {message}" in words(catalog.errors[0])
    assert not catalog.roadmaps


def test_a_tree_without_roadmaps_says_so(tmp_path: Path) -> None:

    assert words(load(tmp_path, reserved=()).errors[0]).startswith(
        "error roadmaps folder: there is none | `content new <slug>` begins one"
    )


@pytest.mark.parametrize(
    "entry", [f'retired: "{TWO}"\n  name: Second', f'split: "{TWO}"\n  into: ["{ONE}", nix]']
)
def test_a_text_may_stay_where_the_ledger_says_what_became_of_its_topic(tmp_path: Path, entry: str) -> None:
    plain(tmp_path)
    folder = tmp_path / "roadmaps/alpha"
    (folder / "alpha.json").write_text(graph(node()), encoding="utf-8")
    assert any("no node of the map" in words(f) for f in load(tmp_path, reserved=()).findings)
    (folder / "changes.yaml").write_text(f"- date: 2026-11-26\n  {entry}\n", encoding="utf-8")
    assert not any("no node of the map" in words(f) for f in load(tmp_path, reserved=()).findings)


def test_a_link_out_of_the_tree_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nWords.\n", encoding="utf-8")
    root = tmp_path / "tree"
    plain(root)
    (root / f"roadmaps/alpha/content/first@{ONE}.md").unlink()
    (root / f"roadmaps/alpha/content/first@{ONE}.md").symlink_to(secret)

    catalog = load(root, reserved=())
    assert "leads out of the content tree" in words(catalog.errors[0])
    assert catalog.roadmaps["alpha"].topics[ONE].text == ""


def test_of_two_files_for_one_id_the_one_named_like_the_label_counts(tmp_path: Path) -> None:
    catalog = grow(tmp_path, {"alpha.md": HEADER, "alpha.json": graph(node()),
                              f"content/zzz@{ONE}.md": "# Wrong\n", f"content/first@{ONE}.md": "# Right\n"})  # fmt: skip
    assert catalog.roadmaps["alpha"].topics[ONE].title == "Right"
    assert "other files have the same id: zzz@" in " ".join(map(words, catalog.findings))


def test_a_twin_is_reached_by_its_alias(tmp_path: Path) -> None:
    roadmap = plain(tmp_path, map=graph(node(TWO), node())).roadmaps["alpha"]
    assert (twin := roadmap.topic(TWO)) is not None
    assert twin.id == ONE


def test_titles_fall_back_to_the_brief_one_and_to_the_slug(tmp_path: Path) -> None:
    assert plain(tmp_path / "a", header="---\nbriefTitle: Brief\n---\n").roadmaps["alpha"].title == "Brief"
    assert plain(tmp_path / "b", header="---\nrenderer: editor\n---\n").roadmaps["alpha"].title == "Alpha"


def test_a_folder_of_topics_without_a_graph_is_a_list(tmp_path: Path) -> None:
    roadmap = grow(
        tmp_path, {"alpha.md": HEADER, f"content/b@{TWO}.md": "# B\n", f"content/a@{ONE}.md": "# A\n"}
    ).roadmaps["alpha"]
    assert roadmap.graph is None
    assert [e.label for e in roadmap.outline] == ["A", "B"]


@pytest.mark.parametrize("written", ["007", "0x1F", "12:30:45", "1_000", "1e3"])
def test_a_number_that_is_a_title_is_shown_as_it_was_written(tmp_path: Path, written: str) -> None:
    catalog = plain(tmp_path, header=f"---\ntitle: {written}\norder: 0x64\n---\n")
    assert catalog.roadmaps["alpha"].title == written
    assert catalog.roadmaps["alpha"].front.order == 100


def test_a_long_list_of_links_and_of_boxes_is_whole(tmp_path: Path) -> None:
    links = [{"label": f"Link {i}", "url": f"https://a.example/{i}"} for i in range(250)]
    boxes = [{"id": f"box-{i}", "label": f"Box {i}"} for i in range(250)]
    drawn = graph(
        node(),
        node("l", "", "linksgroup", data={"links": links}),
        node("c", "", "checklist", data={"checklists": boxes}),
    )
    roadmap = plain(tmp_path, map=drawn).roadmaps["alpha"]
    assert "box-249" in roadmap.topics
    assert roadmap.graph
    assert len(next(n for n in roadmap.graph.nodes if n.id == "l").links) == 250


def test_words_of_other_scripts_are_named_whole(tmp_path: Path) -> None:
    label = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f4bb"
    catalog = plain(tmp_path, map=graph(node(label=label)), text=f"# {label}\n")
    assert any(label in f.message for f in catalog.findings), catalog.findings


def test_texts_that_nobody_can_reach_are_named(tmp_path: Path) -> None:
    plain(tmp_path)
    folder = tmp_path / "roadmaps/alpha"
    (folder / "more").mkdir()
    (folder / "content/linked").symlink_to(folder / "more")
    (folder / "content" / Path(*["deep"] * 22)).mkdir(parents=True)
    catalog = load(tmp_path, reserved=())
    found = [words(f) for f in catalog.findings]
    left_out = "folder: its files are left out: "
    assert_named(found, f"warning roadmaps/alpha/content/linked {left_out}it is a link to a folder")
    assert_named(
        found, f"warning roadmaps/alpha/content/{'/'.join(['deep'] * 20)} {left_out}more than 20 folders"
    )


def test_a_file_in_the_place_of_the_folder_of_texts_is_named(tmp_path: Path) -> None:
    catalog = grow(tmp_path, {"alpha.md": HEADER, "alpha.json": graph(node()), "content": "# A\n"})
    assert_named(
        [words(f) for f in catalog.findings], "warning roadmaps/alpha/content folder: it is no folder"
    )


def test_what_lies_beside_the_folders_is_named(tmp_path: Path) -> None:
    base = tmp_path / "roadmaps"
    plain(tmp_path)
    (base / "rust.md").write_text(HEADER)
    (base / "README.md").write_text("For authors.")
    (base / "go").write_text("")
    (base / "zig").symlink_to("nowhere")
    found = [words(f) for f in load(tmp_path, reserved=()).findings]
    assert_named(found, "error roadmaps/go folder: it is a file, and a roadmap is a folder")
    assert_named(found, "error roadmaps/zig folder: it is a link that leads nowhere")
    assert_named(
        found, "warning roadmaps/rust.md name: nothing reads the file | Move it to roadmaps/rust/rust.md."
    )
    assert not [f for f in found if "README" in f]


def test_numbers_in_a_list_of_texts_are_kept_as_they_were_written(tmp_path: Path) -> None:
    catalog = plain(tmp_path, header="---\ntitle: A\ntags: [2024, 007, on]\n---\n")
    assert catalog.roadmaps["alpha"].front.tags == ("2024", "007")
    found = [words(f) for f in catalog.findings]
    assert_named(found, f"warning {MD} tags[1]: the value has the wrong type | Write a text: quote it.")
