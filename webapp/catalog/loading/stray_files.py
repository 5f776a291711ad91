"""Files of a roadmap's folder whose names say that they are read, and which nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from webapp.catalog.files import Tree
from webapp.catalog.findings import Findings

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx")
# Files for those who work on the content.
FOR_AUTHORS = frozenset({"readme", "contributing", "license", "licence", "changelog", "index"})
# What the folder of texts is called by mistake.
FOLDERS_OF_TEXTS = frozenset({"content", "contents", "topics", "texts"})


def report_stray_files(folder: Path, tree: Tree, found: Findings) -> None:
    """Reports topics' texts and outlines that are left out because of their names or places."""
    content = folder / "content"
    if (content.exists() or content.is_symlink()) and not content.is_dir():
        what = "it is no folder, so that no text is read"
        found.of(tree.name(content)).warning("folder", what, "Make it a folder with a file for each topic.")
    for path in tree.files_below(folder, "", found):
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        inside = path.relative_to(folder).parts
        for what, remedy in _faults(folder.name, inside):
            found.of(tree.name(path)).warning("name", f"nothing reads the file: {what}", remedy)
        if len(inside) == 1 and _is_markdown(path.name) and not _is_known(folder.name, path.name):
            what = "nothing reads the file: it is neither front matter nor an outline"
            found.of(tree.name(path)).note("name", what, "Move it, or leave it for those who work here.")


def _faults(slug: str, inside: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with a file's name, and what would be right."""
    name = inside[-1]
    stem, _, ending = name.rpartition(".")
    is_markdown = _is_markdown(name)
    is_below_content = len(inside) > 1 and inside[0] == "content"
    if is_below_content:
        if not name.endswith(".md") and ("@" in name or is_markdown) and not is_for_authors(name):
            what = f"its name does not end in .md but in .{ending}" if stem else "its name has no ending"
            yield what, f"Call it {_texts_name(name)}."
    elif "@" in name and is_markdown:
        yield "texts of topics lie in the folder content", f"Move it to content/{_texts_name(name)}."
    elif len(inside) == 1 and is_markdown and name not in {f"{slug}.md", f"{slug}.outline.md"}:
        if stem.lower().endswith(".outline") or stem.lower() == "outline":
            yield f"the outline of this folder is {slug}.outline.md", f"Call it {slug}.outline.md."
        elif stem.lower() == slug:
            yield f"the front matter of this folder is {slug}.md", f"Call it {slug}.md."
    elif is_markdown and inside[0].lower() in FOLDERS_OF_TEXTS:
        yield "texts of topics lie in the folder content", f"Call the folder {inside[0]} content."
    elif len(inside) == 1:
        yield from _faults_of_map(slug, name)


def _faults_of_map(slug: str, name: str) -> Iterator[tuple[str, str]]:
    stem, _, ending = name.rpartition(".")
    if ending.lower() != "json" or name == f"{slug}.json":
        return
    if stem.lower() == slug:
        yield f"the map of this folder is {slug}.json", f"Call it {slug}.json."
    elif ending != "json":
        yield f"its name does not end in .json but in .{ending}", f"Call it {stem}.json."


def _is_known(slug: str, name: str) -> bool:
    """Whether a file is one of a roadmap's, is reported already, or is for those who work on it."""
    stem = name.rpartition(".")[0].lower()
    return "@" in name or stem == slug or stem.split(".")[-1] == "outline" or is_for_authors(name)


def _is_markdown(name: str) -> bool:
    return name.lower().endswith(MARKDOWN)


def is_for_authors(name: str) -> bool:
    """Whether a file is for those who work on the content."""
    return name.partition(".")[0].lower() in FOR_AUTHORS


def _texts_name(name: str) -> str:
    """Returns a file's name with the ending that texts of topics have."""
    head, at, tail = name.rpartition("@")
    return f"{head}{at}{tail.partition('.')[0]}.md"
