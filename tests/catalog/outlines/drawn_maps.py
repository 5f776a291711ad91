"""Whole maps in the manner of real ones, drawn by hand, each with the outline that a person writes down who looks at it.

A label is the place of its node in the outline.
"""

from __future__ import annotations

WIDTHS = {"topic": 170, "subtopic": 200, "title": 250, "label": 150, "button": 180}
HEIGHTS = {"label": 28, "title": 68}


class Drawing:
    """Rows as `draw` reads them: single nodes, columns of nodes, and edges."""

    def __init__(self) -> None:
        self._rows: list[str] = []

    def node(self, kind: str, label: str, x: int, y: int, width: int = 0, height: int = 0) -> None:
        self._rows.append(f"{kind} {label} {x} {y} {width or WIDTHS.get(kind, 150)} {height or HEIGHTS.get(kind, 49)}")

    def column(self, x: int, y: int, labels: str, width: int = 200) -> None:
        for number, label in enumerate(labels.split(",")):
            self.node("subtopic", label.strip(), x, y + 53 * number, width)

    def boxed(self, x: int, y: int, head: str, labels: str) -> None:
        """A topic that heads a box of subtopics."""
        self.node("section", f"_{head}", x - 13, y - 14, 256, 76 + 53 * len(labels.split(",")))
        self.node("topic", head, x, y, 230)
        self.column(x, y + 65, labels, 230)

    def edges(self, text: str) -> None:
        self._rows += [line.strip() for line in text.strip().splitlines()]

    def text(self) -> str:
        return "\n".join(self._rows)


MAPS: dict[str, tuple[str, str]] = {}

drawing = Drawing()
drawing.node("title", "The title", 365, -71)
drawing.node("vertical", "_v0", 479, -4, 20, 92)
drawing.node("legend", "_leg", 760, -60, 268, 138)
drawing.node("paragraph", "Find the other maps and guides over there", 420, -200, 260, 112)
drawing.node("topic", "1", 404, 88, 170)
drawing.column(714, 118, "1-1, 1-2, 1-3, 1-4, 1-5, 1-6", 268)
drawing.node("topic", "2", 414, 262, 150)
drawing.column(62, 211, "2-1, 2-2, 2-3, 2-4, 2-5", 238)
drawing.node("topic", "3", 394, 444, 190)
drawing.column(696, 479, "3-1, 3-2, 3-3", 240)
drawing.node("topic", "4", 409, 607, 160)
drawing.column(48, 570, "4-1, 4-2, 4-3, 4-4", 252)
drawing.node("button", "A project", 714, 640, 270)
drawing.node("topic", "5", 389, 790, 190)
drawing.node("subtopic", "5-2", 718, 763, 120)
drawing.node("topic", "5-1", 120, 790, 220)
drawing.column(76, 861, "5-1-1, 5-1-2, 5-1-3", 200)
drawing.node("topic", "6", 389, 957, 190)
drawing.node("section", "_pm", 690, 881, 190, 210)
drawing.node("label", "List 6-1", 703, 890, 150)
drawing.column(702, 922, "6-1-1, 6-1-2, 6-1-3", 166)
drawing.node("topic", "7", 375, 1142, 220)
drawing.node("section", "_fw", 70, 1074, 250, 345)
drawing.column(83, 1088, "7-1, 7-2, 7-3, 7-4, 7-5, 7-6", 224)
drawing.node("topic", "8", 391, 1341, 190)
drawing.column(703, 1291, "8-1, 8-2, 8-3", 180)
drawing.node("subtopic", "8-4", 703, 1462, 220)
drawing.node("subtopic", "8-4-1", 984, 1462, 110)
drawing.node("topic", "9", 391, 1502, 190)
drawing.column(720, 1540, "9-1, 9-2", 140)
drawing.node("topic", "10", 391, 1677, 190)
drawing.node("section", "_bt", 52, 1590, 270, 340)
drawing.node("label", "List 10-1", 66, 1598, 190)
drawing.column(66, 1632, "10-1-1, 10-1-2", 240)
drawing.node("label", "List 10-2", 66, 1752, 190)
drawing.column(66, 1786, "10-2-1, 10-2-2", 240)
drawing.node("topic", "11", 391, 1893, 190)
drawing.column(703, 1861, "11-1, 11-2, 11-3, 11-4", 190)
drawing.node("vertical", "_vt", 477, 1942, 20, 180)
drawing.node("paragraph", "Go on with one of these", 310, 2130, 350, 150)
drawing.node("button", "Map one", 330, 2200, 150)
drawing.node("button", "Map two", 490, 2200, 150)
drawing.edges(
    """
    1 -> 2
    2 -> 3
    3 -> 4
    4 -> 5
    5 -> 6
    6 -> 7
    7 -> 8
    8 -> 9
    9 -> 10
    10 -> 11
    1 ..> 1-3 right-left
    2 ..> 2-2 left-right
    3 ..> 3-2 right-left
    4 ..> 4-1 left-right
    5 ..> 5-2 right-left
    5 ..> 5-1 left-right
    5-1 ..> 5-1-1
    6 ..> _pm right-left
    7 ..> _fw left-right
    8 ..> 8-2 right-left
    8 ..> 8-4 right-left
    8-4 ..> 8-4-1 right-left
    9 ..> 9-1 right-left
    10 ..> _bt left-right
    11 ..> 11-2 right-left
    """
)
MAPS["a page that winds past boxes and lists"] = (
    drawing.text(),
    """
    1
      1-1
      1-2
      1-3
      1-4
      1-5
      1-6
    2
      2-1
      2-2
      2-3
      2-4
      2-5
    3
      3-1
      3-2
      3-3
      > A project
    4
      4-1
      4-2
      4-3
      4-4
    5
      5-1
        5-1-1
        5-1-2
        5-1-3
      5-2
    6
      [List 6-1]
        6-1-1
        6-1-2
        6-1-3
    7
      7-1
      7-2
      7-3
      7-4
      7-5
      7-6
    8
      8-1
      8-2
      8-3
      8-4
        8-4-1
    9
      9-1
      9-2
    10
      [List 10-1]
        10-1-1
        10-1-2
      [List 10-2]
        10-2-1
        10-2-2
    11
      11-1
      11-2
      11-3
      11-4
      [Go on with one of these]
        > Map one
        > Map two
    """,
)


drawing = Drawing()
drawing.node("title", "The title", 420, 0, 240)
drawing.edges(
    """
    The title -> 1
    """
)
drawing.node("topic", "1", 455, 118, 170)
drawing.column(737, 92, "1-1, 1-2, 1-3", 256)
drawing.node("topic", "2", 130, 240, 240)
drawing.column(146, 302, "2-1, 2-2, 2-3", 208)
drawing.node("topic", "3", 700, 300, 230)
drawing.column(717, 363, "3-1, 3-2", 200)
drawing.node("topic", "4", 440, 520, 210)
drawing.column(711, 494, "4-1, 4-2, 4-3", 230)
drawing.column(964, 494, "4-4, 4-5", 180)
drawing.node("topic", "5", 440, 700, 200)
drawing.column(104, 655, "5-1, 5-2, 5-3", 230)
drawing.node("topic", "6", 430, 880, 220)
drawing.node("section", "_im", 691, 822, 268, 220)
drawing.node("label", "List 6-1", 705, 832, 200)
drawing.column(705, 869, "6-1-1, 6-1-2, 6-1-3", 240)
drawing.node("topic", "7", 430, 1074, 220)
drawing.node("section", "_bi", 100, 1030, 252, 280)
drawing.column(114, 1044, "7-1, 7-2, 7-3, 7-4, 7-5", 224)
drawing.node("topic", "8", 440, 1250, 200)
drawing.column(710, 1250, "8-1, 8-2, 8-3", 200)
drawing.node("topic", "9", 430, 1430, 220)
drawing.column(720, 1430, "9-2, 9-3, 9-4", 220)
drawing.node("topic", "9-1", 150, 1430, 220)
drawing.column(160, 1500, "9-1-1, 9-1-2", 200)
drawing.node("topic", "10", 440, 1640, 200)
drawing.node("section", "_tc", 96, 1640, 260, 242)
drawing.column(110, 1654, "10-1, 10-2, 10-3, 10-4", 232)
drawing.node("topic", "11", 420, 1830, 240)
drawing.column(730, 1790, "11-1, 11-2, 11-3, 11-4", 240)
drawing.node("topic", "12", 440, 2030, 200)
drawing.column(100, 1980, "12-1, 12-2, 12-3, 12-4", 210)
drawing.node("vertical", "_tail", 530, 2079, 20, 120)
drawing.node("button", "Another map", 440, 2210, 200)
drawing.node("paragraph", "Notes that are long and say how to go on from here and what else there is to do", 720, 2030, 300, 140)
drawing.edges(
    """
    1 -> 2 left-top
    2 -> 3 right-left
    3 -> 4 bottom-top
    4 -> 5
    5 -> 6
    6 -> 7
    7 -> 8
    8 -> 9
    9 -> 10
    10 -> 11
    12 -> 11 top-bottom
    1 ..> 1-2 right-left
    2 ..> 2-1
    4 ..> 4-2 right-left
    5 ..> 5-2 left-right
    6 ..> _im right-left
    7 ..> _bi left-right
    8 ..> 8-1 right-left
    9 ..> 9-2 right-left
    9-1 ..> 9 right-left
    10 ..> _tc left-right
    12 ..> 12-2 left-right
    """
)
MAPS["a path that begins in rows"] = (
    drawing.text(),
    """
    1
      1-1
      1-2
      1-3
    2
      2-1
      2-2
      2-3
    3
      3-1
      3-2
    4
      4-1
      4-2
      4-3
      4-4
      4-5
    5
      5-1
      5-2
      5-3
    6
      [List 6-1]
        6-1-1
        6-1-2
        6-1-3
    7
      7-1
      7-2
      7-3
      7-4
      7-5
    8
      8-1
      8-2
      8-3
    9
      9-1
        9-1-1
        9-1-2
      9-2
      9-3
      9-4
    10
      10-1
      10-2
      10-3
      10-4
    11
      11-1
      11-2
      11-3
      11-4
    12
      12-1
      12-2
      12-3
      12-4
      > Another map
    """,
)


drawing = Drawing()
drawing.node("title", "The title", 400, 0, 250)
drawing.node("topic", "1", 430, 130, 190)
drawing.column(740, 105, "1-1, 1-2, 1-3", 160)
drawing.node("topic", "2", 420, 300, 210)
drawing.column(80, 230, "2-1, 2-2, 2-3, 2-4", 230)
drawing.column(740, 300, "2-5, 2-6, 2-7", 190)
drawing.column(1000, 274, "2-6-1, 2-6-2", 210)
drawing.column(1000, 400, "2-7-1, 2-7-2, 2-7-3, 2-7-4", 210)
drawing.node("topic", "3", 430, 560, 190)
drawing.node("section", "_cf", 60, 470, 280, 320)
drawing.node("label", "List 3-1", 74, 480, 180)
drawing.column(74, 516, "3-1-1, 3-1-2, 3-1-3, 3-1-4, 3-1-5", 252)
drawing.node("topic", "4", 450, 760, 150)
drawing.node("label", "List 4-1", 745, 690, 150)
drawing.column(745, 724, "4-1-1, 4-1-2, 4-1-3, 4-1-4, 4-1-5", 230)
drawing.node("topic", "5", 410, 1010, 230)
drawing.column(90, 960, "5-1, 5-2, 5-3, 5-4, 5-5", 230)
drawing.column(-190, 1013, "5-2-1, 5-2-2, 5-2-3", 180)
drawing.column(-190, 1225 - 30, "5-5-1, 5-5-2", 180)
drawing.node("topic", "6", 430, 1230, 190)
drawing.node("section", "_au", 720, 1150, 270, 230)
drawing.node("topic", "6-1", 738, 1164, 234)
drawing.node("subtopic", "6-2", 738, 1217, 234)
drawing.node("subtopic", "6-3", 738, 1270, 234)
drawing.node("subtopic", "6-4", 738, 1323, 234)
drawing.node("topic", "7", 430, 1430, 190)
drawing.column(100, 1430, "7-1, 7-2", 220)
drawing.node("topic", "8", 430, 1620, 190)
drawing.column(740, 1594, "8-1, 8-2", 220)
drawing.node("topic", "9", 430, 1800, 190)
drawing.node("section", "_t1", 700, 1740, 270, 255)
drawing.node("label", "List 9-2", 714, 1748, 180)
drawing.column(714, 1784, "9-2-1, 9-2-2, 9-2-3, 9-2-4", 240)
drawing.node("section", "_t2", 60, 1740, 300, 250)
drawing.node("label", "List 9-1", 74, 1748, 200)
drawing.column(74, 1784, "9-1-1, 9-1-2, 9-1-3", 120)
drawing.column(204, 1784, "9-1-4, 9-1-5, 9-1-6", 140)
drawing.node("topic", "10", 400, 2110, 250)
drawing.column(740, 2110, "10-1, 10-2", 230)
drawing.node("horizontal", "_end", 100, 2260, 900, 20)
drawing.node("label", "There is more to come", 420, 2300, 200)
drawing.edges(
    """
    1 -> 2
    2 -> 3
    3 -> 4
    4 -> 5
    5 -> 6
    7 -> 8
    8 -> 9
    9 -> 10
    1 ..> 1-2 right-left
    2 ..> 2-2 left-right
    2 ..> 2-6 right-left
    2-6 ..> 2-6-1 right-left
    2-7 ..> 2-7-2 right-left
    3 ..> _cf left-right
    4 ..> 4-1-2 right-left
    5 ..> 5-3 left-right
    5-2 ..> 5-2-1 left-right
    5-5 ..> 5-5-1 left-right
    6 ..> _au right-left
    8 ..> 8-1 right-left
    9 ..> _t1 right-left
    9 ..> _t2 left-right
    """
)
MAPS["branches of branches, with edges that were lost"] = (
    drawing.text(),
    """
    1
      1-1
      1-2
      1-3
    2
      2-1
      2-2
      2-3
      2-4
      2-5
      2-6
        2-6-1
        2-6-2
      2-7
        2-7-1
        2-7-2
        2-7-3
        2-7-4
    3
      [List 3-1]
        3-1-1
        3-1-2
        3-1-3
        3-1-4
        3-1-5
    4
      [List 4-1]
        4-1-1
        4-1-2
        4-1-3
        4-1-4
        4-1-5
    5
      5-1
      5-2
        5-2-1
        5-2-2
        5-2-3
      5-3
      5-4
      5-5
        5-5-1
        5-5-2
    6
      6-1
      6-2
      6-3
      6-4
    7
      7-1
      7-2
    8
      8-1
      8-2
    9
      [List 9-1]
        9-1-1
        9-1-2
        9-1-3
        9-1-4
        9-1-5
        9-1-6
      [List 9-2]
        9-2-1
        9-2-2
        9-2-3
        9-2-4
    10
      10-1
      10-2
    """,
)


drawing = Drawing()
drawing.node("title", "The title", 430, -80, 220)
drawing.boxed(120, 30, "1", "1-1, 1-2, 1-3, 1-4")
drawing.boxed(420, 30, "2", "2-1, 2-2, 2-3, 2-4")
drawing.boxed(720, 30, "3", "3-1, 3-2, 3-3, 3-4, 3-5")
drawing.boxed(720, 520, "4", "4-1, 4-2, 4-3, 4-4")
drawing.boxed(420, 490, "5", "5-1, 5-2, 5-3")
drawing.boxed(120, 470, "6", "6-1, 6-2, 6-3, 6-4, 6-5")
drawing.boxed(120, 930, "7", "7-1, 7-2, 7-3, 7-4")
drawing.boxed(420, 900, "8", "8-1, 8-2, 8-3")
drawing.boxed(720, 940, "9", "9-1, 9-2, 9-3, 9-4")
drawing.node("topic", "10", 445, 1380, 180)
drawing.column(700, 1330, "10-3, 10-4, 10-5, 10-6, 10-7", 210)
drawing.node("subtopic", "10-1", 180, 1357, 160)
drawing.node("subtopic", "10-2", 180, 1410, 160)
drawing.node("topic", "11", 445, 1620, 180)
drawing.node("subtopic", "11-1", 720, 1620, 190)
drawing.node("subtopic", "11-2", 720, 1690, 190)
drawing.node("subtopic", "11-2-1", 960, 1664, 170)
drawing.node("subtopic", "11-2-2", 960, 1717, 170)
drawing.node("subtopic", "11-3", 720, 1790, 190)
drawing.node("subtopic", "11-3-1", 960, 1790, 170)
drawing.node("subtopic", "11-3-2", 960, 1843, 170)
drawing.node("topic", "12", 435, 1860, 200)
drawing.node("section", "_sl", 70, 1740, 280, 330)
drawing.node("label", "List 12-1", 84, 1748, 140)
drawing.column(84, 1784, "12-1-1, 12-1-2, 12-1-3, 12-1-4, 12-1-5", 252)
drawing.node("topic", "13", 445, 2090, 180)
drawing.node("label", "List 13-1", 720, 2010, 160)
drawing.column(720, 2044, "13-1-1, 13-1-2, 13-1-3", 150)
drawing.node("label", "List 13-2", 890, 2010, 110)
drawing.column(890, 2044, "13-2-1, 13-2-2", 150)
drawing.node("label", "List 13-3", 720, 2222, 160)
drawing.column(720, 2256, "13-3-1, 13-3-2", 150)
drawing.node("vertical", "_t", 525, 2139, 20, 250)
drawing.node("button", "Another map", 440, 2400, 190)
drawing.edges(
    """
    1 -> 2 right-left
    2 -> 3 right-left
    3 -> 4 bottom-top
    4 -> 5 left-right
    5 -> 6 left-right
    6 -> 7
    7 -> 8 right-left
    8 -> 9 right-left
    9 -> 10 bottom-top
    10 -> 11
    11 -> 12
    12 -> 13
    10 ..> 10-5 right-left
    10 ..> 10-1 left-right
    11 ..> 11-1 right-left
    11 ..> 11-2 right-left
    11 ..> 11-3 right-left
    11-2 ..> 11-2-1 right-left
    11-2 ..> 11-2-2 right-left
    11-3 ..> 11-3-1 right-left
    12 ..> _sl left-right
    13 ..> 13-1-1 right-left
    """
)
MAPS["topics that head boxes, in rows that wind"] = (
    drawing.text(),
    """
    1
      1-1
      1-2
      1-3
      1-4
    2
      2-1
      2-2
      2-3
      2-4
    3
      3-1
      3-2
      3-3
      3-4
      3-5
    4
      4-1
      4-2
      4-3
      4-4
    5
      5-1
      5-2
      5-3
    6
      6-1
      6-2
      6-3
      6-4
      6-5
    7
      7-1
      7-2
      7-3
      7-4
    8
      8-1
      8-2
      8-3
    9
      9-1
      9-2
      9-3
      9-4
    10
      10-1
      10-2
      10-3
      10-4
      10-5
      10-6
      10-7
    11
      11-1
      11-2
        11-2-1
        11-2-2
      11-3
        11-3-1
        11-3-2
    12
      [List 12-1]
        12-1-1
        12-1-2
        12-1-3
        12-1-4
        12-1-5
    13
      [List 13-1]
        13-1-1
        13-1-2
        13-1-3
      [List 13-2]
        13-2-1
        13-2-2
      [List 13-3]
        13-3-1
        13-3-2
      > Another map
    """,
)
