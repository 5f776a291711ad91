"""The outline that an author writes."""

from __future__ import annotations

import time

import pytest

from webapp.catalog.outline_file.ids import with_ids
from webapp.catalog.outline_file.parse import OutlineError, parse_outline, read_outline
from webapp.catalog.outline_file.words import escaped

PLAIN = """# Tea

Everything about tea.

## Leaves
- Green {recommended}
- Black
  - Assam
  - Ceylon
### Herbs
A note on herbs,
in two lines.
1. Mint
- [Books](https://example.org/)

---

Go on with
- [Coffee](/coffee)
"""


def test_ids_are_given_once_and_stay() -> None:
    once = with_ids(PLAIN)
    assert with_ids(once) == once
    assert once.startswith("# Tea\n\nEverything about tea.\n\n## Leaves {#")
    lines = [line for line in once.splitlines() if line.lstrip().startswith(("- ", "##", "1."))]
    ids = [line.split("{#")[1].split()[0].rstrip("}") for line in lines]
    assert len(set(ids)) == len(lines) == 9
    assert all(len(i) == 21 for i in ids)
    assert "recommended}" in once
    assert "\n---\n" in once


def test_a_renamed_or_moved_line_keeps_its_id() -> None:
    written = with_ids(PLAIN)
    green = parse_outline(written).mains[0].children[0]
    renamed = parse_outline(with_ids(written.replace("- Green", "- Green tea")))
    assert renamed.mains[0].children[0].id == green.id
    assert renamed.mains[0].children[0].label == "Green tea"


def test_everything_finds_its_place() -> None:
    outline = parse_outline(with_ids(PLAIN))
    green, black, herbs = outline.mains[0].children
    assert (green.type, green.label, green.attributes.kind) == ("topic", "Green", "recommended")
    assert (black.type, [i.label for i in black.children]) == ("group", ["Assam", "Ceylon"])
    assert [(i.type, i.label) for i in herbs.children] == [
        ("note", "A note on herbs, in two lines."),
        ("topic", "Mint"),
        ("link", "Books"),
    ]
    assert (outline.closing, [(i.label, i.url) for i in outline.links]) == (
        "Go on with",
        [("Coffee", "/coffee")],
    )
    assert outline.notes == ["Everything about tea."]


def test_a_color_may_be_spelt_the_british_way_too() -> None:
    outline = parse_outline("# A\n## B {#b color=green}\n- C {#c colour=green}\n")
    assert [i.attributes.color for i in outline.walk()] == ["d", "d"]


def test_requires_names_labels_or_ids() -> None:
    outline = parse_outline(
        "# A\n## B {#b}\n- First step {#f}\n- Second {#s requires=first-step}\n- Third {#t requires=f,s}\n"
    )
    assert [i.requires for i in outline.mains[0].children] == [(), ("f",), ("f", "s")]


B = "# A\n## B {#b}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1, column 1: there is no main topic. Write # and the title, then ## and a main topic."),
        ("## A {#a}\n", "line 1, column 1: the title is missing."),
        ("# A\n# A\n## B {#b}", "line 2, column 1: there is a title already. Begin a main topic with ##."),
        ("# A\n## B\n", "line 2, column 1: B has no id. `flask content layout` gives it one."),
        ("# A\n## {#b}\n", "line 2, column 1: the label is missing."),
        ("# A\n## B {#b loud}\n", "line 2, column 10: loud is unknown. Write recommended,"),
        (B + "- C {#c recomended}\n", "line 3, column 9: recomended is unknown. Did you mean recommended?"),
        ("# A\n## B {#b\n", "line 2, column 6: the block { is not closed."),
        (B + "- C {optional} {#c}\n", "line 3, column 5: a block stands in the middle."),
        ("# A\n## B {#b!}\n", "line 2, column 7: #b! is no id."),
        (B + "## C {#b}\n", "line 3, column 7: the id b is used in line 2 already, for B."),
        ("# A\n- x {#x}\n", "line 2, column 1: a main topic has to come first."),
        ("# A\n### x {#x}\n", "line 2, column 1: a main topic has to come first."),
        (B + "- C {#c optional recommended}\n", "line 3, column 18: it says the same thing twice."),
        (B + "- C {#c side=top}\n", "line 3, column 9: top is no side. Write side=left or side=right."),
        (
            B + "- C {#c color=mauve}\n",
            "line 3, column 9: mauve is no color of the map. Write one of black,",
        ),
        (B + "- C {#c requires=d}\n", "line 3, column 18: no topic is called d."),
        (B + "- C {#c requires=c}\n", "line 3, column 18: a topic cannot require itself."),
        (B + "- C {#c requires=}\n", "line 3, column 9: requires names nothing."),
        (B + "- C {#c requires=d}\n- D {#d requires=c}\n", "line 4, column 9: D and C require each other."),
        (B + "- C {#c chooseOne}\n", "line 3, column 9: a topic takes no chooseOne."),
        (B + "### C {#c optional}\n- D {#d}\n", "line 3, column 11: a group takes no optional."),
        (B + "### C {#c}\n", "line 3, column 1: the group C is empty. Write a topic below it."),
        (
            B + "- " + "C" * 201 + " {#c}\n",
            "line 3, column 1: the label has more than 200 letters. Shorten it.",
        ),
        (
            B + "- C" + " " * 200_000 + "\n",
            "line 3, column 1: the line has more than 2000 letters. Break it into shorter ones.",
        ),
        (B + "- [C]() {#c}\n", "line 3, column 1: the link has no label or no address."),
        (B + "- [C](/c) {#c}\n  - D {#d}\n", "line 4, column 3: nothing can hang on a link."),
        (B + "#### C {#c}\n", "line 3, column 1: #### stands below no ###."),
        (B + "##### C {#c}\n", "line 3, column 1: a heading is too deep."),
        (B + "### C {#c}\n#### D {#d}\n- E {#e}\n  - F {#f}\n", "line 6, column 3: it is nested too deeply."),
        (B + "---\n- C {#c}\n", "line 4, column 1: below the line of dashes stand links only."),
    ],
)
def test_a_mistake_is_named_by_line_and_column(text: str, words: str) -> None:
    with pytest.raises(OutlineError) as caught:
        parse_outline(text)
    assert words in str(caught.value)


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(OutlineError) as caught:
        parse_outline("# A\n## B {#b}\n- C {#c shiny}\n- D\n")
    assert [(m.line, m.column) for m in caught.value.mistakes] == [(3, 9), (4, 1)]


@pytest.mark.parametrize(
    "label",
    [
        "**kwargs", "A & B", "&amp;", "<script>", "[a](b)", "C #", "# x", "- x", "1. x", "https://x.example",
        "__init__", "~~x~~", "> q", "| a | b", "[ ] t", "<b>not</b> bold", "```", "[1]: x", "• b", "a\\",
    ],
)  # fmt: skip
def test_whatever_a_label_holds_can_be_written_into_an_outline(label: str) -> None:
    outline = parse_outline(
        f"# {escaped(label)}\n\n{escaped(label, True)}\n\n## M {{#m}}\n- {escaped(label)} {{#x}}\n"
    )
    assert [outline.title, *outline.notes, outline.mains[0].children[0].label] == [label] * 3


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<!--", id="comments that nothing closes"),
        pytest.param("a|\n" + " " * 1990 + "-", id="tables that are none"),
        pytest.param(
            "- a {requires=" + ",".join(f"b{n}" for n in range(400)) + "}", id="names that are none"
        ),
    ],
)
def test_an_outline_that_means_harm_is_read_in_a_moment(line: str) -> None:
    text = ("# T\n## M\n" + f"{line}\n" * 50_000)[: 256 * 1024]
    start = time.process_time()
    assert read_outline(text, needs_ids=False).mistakes
    assert time.process_time() - start < 3
