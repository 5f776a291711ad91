"""The gallery: a map of everything that a map can show, each with its name, for authors and developers."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.drawing.gallery_sheet import COLUMN, GallerySheet, Json
from webapp.drawing.link_shapes import TYPE_COLORS

SIDES = {"w": "top", "x": "bottom", "y": "left", "z": "right"}
SHAPES = ("simplebezier", "smoothstep", "step", "straight")
BADGE_POSITIONS = ("left-center", "right-center", "left-top", "right-top")
# The words of a legend decide its sign.
KINDS = (
    ("Recommended", "#874efe"),
    ("Optional", "#2b6b4d"),
    ("Alternative", "#b4530f"),
    ("In any order", "#2b78e4"),
    ("Not recommended", "#5c5c5c"),
    ("Another kind", "#a83a62"),
)
WHITE_BOX = {"backgroundColor": "#ffffff", "borderColor": "#000000"}
LONG_TEXT = (
    "Text that is wider than its box goes on in the next line, "
    "and in smaller letters where there are too many lines."
)
HANDLE_ROW = 215


def gallery_graph(statuses: Iterable[str]) -> Json:
    """Returns the graph of the gallery, in the format of a file, with a topic for each status."""
    return _Gallery(statuses).graph()


def status_topic_id(status: str) -> str:
    """Returns the id of the topic that shows a status."""
    return f"status-{status}"


class _Gallery:
    def __init__(self, statuses: Iterable[str]) -> None:
        self._status_names = tuple(statuses)
        self._sheet = GallerySheet()

    def graph(self) -> Json:
        self._types()
        self._statuses()
        self._colors()
        self._own_colors()
        self._texts()
        self._badges()
        self._lines()
        self._handles()
        return {"nodes": self._sheet.nodes, "edges": self._sheet.edges}

    def _types(self) -> None:
        self._sheet.heading("Node types")
        legend = [
            {"id": f"l{number}", "label": label, "color": color}
            for number, (label, color) in enumerate(KINDS)
        ]
        links = [
            {"id": "a", "label": "A link of this site", "url": "/roadmaps"},
            {"id": "b", "label": "A link that leads nowhere", "url": ""},
        ]
        items = [
            {"id": "gallery-item-1", "label": "First item"},
            {"id": "gallery-item-2", "label": "Second item"},
        ]
        rows: list[tuple[str, float, Json]] = [
            ("title", 68, {"label": "Title"}),
            ("topic", 49, {"label": "Topic"}),
            ("subtopic", 49, {"label": "Subtopic"}),
            ("todo", 49, {"label": "Something to do"}),
            ("checklist", 92, {"checklists": items}),
            ("label", 40, {"label": "Label"}),
            (
                "paragraph",
                92,
                {
                    "label": "Paragraph in a box",
                    "style": {**WHITE_BOX, "textAlign": "center", "justifyContent": "center"},
                },
            ),
            ("section", 92, {"style": WHITE_BOX}),
            (
                "button",
                49,
                {
                    "label": "Button",
                    "href": "/roadmaps",
                    "backgroundColor": "#2b5fb8",
                    "borderColor": "#2b5fb8",
                },
            ),
            (
                "resourceButton",
                49,
                {
                    "label": "Resource",
                    "badge": "FREE",
                    "href": "/roadmaps",
                    "style": {"badgeColor": "#1d7a3f"},
                },
            ),
            ("linksgroup", 120, {"label": "Links", "links": links}),
            ("legend", 216, {"legends": legend}),
            ("vertical", 92, {"style": {"strokeDasharray": "0.8 8"}}),
            ("horizontal", 20, {"style": {}}),
        ]
        self._sheet.grid([(kind, kind, height, data) for kind, height, data in rows])

    def _statuses(self) -> None:
        self._sheet.heading("Statuses")
        for number, status in enumerate(self._status_names):
            self._sheet.label(status, number * COLUMN, self._sheet.y - 36)
            self._sheet.node(
                status_topic_id(status),
                "subtopic",
                number * COLUMN,
                self._sheet.y,
                230,
                49,
                {"label": "Subtopic"},
            )
        self._sheet.y += 110

    def _colors(self) -> None:
        self._sheet.heading("Colors of topics")
        rows = [(f"colorType {name}, {TYPE_COLORS[name]}", "topic", 49.0, name) for name in TYPE_COLORS]
        self._sheet.grid(
            [
                (words, kind, height, {"label": "Topic", "style": {"colorType": name}})
                for words, kind, height, name in rows
            ]
        )

    def _own_colors(self) -> None:
        self._sheet.heading("Colors of their own")
        pink, night, green = (
            {"backgroundColor": "#ffe0e0", "borderColor": "#c00000"},
            {"backgroundColor": "#333333"},
            {"stroke": "#00aa00"},
        )
        rows: list[tuple[str, str, float, Json]] = [
            ("a section", "section", 70, {"style": pink}),
            ("a paragraph", "paragraph", 70, {"label": "Words on pink", "style": pink}),
            ("a dark paragraph", "paragraph", 70, {"label": "Words on grey", "style": night}),
            (
                "white without a border",
                "section",
                70,
                {"style": {"backgroundColor": "#fff", "borderColor": "#fff"}},
            ),
            ("a label", "label", 40, {"label": "Blue words", "style": {"color": "#0000c0"}}),
            (
                "a button",
                "button",
                49,
                {"label": "Button", "href": "/roadmaps", "backgroundColor": "#fdff00"},
            ),
            (
                "a resource",
                "resourceButton",
                49,
                {"label": "Resource", "href": "/roadmaps", "style": {"backgroundColor": "#ffe599"}},
            ),
            ("a wide line", "horizontal", 20, {"style": {**green, "strokeWidth": 8}}),
            ("a thin line", "horizontal", 20, {"style": {"stroke": "#aa0000", "strokeWidth": 1}}),
        ]
        self._sheet.grid(rows)
        one = self._sheet.node("from-own", "topic", 0, self._sheet.y, 130, 49, {"label": "From"})
        other = self._sheet.node("to-own", "subtopic", 330, self._sheet.y, 130, 49, {"label": "To"})
        self._sheet.edge(one, other, "z2", "y1", "straight", "solid", {"stroke": "#cc00cc", "strokeWidth": 6})
        self._sheet.y += 110

    def _texts(self) -> None:
        self._sheet.heading("Texts")
        aligned = [("left", "flex-start"), ("center", "center"), ("right", "flex-end")]
        rows: list[tuple[str, str, float, Json]] = [
            ("a label that is too wide", "topic", 49, {"label": "A label that is wider than its box"}),
            ("a label in a high box", "subtopic", 68, {"label": "Two lines where the box is high enough"}),
            ("a label that is cut", "subtopic", 49, {"label": " ".join([LONG_TEXT] * 6)}),
        ]
        for side, height in aligned:
            style = {**WHITE_BOX, "textAlign": side, "justifyContent": height}
            rows.append(
                (
                    f"textAlign {side}, justifyContent {height}",
                    "paragraph",
                    110,
                    {"label": "Some words", "style": style},
                )
            )
        rows.append(
            ("a paragraph that is too long", "paragraph", 80, {"label": LONG_TEXT, "style": WHITE_BOX})
        )
        rows.append(
            (
                "without a box",
                "paragraph",
                80,
                {"label": "Words alone", "style": {"backgroundColor": "transparent"}},
            )
        )
        self._sheet.grid(rows)

    def _badges(self) -> None:
        self._sheet.heading("Badges")
        rows: list[tuple[str, str, float, Json]] = []
        for number, (label, color) in enumerate(KINDS):
            for place in BADGE_POSITIONS if number == 0 else BADGE_POSITIONS[:1]:
                badge = {"id": f"l{number}", "label": label, "color": color, "position": place}
                words = place if number == 0 else label
                rows.append((words, "subtopic", 49.0, {"label": "Subtopic", "legend": badge}))
        self._sheet.grid(rows)

    def _lines(self) -> None:
        self._sheet.heading("Edge shapes")
        for number, shape in enumerate(SHAPES):
            for column, look in enumerate(("solid", "dashed")):
                x, y = column * 2 * COLUMN, self._sheet.y + number * 150
                self._sheet.label(f"{shape}, {look}", x, y - 34)
                one = self._sheet.node(f"from-{shape}-{look}", "topic", x, y, 130, 49, {"label": "From"})
                other = self._sheet.node(
                    f"to-{shape}-{look}", "subtopic", x + 330, y + 60, 130, 49, {"label": "To"}
                )
                self._sheet.edge(one, other, "z2", "y1", shape, look)
        self._sheet.y += len(SHAPES) * 150 + 20

    def _handles(self) -> None:
        for shape in SHAPES:
            self._sheet.heading(f"Handles: {shape}")
            for row, first in enumerate(SIDES):
                for column, last in enumerate(SIDES):
                    x, y = column * COLUMN, self._sheet.y + row * HANDLE_ROW
                    self._sheet.label(f"{SIDES[first]} to {SIDES[last]}", x, y - 62)
                    name = f"{shape}-{first}{last}"
                    one = self._sheet.node(f"a-{name}", "topic", x, y, 90, 40, {"label": f"{first}2"})
                    other = self._sheet.node(
                        f"b-{name}", "subtopic", x + 140, y + 80, 90, 40, {"label": f"{last}1"}
                    )
                    self._sheet.edge(one, other, f"{first}2", f"{last}1", shape, "solid")
            self._sheet.y += 4 * HANDLE_ROW + 20
