"""Statements that are compiled once for a database: those of every page, and of every mark.

SQLAlchemy keeps compiled statements too. But it looks each one up by its parts, and makes lists of parameters
and types for every execution, which takes longer than SQLite takes to answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, Column, Connection, Dialect, Insert, Select, bindparam, func, select

Values = Mapping[str, object]


class _Prepared:
    """A statement whose parameters `names` are given to each execution; all others are `fixed`.

    None of `names` is a list.
    """

    def __init__(
        self, statement: Select[Any] | Insert, dialect: Dialect, names: Sequence[str], fixed: Values
    ) -> None:
        given = {**fixed, **dict.fromkeys(names)}
        expanded = statement.compile(dialect=dialect).construct_expanded_state(given)
        self._sql = expanded.statement
        self._order = expanded.positiontup
        self._writers = [(name, writer) for name, writer in expanded.processors.items() if name in names]
        self._fixed = {
            name: expanded.processors[name](value) if name in expanded.processors else value
            for name, value in expanded.parameters.items()
            if name not in names
        }

    def _given(self, values: Values) -> dict[str, Any] | tuple[Any, ...]:
        """Returns the parameters as the driver takes them."""
        parameters = {**self._fixed, **values}
        for name, writer in self._writers:
            parameters[name] = writer(parameters[name])
        return parameters if self._order is None else tuple([parameters[name] for name in self._order])


class PreparedQuery(_Prepared):
    """A query of one row."""

    def __init__(
        self, query: Select[Any], dialect: Dialect, names: Sequence[str], fixed: Values | None = None
    ) -> None:
        super().__init__(query, dialect, names, fixed or {})
        readers = (
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in query.selected_columns
        )
        self._readers = [(place, reader) for place, reader in enumerate(readers) if reader]

    def one_or_none(self, connection: Connection, values: Values) -> tuple[Any, ...] | None:
        """Returns the first row, with the same types of values as the query has, or None."""
        row = connection.exec_driver_sql(self._sql, self._given(values)).first()
        if row is None:
            return None
        found = list(row)
        for place, reader in self._readers:
            found[place] = reader(found[place])
        return tuple(found)


class PreparedInsert(_Prepared):
    """An INSERT of rows with values for the columns `names`, which may change rows that are there."""

    def __init__(self, statement: Insert, dialect: Dialect, names: Sequence[str]) -> None:
        super().__init__(statement.values({name: bindparam(name) for name in names}), dialect, names, {})
        self._columns = _PreparedColumns(statement, dialect, names) if dialect.name == "postgresql" else None

    def execute(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Inserts rows."""
        if self._columns and len(rows) > 1:
            self._columns.execute(connection, rows)
        else:
            connection.exec_driver_sql(self._sql, [self._given(row) for row in rows])


class _PreparedColumns(_Prepared):
    """An INSERT that takes an array for each column: PostgreSQL runs it once, and not once for each row."""

    def __init__(self, statement: Insert, dialect: Dialect, names: Sequence[str]) -> None:
        columns = {name: statement.table.c[name] for name in names}
        arrays = [bindparam(name, type_=ARRAY(column.type)) for name, column in columns.items()]
        row = (
            func.unnest(*arrays)
            .table_valued(*(Column(n, c.type) for n, c in columns.items()))
            .render_derived()
        )
        super().__init__(statement.from_select(list(names), select(*row.c)), dialect, names, {})
        self._names = names

    def execute(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Inserts rows."""
        columns = {name: [row[name] for row in rows] for name in self._names}
        connection.exec_driver_sql(self._sql, self._given(columns))
