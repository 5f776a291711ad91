"""The outline that an author writes."""

from __future__ import annotations

import pytest

from webapp.drawing.outline_file import OutlineError, parse_outline, with_ids

PLAIN = """# Tea

Everything about tea.

## Leaves
- Green {recommended}
- Black
  - Assam
  - Ceylon
### Herbs
- Mint
- [Coffee](/coffee)
"""


def test_ids_are_given_once_and_stay() -> None:
    once = with_ids(PLAIN)
    assert with_ids(once) == once
    assert once.startswith("# Tea\n\nEverything about tea.\n\n## Leaves {#")
    lines = [line for line in once.splitlines() if line.lstrip().startswith(("-", "##"))]
    ids = [line.split("{#")[1].split()[0].rstrip("}") for line in lines]
    assert len(set(ids)) == len(lines) == 8
    assert all(len(i) == 21 for i in ids)
    assert "recommended}" in once


def test_a_renamed_or_moved_line_keeps_its_id() -> None:
    written = with_ids(PLAIN)
    green = parse_outline(written).mains[0].children[0]
    renamed = parse_outline(with_ids(written.replace("- Green", "- Green tea")))
    assert renamed.mains[0].children[0].id == green.id
    assert renamed.mains[0].children[0].label == "Green tea"


def test_sub_headings_and_items_with_items_below_are_groups() -> None:
    outline = parse_outline(with_ids(PLAIN))
    green, black, herbs = outline.mains[0].children
    assert (green.label, green.kind, green.children) == ("Green", "recommended", [])
    assert (black.label, [i.label for i in black.children]) == ("Black", ["Assam", "Ceylon"])
    assert (herbs.label, [i.label for i in herbs.children]) == ("Herbs", ["Mint"])
    assert [(i.label, i.url) for i in outline.links] == [("Coffee", "/coffee")]
    assert outline.notes == ["Everything about tea."]


@pytest.mark.parametrize(
    "text",
    ["# A\n## B {#b}\n  - c {#c}\n", "# A\n## B {#b}\n### C {#c}\n- d {#d}\n  - e {#e}\n", "# A\n## B {#b}\n- c {#c}\n  ## D {#d}\n"],
)
def test_what_cannot_be_below_is_named(text: str) -> None:
    with pytest.raises(OutlineError, match="only a topic below another item may be indented"):
        parse_outline(text)
