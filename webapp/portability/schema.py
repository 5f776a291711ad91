"""The JSON Schema of an export, made from the rules of the tables, so that it says what is exported."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, String

from webapp.db.base import Moment
from webapp.portability.export import FORMAT, SCHEMA_PATH, VERSION
from webapp.portability.rules import Arrival, TableRule
from webapp.portability.tables import SECTIONS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What an import needs; an export has everything else too.
NEEDED = ("format", "version")


def export_schema(site_url: str) -> dict[str, Any]:
    """Returns the schema as it is published. Fields that a later version adds are allowed."""
    return {
        "$schema": DIALECT,
        "$id": f"{site_url}{SCHEMA_PATH}",
        "title": "Everything that a Milepost site keeps of a learner",
        "type": "object",
        "required": list(NEEDED),
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "schema": {"type": "string", "format": "uri"},
            "site": {"type": "string", "format": "uri"},
            "exported_at": {"type": "string", "format": "date-time"},
            "roadmaps": {"type": "array", "items": _roadmap()},
            **{rule.section: _section(rule) for rule in SECTIONS},
        },
    }


def _roadmap() -> dict[str, Any]:
    text = {"type": "string"}
    properties = {"key": text, "slug": text, "title": text, "ids": {"type": "array", "items": text}}
    return {"type": "object", "required": ["key", "slug"], "properties": properties}


def _section(rule: TableRule) -> dict[str, Any]:
    row = {
        "type": "object",
        "required": [c.name for c in rule.columns if not c.nullable],
        "properties": {c.name: _value(c) for c in rule.columns},
    }
    is_read = "An import reads it." if rule.arrival is not Arrival.NEVER else "An import leaves it out."
    about = {"description": f"{rule.why} {is_read}".strip()}
    if rule.is_single:
        return about | {"anyOf": [row, {"type": "null"}]}
    return about | {"type": "array", "items": row}


def _value(column: Column[Any]) -> dict[str, Any]:
    kind = _kind(column)
    return kind | {"type": [kind["type"], "null"]} if column.nullable else kind


def _kind(column: Column[Any]) -> dict[str, Any]:
    if isinstance(column.type, Moment):
        return {"type": "string", "format": "date-time"}
    if isinstance(column.type, Date):
        return {"type": "string", "format": "date"}
    if isinstance(column.type, Boolean):
        return {"type": "boolean"}
    if isinstance(column.type, Integer):
        return {"type": "integer"}
    longest = column.type.length if isinstance(column.type, String) else None
    return {"type": "string"} | ({"maxLength": longest} if longest else {})
