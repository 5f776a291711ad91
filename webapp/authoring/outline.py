"""`content outline`: writes an outline from a map that was drawn by hand, so that it can be edited as text.

Every id stays, and with it every learner's mark.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.inference.infer import infer_outline
from webapp.catalog.inference.nesting import Nesting
from webapp.catalog.model import Entry, Graph, LegendEntry, Node, Roadmap
from webapp.catalog.outline_file.attributes import COLORS
from webapp.catalog.outline_file.items import chosen_by_words
from webapp.catalog.outline_file.words import escaped

COLOR_NAMES = {letter: name for name, letter in COLORS.items()}
DEEPEST_GROUP = 2


class NoMap(Exception):
    """A roadmap has no map that an outline could be written from."""


def outline_text(roadmap: Roadmap) -> str:
    """Returns the outline that a roadmap's map shows; raises NoMap if it has none."""
    if roadmap.graph is None:
        raise NoMap(f"{roadmap.slug} has no map to write an outline from.")
    return "\n".join(_Writer(roadmap, roadmap.graph).lines()) + "\n"


class _Writer:
    def __init__(self, roadmap: Roadmap, graph: Graph) -> None:
        self._roadmap = roadmap
        self._nodes = {n.id: n for n in graph.nodes}
        self._nodes.update({item.id: n for n in graph.nodes for item in n.items})
        nesting = Nesting(graph)
        self._outline = infer_outline(graph)
        self._main = {n.id for n in nesting.main}
        headings = {n.id for n in nesting.boxes.heading_of.values()}
        self._notes = [n for n in graph.nodes if n.type == "paragraph" and n.label and n.id not in headings]
        self._titles = [n.label for n in graph.nodes if n.type == "title" and n.label]
        self._foot: list[Entry] = []

    def lines(self) -> Iterator[str]:
        yield f"# {_plain(self._titles[0] if self._titles else self._roadmap.title)}"
        for note in self._notes:
            yield from ("", _plain(note.label, is_paragraph=True))
        entries = [e for e in self._outline if e.kind != "link"]
        self._foot = [e for e in self._outline if e.kind == "link"]
        mains = [e for e in entries if e.id in self._main] or [e for e in entries if e.kind == "topic"]
        rest = [e for e in entries if e not in mains]
        for entry in mains:
            yield from ("", f"## {self._line(entry)}", *self._below(list(entry.children)))
        if rest and mains:
            # Topics without a main topic go to the end of the last one.
            yield from self._below(rest)
        if self._foot:
            yield from (
                "",
                "---",
                "",
                *(f"- [{_plain(e.label)}]({e.href}) {{#{_id(e)}}}" for e in self._foot),
            )

    def _below(self, entries: list[Entry], depth: int = 1) -> Iterator[str]:
        loose = [e for e in _flat(entries) if e.kind != "group"]
        groups = [e for e in entries if e.kind == "group"]
        if loose:
            yield ""
        for entry in loose:
            if entry.kind == "link" and (entry.href.startswith("/") or depth == 1):
                self._foot.append(entry)
            elif entry.kind == "link":
                yield f"- [{_plain(entry.label)}]({entry.href}) {{#{_id(entry)}}}"
            else:
                yield f"- {self._line(entry)}"
        for group in groups:
            if depth > DEEPEST_GROUP:
                yield from (f"- {self._line(e)}" for e in _flat(list(group.children)) if e.kind == "topic")
            elif any(e.kind != "link" for e in _flat(list(group.children))):
                yield from (
                    "",
                    f"{'#' * (depth + 2)} {self._line(group)}",
                    *self._below(list(group.children), depth + 1),
                )
            else:
                self._foot += [e for e in group.children if e.kind == "link"]

    def _line(self, entry: Entry) -> str:
        label, words = _plain(entry.label), [f"#{entry.id}"]
        node = self._nodes.get(entry.id)
        choose = entry.choose
        if entry.kind == "group":
            label, said = chosen_by_words(label)
            choose = choose or said
        if choose:
            words.append("chooseOne" if choose == 1 else f"chooseOne={choose}")
        if node is not None and entry.kind == "topic":
            words += self._words(node, entry.id in self._main)
        return f"{label} {{{' '.join(words)}}}"

    def _words(self, node: Node, is_main: bool) -> Iterator[str]:
        if node.badge and not is_main and (kind := _kind(node.badge)):
            yield kind
        if name := COLOR_NAMES.get((node.look.color_type or "").lower()):
            usual = "yellow" if node.type == "topic" else "sand"
            if name != usual:
                yield f"color={name}"
        topic = self._roadmap.topics.get(node.id)
        required = topic.requires if topic else ()
        if required:
            yield f"requires={','.join(required)}"
        if node.same:
            names = ",".join(node.same)
            yield f'same="{names}"' if any(map(str.isspace, names)) else f"same={names}"


def _flat(entries: list[Entry]) -> Iterator[Entry]:
    """Yields entries, and what is below topics, in one row: in an outline a topic has nothing below it."""
    for entry in entries:
        yield entry
        if entry.kind == "topic":
            yield from _flat(list(entry.children))


def _kind(badge: LegendEntry) -> str:
    """Returns the outline's word for a badge, guessed from its label, or an empty string."""
    words = f"{badge.id} {badge.label}".lower()
    signs = {"alternative": ("alternative", "option /", "or "), "any-order": ("order", "any time", "anytime")}
    signs |= {
        "optional": ("optional", "good to know", "nice to"),
        "recommended": ("recommend", "personal", "opinion"),
    }
    return next((kind for kind, parts in signs.items() if any(part in words for part in parts)), "")


def _plain(label: str, is_paragraph: bool = False) -> str:
    """Returns a label on one line, without the braces and signs that mean something in an outline."""
    words = " ".join(label.replace("{", "(").replace("}", ")").split())
    return escaped(words, is_paragraph) or "Untitled"


def _id(entry: Entry) -> str:
    return entry.id[:64]
