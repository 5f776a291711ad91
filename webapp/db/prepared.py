"""Statements that are compiled once for a database, for what every page asks.

SQLAlchemy keeps compiled statements too. But it looks each one up by its parts, and makes lists of parameters
and types for every execution, which takes longer than SQLite takes to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Dialect, Select


class PreparedQuery:
    """A query whose values are `fixed`, except for those of the parameters `names`.

    These are given to each execution, and are texts or whole numbers.
    """

    def __init__(
        self, query: Select[Any], dialect: Dialect, fixed: Mapping[str, object], names: tuple[str, ...]
    ) -> None:
        given = {**fixed, **dict.fromkeys(names)}
        expanded = query.compile(dialect=dialect).construct_expanded_state(given)
        self._sql = expanded.statement
        self._parameters = expanded.parameters
        self._order = expanded.positiontup
        readers = (
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in query.selected_columns
        )
        self._readers = [(place, reader) for place, reader in enumerate(readers) if reader]

    def one_or_none(self, connection: Connection, values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """Returns the first row, with the same types of values as the query has, or None."""
        parameters = {**self._parameters, **values}
        given = parameters if self._order is None else tuple(parameters[name] for name in self._order)
        row = connection.exec_driver_sql(self._sql, given).first()
        if row is None:
            return None
        found = list(row)
        for place, reader in self._readers:
            found[place] = reader(found[place])
        return tuple(found)
