"""Changes of one thing in a Python source: what `bench/mutants.py` chooses from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
LOGS = {"debug", "info", "warning", "error", "exception", "security_event"}
Edit = tuple[str, ast.AST, ast.AST | None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A source with one change in it; `text` says what was changed."""

    file: str
    line: int
    kind: str
    text: str
    source: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} [{self.kind}] {self.text}"


def mutants_of(file: str, source: str) -> list[Mutant]:
    """Returns every mutant of a source that still is Python."""
    found: dict[str, Mutant] = {}
    lines = source.splitlines(keepends=True)
    for kind, old, new in _edits(ast.parse(source)):
        start, end = _span(lines, old, whole_line=kind == "decorator removed")
        before = source[start:end]
        after = _text(new)
        if kind == "decorator removed":
            before, after = "@" + ast.unparse(old), ""
        changed = source[:start] + after + source[end:]
        if changed != source and _is_python(changed):
            words = f"{_short(before)} -> {_short(after) or 'nothing'}"
            found.setdefault(changed, Mutant(file, old.lineno, kind, words, changed))  # type: ignore[attr-defined]  # all have lines
    return list(found.values())


def _edits(node: ast.AST) -> Iterator[Edit]:
    """Yields what may be changed; text for people, annotations, docstrings and log lines stay."""
    for child in ast.iter_child_nodes(node):
        if _is_left_alone(node, child):
            continue
        yield from _edits_of(child)
        yield from _edits(child)


def _is_left_alone(parent: ast.AST, child: ast.AST) -> bool:
    if isinstance(child, ast.Import | ast.ImportFrom | ast.Assert | ast.JoinedStr):
        return True
    if child in (getattr(parent, "annotation", None), getattr(parent, "returns", None)):
        return True
    if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
        return True
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Call):
        called = child.value.func
        return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in LOGS
    return False


def _edits_of(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.expr):
        yield from _edits_of_expression(node)
    match node:
        case ast.If() | ast.While() | ast.IfExp():
            yield "condition negated", node.test, ast.UnaryOp(ast.Not(), node.test)
        case ast.Return() if node.value is not None and ast.unparse(node.value) != "None":
            yield "returns None", node, ast.Return(ast.Constant(None))
        case ast.FunctionDef() | ast.ClassDef():
            for decorator in node.decorator_list:
                yield "decorator removed", decorator, None
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield "statement removed", node, ast.Pass()


def _edits_of_expression(node: ast.expr) -> Iterator[Edit]:
    match node:
        case ast.Compare():
            yield from _comparisons(node)
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield "and/or", node, ast.BoolOp(other, node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield "not removed", node, node.operand
        case ast.BinOp() if type(node.op) in ARITHMETIC:
            yield "arithmetic", node, ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
        case ast.Constant():
            yield from _constants(node)
        case ast.Call():
            yield from _calls(node)
        case ast.Tuple() if len(node.elts) > 1 and all(map(_is_condition, node.elts)):
            for number in range(len(node.elts)):
                yield "condition dropped", node, ast.Tuple(_without(node.elts, number), ast.Load())


def _is_condition(node: ast.expr) -> bool:
    return isinstance(node, ast.Compare | ast.Starred)


def _comparisons(node: ast.Compare) -> Iterator[Edit]:
    for number, operator in enumerate(node.ops):
        for kind, table in (("comparison flipped", FLIPPED), ("boundary", BOUNDARY)):
            if type(operator) in table:
                other = deepcopy(node)
                other.ops[number] = table[type(operator)]()
                yield kind, node, other


def _constants(node: ast.Constant) -> Iterator[Edit]:
    match node.value:
        case bool():
            yield "constant", node, ast.Constant(not node.value)
        case int() | float():
            yield "constant", node, ast.Constant(node.value + 1)
        case str() if node.value and " " not in node.value:
            yield "text", node, ast.Constant("x" + node.value)


def _calls(node: ast.Call) -> Iterator[Edit]:
    for number in range(len(node.keywords)):
        yield "argument removed", node, ast.Call(node.func, node.args, _without(node.keywords, number))
    if isinstance(node.func, ast.Attribute) and node.func.attr == "where":
        for number in range(len(node.args)):
            kept = _without(node.args, number)
            yield "condition dropped", node, ast.Call(node.func, kept, node.keywords)


def _without(items: list, number: int) -> list:  # type: ignore[type-arg]  # of whatever they are
    return [item for place, item in enumerate(items) if place != number]


def _span(lines: list[str], node: ast.AST, *, whole_line: bool) -> tuple[int, int]:
    """Where a node is in the source, in characters."""

    def place(line: int, column: int) -> int:
        return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())

    if whole_line:
        return place(node.lineno, 0), place(node.end_lineno, 0) + len(lines[node.end_lineno - 1])  # type: ignore[attr-defined]  # all have lines
    return place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]  # all have lines


def _text(node: ast.AST | None) -> str:
    if node is None:
        return ""
    text = ast.unparse(ast.fix_missing_locations(node))
    return (
        f"({text})" if isinstance(node, ast.expr) and not isinstance(node, ast.Constant | ast.Tuple) else text
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:110]


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True
