"""Reads a graph file, a dump of React Flow's state, into nodes and edges that can be drawn."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Any

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href, why_unusable
from webapp.catalog.maps.colors import color
from webapp.catalog.maps.edges import read_edges
from webapp.catalog.maps.json_values import mapping, number, rows
from webapp.catalog.model import Box, ChecklistItem, Graph, LegendEntry, Link, Look, Node
from webapp.catalog.node_types import NODE_SIZES
from webapp.catalog.sanitize import REPLACEMENT, sanitize
from webapp.catalog.slug import OTHER_TOPIC, TOPIC_ID

MOST_NODES, FARTHEST, LONGEST_LABEL, MOST_LETTERS = 3000, 100_000.0, 1000, 300_000


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")


def parse_graph(text: str, slugs: Container[str], found: Findings) -> Graph | None:
    """Returns the graph of a JSON text, or None if it holds none.

    It is an error only if the file cannot be read at all.
    """
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        found.error("graph", f"it is not JSON: {str(error)[:120]}", "Mend it, or export it again.")
        return None
    if not isinstance(data, dict) or not isinstance(data.get("nodes"), list):
        return None
    if sum(map(_parts, data["nodes"][: MOST_NODES + 1])) > MOST_NODES:
        found.error(
            "nodes",
            f"there are more than {MOST_NODES}, with rows of link groups, checklists and legends",
            "Split the roadmap.",
        )
        return None
    nodes = _nodes(data["nodes"], slugs, found)
    if not nodes:
        return None
    if sum(len(n.label) for n in nodes.values()) > MOST_LETTERS:
        found.error(
            "nodes",
            f"their labels have more than {MOST_LETTERS} letters together",
            "Shorten them; words belong into texts.",
        )
        return None
    nodes = _with_own_items(nodes, found)
    return Graph(tuple(nodes.values()), read_edges(data.get("edges"), nodes, found))


def _nodes(raws: Sequence[Any], slugs: Container[str], found: Findings) -> dict[str, Node]:
    """Returns the nodes that can be drawn by id; the others are reported."""
    nodes: dict[str, Node] = {}
    for place, raw in enumerate(raws):
        node = _node(raw, f"nodes[{place}]", slugs, found)
        if node is None:
            continue
        if node.id in nodes:
            found.warning(
                f"nodes[{place}]",
                f"the id {node.id} is used twice; the second is left out",
                "Give one of the two another id.",
            )
            continue
        nodes[node.id] = node
    return nodes


def _parts(raw: Any) -> int:
    """Returns how many things a node draws: itself and its rows."""
    data = mapping(raw.get("data")) if isinstance(raw, dict) else {}
    return 1 + sum(
        len(data[key]) for key in ("links", "checklists", "legends") if isinstance(data.get(key), list)
    )


def _with_own_items(nodes: dict[str, Node], found: Findings) -> dict[str, Node]:
    """Returns the nodes without checklist items whose id is taken: a mark would count for both."""
    taken = set(nodes)
    for node in [n for n in nodes.values() if n.items]:
        items = []
        for item in node.items:
            if item.id in taken:
                found.warning(
                    f"node {node.id}.checklists",
                    f"the id {item.id} is used twice; the item is left out",
                    "Give it another id.",
                )
            else:
                taken.add(item.id)
                items.append(item)
        nodes[node.id] = replace(node, items=tuple(items))
    return nodes


def _node(raw: Any, place: str, slugs: Container[str], found: Findings) -> Node | None:
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str) or not TOPIC_ID.match(raw["id"]):
        found.warning(
            place, "a node without a usable id is left out", "Give it an id of letters, digits, - and _."
        )
        return None
    place = f"node {raw['id']}"
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in NODE_SIZES:
        found.warning(
            f"{place}.type",
            f"{str(kind)[:40]!r} is no node type; it is left out",
            f"Use one of {', '.join(sorted(NODE_SIZES))}.",
        )
        return None
    position = mapping(raw.get("position"))
    x, y = number(position.get("x")), number(position.get("y"))
    if x is None or y is None or abs(x) > FARTHEST or abs(y) > FARTHEST:
        found.warning(
            f"{place}.position",
            "it is missing or far outside the drawing; the node is left out",
            "Place it on the map.",
        )
        return None
    data = raw["data"] if isinstance(raw.get("data"), dict) else {}
    style = {**mapping(raw.get("style")), **mapping(data.get("style"))}
    width, height = _size(raw, kind)
    badge = _entry(data.get("legend"))
    href = safe_href(str(data.get("href") or ""), slugs)
    if data.get("href") and not href:
        found.warning(f"{place}.href", *why_unusable(str(data["href"])))
    items = []
    for row in rows(data.get("checklists")) if kind == "checklist" else ():
        if isinstance(row.get("id"), str) and TOPIC_ID.match(row["id"]):
            items.append(ChecklistItem(row["id"], _label(row.get("label"))))
        else:
            found.warning(f"{place}.checklists", "an item without a usable id is left out", "Give it an id.")
    label = _label(data.get("label"))
    if REPLACEMENT in label and REPLACEMENT not in str(data.get("label")):
        found.warning(
            f"{place}.label",
            "it holds characters that cannot be written; they are shown as \ufffd",
            "Write them anew.",
        )
    if isinstance(data.get("label"), str) and len(label) == LONGEST_LABEL < len(data["label"].strip()):
        found.warning(
            f"{place}.label",
            f"it is longer than {LONGEST_LABEL} letters; the rest is left out",
            "Shorten it.",
        )
    return Node(
        id=raw["id"],
        type=kind,
        box=Box(x, y, width, height),
        label=label,
        look=_look(kind, data, style),
        href=href,
        badge=badge if kind in {"topic", "subtopic"} else None,
        badge_label=_label(data.get("badge")) if kind == "resourceButton" else "",
        legend=tuple(e for e in map(_entry, rows(data.get("legends"))) if e),
        links=_links(data, f"{place}.links", slugs, found) if kind == "linksgroup" else (),
        items=tuple(items),
        requires=_requires(data.get("requires"), place, found),
        same=_same(data.get("same"), place, found),
        choose=_choose(data.get("chooseOne"), place, found),
    )


def _requires(value: Any, place: str, found: Findings) -> tuple[str, ...]:
    names = value if isinstance(value, list) else []
    if value is not None and (value is not names or not all(isinstance(name, str) for name in names)):
        found.warning(f"{place}.requires", "it is no list of ids", 'Write ["first-topic", "second-topic"].')
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))


def _same(value: Any, place: str, found: Findings) -> tuple[str, ...]:
    names = value if isinstance(value, list) else []
    known = [name.strip() for name in names if isinstance(name, str) and OTHER_TOPIC.match(name.strip())]
    if value is not None and (value is not names or len(known) < len(names)):
        what = "it is no list of topics of other roadmaps"
        found.warning(f"{place}.same", what, 'Write ["python/asyncio"]: roadmap and topic.')
    return tuple(dict.fromkeys(known))


def _choose(value: Any, place: str, found: Findings) -> int:
    """Returns how many of the topics in a box, or below a topic, are enough; 0 means all."""
    if value is None:
        return 0
    if isinstance(value, int) and 0 < value <= MOST_NODES:
        return int(value)
    found.warning(f"{place}.chooseOne", "it says no number of topics", "Write 1, 2 or more.")
    return 0


def _links(data: Mapping[str, Any], place: str, slugs: Container[str], found: Findings) -> tuple[Link, ...]:
    """Returns the rows of a group of links; one whose address cannot be used leads nowhere."""
    links = []
    for row in rows(data.get("links")):
        address = str(row.get("url") or "")
        url = safe_href(address, slugs)
        if address and not url:
            found.warning(place, *why_unusable(address))
        links.append(Link(_label(row.get("id"))[:64], _label(row.get("label")), url))
    return tuple(links)


def _look(kind: str, data: Mapping[str, Any], style: Mapping[str, Any]) -> Look:
    def text(key: str) -> str | None:
        value = style.get(key)
        return value if isinstance(value, str) and value.isascii() and len(value) < 40 else None

    def length(key: str, most: float = 400) -> float | None:
        value = number(style.get(key))
        return value if value is not None and 0 <= value <= most else None

    def paint(key: str) -> str | None:
        # The established renderer takes the colors of a button from its data, not from its style.
        first, second = (data, style) if kind == "button" else (style, data)
        return color(first.get(key)) or color(second.get(key))

    name = text("colorType")
    dash = style.get("strokeDasharray")
    return Look(
        color_type=name if name and name.isalnum() else None,
        font_size=length("fontSize", 120),
        color=paint("color"),
        background=paint("backgroundColor"),
        border=paint("borderColor"),
        radius=length("borderRadius"),
        padding=length("padding"),
        text_align=text("textAlign"),
        justify=text("justifyContent"),
        stroke=color(style.get("stroke")),
        stroke_width=length("strokeWidth", 40),
        dotted=bool(dash) and str(dash).strip() not in {"0", "none"},
        badge_color=color(style.get("badgeColor")),
    )


def _size(raw: Mapping[str, Any], kind: str) -> tuple[float, float]:
    sizes = []
    for axis, usual in zip(("width", "height"), NODE_SIZES[kind], strict=True):
        places = (mapping(raw.get("measured")), raw, mapping(raw.get("style")))
        values = (number(p.get(axis)) for p in places)
        sizes.append(next((v for v in values if v is not None and 0 < v <= FARTHEST), usual))
    return sizes[0], sizes[1]


def _label(value: Any) -> str:
    return (
        " ".join(sanitize(str(value)).split())[:LONGEST_LABEL] if isinstance(value, (str, int, float)) else ""
    )


def _entry(value: Any) -> LegendEntry | None:
    if not isinstance(value, dict) or not value.get("label"):
        return None
    position = str(value.get("position") or "left-center")
    return LegendEntry(
        _label(value.get("id"))[:64],
        _label(value.get("label")),
        color(value.get("color")) or "#000000",
        position if position in {"left-center", "right-center", "left-top", "right-top"} else "left-center",
    )
