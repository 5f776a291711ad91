"""Whatever Markdown a text is a mixture of: every word of it is found on the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.texts.pages import seen

# A block of Markdown; each {} is another word.
BLOCKS = [
    "{} {}\n{}",
    "# {} {}",
    "## {} `{}` [{}](https://a.example/)",
    "### {} ###",
    "{} {}\n=====",
    "{}\n-----",
    "**{}** _{}_ ***{}*** ~~{}~~ `{}`",
    "*{} **{} [{}](https://a.example/)* {}**",
    "{}\\\n{}  \n{}",
    "\\*{}\\* \\# {} \\[{}\\](x) &amp; {} &copy;{}",
    "- {}\n- {}\n    - {}\n\n      {}\n- [ ] {}",
    "3. {}\n4. {}\n   > {}",
    "1) {}\n\n   {}\n\n       {}",
    "* {}\n* * *\n{}",
    "> {}\n> > {}\n{}",
    "> [!NOTE]\n> {}",
    "```python\n{}\n\n\n# {}\n- [@article@{}](https://a.example/)\n```",
    "~~~\n{} <i>{} <b>{}</b>\n~~~",
    "    {}\n\n\n    - [@article@{}](https://a.example/)",
    "| {} | {} |\n|:-:|--:|\n| {} | {} \\| {} |\n| {} |",
    "[^1]: {}",
    "[^{}]: {} {}",
    "{}[^1]",
    "[{}]: https://a.example/",
    '[{}]: https://a.example/ "{} {}"',
    "[{}][used] ![{}][used] [{}][]",
    "[used]: https://a.example/",
    "[{}](/rust/moves) [{}](./next.md#x) [{}](#x) [{}](ftp://a.example/) [{}](x)",
    "![{}](./img/x.png) ![{} *{}*](https://a.example/x.png) ![{}](/img/x.png)",
    "[![{}](./x.png)](./y.md) [](https://a.example/{})",
    "<https://a.example/{}> <ftp://{}> https://a.example/{}",
    "<details>\n<summary>{}</summary>\n\n{}\n\n- {}\n\n</details>",
    "<details><summary>{}</summary>{}</details>",
    "<center>\n  <h1>{}</h1>\n  <p>{}<br>{}\n</center>",
    '<p align="center">\n  <img src="x.png" alt="{}">\n  <b>{}</b>\n</p>',
    "<div>\n\n{}\n\n<div>{}\n\n{}</div>\n\n</div>",
    "<div>{}\n\n{} <b>{}",
    "{} <div> {} </span> {} <input type=text> {}",
    "{}<br>{}<br/>{}\n<hr>\n{}",
    "<font color=red>{}</font> <kbd>{}</kbd> <x-y z>{}</x-y> <T>{}",
    "<svg><text>{}</text></svg> <iframe src=x>{}</iframe>",
    "<table><tr><td>{}<td>{}</table>",
    "<dl><dt>{}<dd>{}</dl>",
    "<?php {} ?> <![CDATA[{}]]>",
    "- [@article@{}](https://a.example/x) - {}",
    "- [@article@{}](https://b.example/x) {}\n  {}\n    - {}\n- [@video@{}](./nowhere)",
    "- [@book {}](https://c.example/x\n- <div> {}\n- {} [@book@{}](https://d.example/)",
    "{}:\n\n- [@article@{}](https://e.example/)\n\n{}",
    "Term {}\n: {}",
    "${} < {}$ a<{} {}>b",
    "***",
    "<!-- -->",
    "<script>{}\n\n{}",
    "---\n{}: {}\n---",
    "- - - {}\n  + {}\n10. {}",
    "{}\n\n\n\n\u3000{}\t{}",
]
# Something after them could make comments of them.
LAST = ["~~~\n{} <!-- {} --> <b>{}</b>\n~~~", "{} <!-- {}", "<!-- {}\n\n{}"]


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of some blocks, and its words."""
    blocks = draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=8))
    words: list[str] = []
    parts: list[str] = []
    for block in blocks:
        new = [f"w{len(words) + n}x" for n in range(block.count("{}"))]
        words += new
        prefix = draw(st.sampled_from(["", "", "", "> ", "- ", "  "]))
        # Of two resources with one address only the first is shown, and the other is reported.
        filled = block.format(*new).replace("example/", f"example/{len(parts)}")
        parts.append(
            "\n".join(
                f"{prefix if not n or prefix == '> ' else ' ' * len(prefix)}{line}"
                for n, line in enumerate(filled.split("\n"))
            )
        )
        parts.append(draw(st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n"])))
    # Front matter at the beginning of a file is left out, and reported.
    return "\n" + "".join(parts), words


@settings(deadline=None, max_examples=100)
@given(texts())
def test_no_word_of_a_text_disappears(case: tuple[str, list[str]]) -> None:
    text, words = case
    page = seen(text, resolve=lambda address: address if address.startswith("/alpha") else "")
    assert [w for w in words if w not in page] == []


@pytest.mark.parametrize("block", BLOCKS + LAST)
def test_no_word_of_a_block_disappears(block: str) -> None:
    words = [f"w{n}x" for n in range(block.count("{}"))]
    page = seen(f"# Title\n\n{block.format(*words)}\n")
    assert [w for w in words if w not in page] == []
    assert [w for w in words if page.count(w) > 1] == []
