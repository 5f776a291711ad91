"""Files that take much longer the longer they are, unless somebody thought of it: name and words of each."""

from __future__ import annotations

import json

from tests.catalog.trees import ONE, node

SLOW: dict[str, tuple[str, str]] = {
    "a heading of blanks": (f"content/first@{ONE}.md", f"# a{' ' * 60_000}b"),
    "a resource of blanks": (f"content/first@{ONE}.md", f"- [@article@{' ' * 60_000}"),
    "a resource of brackets": (f"content/first@{ONE}.md", "\n".join([f"- [@article@{'[' * 3000}", f"- [@article@a]({'(' * 3000}"] * 9)),
    "empty lines before the heading": (f"content/first@{ONE}.md", "\n" * 60_000 + "# T"),
    "open fences": (f"content/first@{ONE}.md", "```` ```a ````\n" * 4000),
    "lines of one letter": (f"content/first@{ONE}.md", "a\n" * 30_000),
    "open brackets": (f"content/first@{ONE}.md", "[" * 60_000),
    "open tags": (f"content/first@{ONE}.md", "<b>" * 20_000),
    "links that lead nowhere": (f"content/first@{ONE}.md", "[a](/b)\n" * 8000),
    "links of one line that lead nowhere": (f"content/first@{ONE}.md", "[a](/b)" * 9000),
    "links that do not close": (f"content/first@{ONE}.md", "[a](/" * 12_000),
    "an outline of many topics": ("alpha.outline.md", "# T\n" + "\n## n" * 30_000),
    "a note of many lines": ("alpha.outline.md", "# T\n\n## A\n\n" + "a\n" * 100_000),
    "words that nobody knows": ("alpha.outline.md", "# T\n\n## A {" + "recomended " * 180 + "}\n" + ("- b {optionl}\n" * 9000)),
    "topics that all require two others": (
        "alpha.outline.md", "# T\n" + "".join(f"\n## N{n} {{#n{n} requires=n{n + 1},n{n + 2}}}" for n in range(1500)),
    ),
    "three thousand topics on one spot": ("alpha.json", json.dumps({"nodes": [node(f"n{n}", f"N {n}") for n in range(2990)]})),
    "a wide paragraph": (
        "alpha.json",
        json.dumps({"nodes": [node(), *(
            node(f"p{n}", kind="paragraph", measured={"width": 90_000, "height": 1}, data={"label": "a " * 500, "style": {"fontSize": 120}})
            for n in range(40)
        )]}),
    ),
    "labels of forty words": (
        "alpha.json",
        json.dumps({"nodes": [
            node(f"n{n}", " ".join(["abcdefghijklmnopqrstu"] * 40), y=70 * n, measured={"width": 150, "height": 60}) for n in range(300)
        ]}),
    ),
}  # fmt: skip
