"""Reads the lines of an outline file, one after the other, into items in their nesting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.catalog.outline_file.attributes import Attributes, read_attributes
from webapp.catalog.outline_file.blocks import BlockScan
from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.line import LONGEST_LINE, Line, Mistake
from webapp.catalog.outline_file.words import TASK_BOX, Trouble, label_words, note_words
from webapp.catalog.slug import composed

RULE = re.compile(r"\s{0,3}([-*_])(\s*\1){2,}\s*\Z")
DEEPEST = 3
DEEPEST_HEADING = 2
MOST_MISTAKES, LONGEST_NOTE, LONGEST_LABEL = 200, 2000, 200


@dataclass(slots=True)
class _Paragraph:
    """The lines of a note while it is read. `note` is None above the first main topic and at the foot."""

    line: Line
    text: str
    note: Item | None = None


class OutlineReader:
    """Reads the lines of a file; `outline` is None where there is neither title nor main topic."""

    def __init__(self, lines: Sequence[Line]) -> None:
        scan = BlockScan(lines)
        self.outline: Outline | None = None
        self.mistakes: list[Mistake] = scan.mistakes[:MOST_MISTAKES]
        self.without_id: list[int] = []
        self._above: list[tuple[int, Item]] = []  # the open items, each with its depth; a main topic has 0
        self._indents: list[int] = []
        self._entries: list[Line] = []  # the line of each of the indents
        self._paragraph: _Paragraph | None = None
        self._foot: Line | None = None
        self._before: Line | None = None  # the line directly above, unless it is blank
        self._has_gap = False
        self._lacks_title = False
        for line in lines:
            if len(self.mistakes) >= MOST_MISTAKES:
                break
            if line.number not in scan.skipped:
                self.read(line)
        self._finish()

    def read(self, line: Line) -> None:
        if line.is_too_long:
            self._wrong(line, f"the line has more than {LONGEST_LINE} letters", "Break it into shorter ones.")
        elif line.is_blank:
            self._end_paragraph()
            self._has_gap = True
        elif RULE.match(line.text):
            self._rule(line)
        elif line.is_heading:
            self._heading(line)
        elif line.sign:
            self._entry(line)
        else:
            self._note(line)
        self._before = None if line.is_blank or line.is_too_long else line

    def _finish(self) -> None:
        self._end_paragraph()
        if self.outline is None or not self.outline.mains:
            remedy = "Write # and the title, then ## and a main topic."
            self.mistakes.append(Mistake(1, 1, "there is no main topic", remedy))
        if self.outline is not None:
            _name_groups(self.outline)

    def _rule(self, line: Line) -> None:
        is_underline = self._paragraph is not None and set(line.text.strip()) == {"-"}
        self._end_paragraph()
        if is_underline:
            what = "dashes directly below words make a heading of them in Markdown"
            remedy = "Leave a blank line above them for the foot, or write ## before the words."
            self._wrong(line, what, remedy)
        elif self._foot is not None:
            what = f"the foot has begun in line {self._foot.number} already"
            self._wrong(line, what, "Take one of the two lines away.")
        elif self.outline is None:
            self._miss_title(line)
        self._foot = self._foot or line

    def _heading(self, line: Line) -> None:
        self._end_paragraph()
        self._indents, self._entries, self._has_gap = [], [], False
        if line.sign == "#":
            self._title(line)
            return
        item = self._item(line)
        if self.outline is None:
            self.outline = Outline("")
            self._miss_title(line)
        if self._foot is not None:
            self._wrong(line, "below the line of dashes stand links only", "Move it above that line.")
        elif line.sign == "##":
            self.outline.mains.append(item)
            self._above = [(0, item)]
        else:
            self._group_heading(line, item, depth=len(line.sign) - 2)

    def _title(self, line: Line) -> None:
        if self.outline is not None:
            self._wrong(line, "there is a title already", "Begin a main topic with ##.")
            return
        if not line.label:
            self._wrong(line, "the title is missing", "Write it behind the #.")
        self._refuse_block(line, "the title")
        self.outline = Outline(self._words(line, line.label))

    def _group_heading(self, line: Line, item: Item, depth: int) -> None:
        if not self._above or depth > DEEPEST_HEADING:
            is_too_deep = depth > DEEPEST_HEADING
            what = "a heading is too deep" if is_too_deep else "a main topic has to come first"
            remedy = "Write ## for a main topic, ### for a group, #### for a group in a group."
            self._wrong(line, what, remedy)
            return
        while self._above[-1][0] >= depth:
            self._above.pop()
        owner_depth, owner = self._above[-1]
        if owner_depth != depth - 1 or not owner.line.is_heading:
            self._wrong(line, "#### stands below no ###", "Write ### for a group.")
            return
        item.type = "group"
        owner.children.append(item)
        self._above.append((depth, item))

    def _entry(self, line: Line) -> None:
        self._end_paragraph()
        item = self._item(line)
        item.is_after_gap, self._has_gap = self._has_gap, False
        if self._foot is not None:
            self._foot_link(line, item)
            return
        self._close_entries(line)
        if not self._above:
            self._wrong(line, "a main topic has to come first", "Write ## and a main topic above it.")
            return
        depth, owner = self._above[-1]
        if owner.type == "link":
            self._wrong(line, "nothing can hang on a link", "Indent it less.")
        elif depth + 1 > DEEPEST:
            remedy = "A group may hold groups, and those hold topics only."
            self._wrong(line, "it is nested too deeply", remedy)
        else:
            owner.children.append(item)
            self._above.append((depth + 1, item))
            self._indents.append(line.indent)
            self._entries.append(line)

    def _close_entries(self, line: Line) -> None:
        """Closes the items below which a new one does not stand."""
        while self._indents and self._indents[-1] >= line.indent:
            self._close_entry()
        if self._indents and line.indent == self._indents[-1] + 1:
            above = self._close_entry()
            what = f"it is one blank further in than line {above.number}, neither beside it nor below it"
            remedy = f"Indent it like line {above.number}, or by two blanks to stand below it."
            self._wrong(line, what, remedy)

    def _close_entry(self) -> Line:
        self._indents.pop()
        self._above.pop()
        return self._entries.pop()

    def _foot_link(self, line: Line, item: Item) -> None:
        if item.type == "link" and self.outline is not None:
            self.outline.links.append(item)
            return
        remedy = "Write [label](address), or move it above that line."
        self._wrong(line, "below the line of dashes stand links only", remedy)

    def _note(self, line: Line) -> None:
        if self._paragraph is not None:
            self._go_on(self._paragraph, line)
        elif self.outline is None:
            self._miss_title(line)
        elif self._before is not None and self._before.sign and not self._before.is_heading:
            what = f"it goes on from the item in line {self._before.number}"
            remedy = "Write both on one line, or leave a blank line between them for a note."
            self._wrong(line, what, remedy)
        elif self._foot is not None or not self._above:
            self._refuse_block(line, "what stands above the map or at its foot")
            self._paragraph = _Paragraph(line, line.label)
        else:
            self._begin_note(line)

    def _go_on(self, paragraph: _Paragraph, line: Line) -> None:
        if len(paragraph.text) > LONGEST_NOTE:
            self._wrong(line, f"the note has more than {LONGEST_NOTE} letters", "Shorten it.")
            return
        paragraph.text += "\n" + line.label
        if paragraph.note is not None:
            paragraph.note.attributes = paragraph.note.attributes.joined(self._attributes(line))

    def _begin_note(self, line: Line) -> None:
        """A note belongs to the heading above it, and ends the list before it."""
        note = Item("note", "", line, self._attributes(line))
        while self._indents:
            self._close_entry()
        self._above[-1][1].children.append(note)
        self._paragraph = _Paragraph(line, line.label, note)

    def _end_paragraph(self) -> None:
        paragraph, self._paragraph = self._paragraph, None
        if paragraph is None or self.outline is None:
            return
        self._has_gap = True
        words = self._words(paragraph.line, paragraph.text)
        if paragraph.note is not None:
            paragraph.note.label = words
        elif self._foot is None:
            self.outline.notes.append(words)
        else:
            self.outline.closing = f"{self.outline.closing} {words}".strip()
            if len(self.outline.closing) > LONGEST_NOTE:
                what = f"what stands at the foot has more than {LONGEST_NOTE} letters"
                self._wrong(paragraph.line, what, "Shorten it.")

    def _item(self, line: Line) -> Item:
        attributes = self._attributes(line)
        if line.label and not attributes.id:
            self.without_id.append(line.number)
        if line.is_heading:
            return self._topic(line, self._words(line, line.label), attributes)
        words = label_words(TASK_BOX.sub("", line.label, count=1))
        self._report(line, words.troubles)
        if not words.is_link:
            return self._topic(line, words.label, attributes)
        if not words.label or not words.url:
            self._wrong(line, "the link has no label or no address", "Write [label](address).")
        self._measure(line, words.label)
        return Item("link", words.label, line, attributes, words.url)

    def _topic(self, line: Line, label: str, attributes: Attributes) -> Item:
        if not composed(label):
            self._wrong(line, "the label is missing", "Write it behind the sign.")
        self._measure(line, label)
        return Item("topic", label, line, attributes)

    def _words(self, line: Line, text: str) -> str:
        words = note_words(text)
        self._report(line, words.troubles)
        return words.label

    def _miss_title(self, line: Line) -> None:
        """Reports once that there is no title."""
        if not self._lacks_title:
            self._wrong(line, "the title is missing", "Begin with # and the title.")
        self._lacks_title = True

    def _report(self, line: Line, troubles: Sequence[Trouble]) -> None:
        for trouble in troubles:
            column = line.column_at(trouble.snippet)
            self.mistakes.append(Mistake(line.number, column, trouble.message, trouble.remedy))

    def _measure(self, line: Line, label: str) -> None:
        if len(label) > LONGEST_LABEL:
            self._wrong(line, f"the label has more than {LONGEST_LABEL} letters", "Shorten it.")

    def _refuse_block(self, line: Line, what: str) -> None:
        if line.words:
            remedy = "Take the words in braces away."
            self.mistakes.append(Mistake(line.number, line.words[0][1], f"{what} takes no words", remedy))

    def _attributes(self, line: Line) -> Attributes:
        attributes, mistakes = read_attributes(line)
        self.mistakes += mistakes
        return attributes

    def _wrong(self, line: Line, what: str, remedy: str) -> None:
        self.mistakes.append(Mistake(line.number, line.column, what, remedy))


def _name_groups(outline: Outline) -> None:
    """Makes groups of the items that have items below them; main topics stay topics."""
    mains = {id(m) for m in outline.mains}
    for item in outline.walk():
        if item.children and item.type == "topic" and id(item) not in mains:
            item.type = "group"
