"""Notes, ticks and favorites follow a topic that became another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Table, and_, delete, select, union_all, update
from sqlalchemy.orm import Session

from webapp.db.base import Base, Reader
from webapp.db.learners import lock_learner
from webapp.progress.notes import BETWEEN
from webapp.progress.own_models import Favorite, Note, ResourceTick

# The key of a roadmap's marks, and the id of a topic.
Place = tuple[str, str]
MODELS = (Note, ResourceTick, Favorite)


def learners_with_own(
    session: Session, keys: Collection[str], topic_ids: Collection[str], after: int, most: int
) -> list[int]:
    """Returns some learners beyond the id `after` who keep something of such topics, by id."""
    found: set[int] = set()
    # One after the other: a union would read all that is beyond, and not only the first ones.
    for table in _tables():
        row = table.c
        query = (
            select(row.learner_id)
            .distinct()
            .where(row.learner_id > after, row.roadmap.in_(keys), row.topic_id.in_(topic_ids))
            .order_by(row.learner_id)
            .limit(most)
        )
        found |= set(session.scalars(query))
    return sorted(found)[:most]


def move_own(reader: Reader, learner_id: int, places: Mapping[Place, Place]) -> None:
    """Moves what a learner keeps of topics to others, within a unit of work. Raises UnknownLearner.

    Where there is a note already, the text is put below it.
    """
    ids = {topic_id for _, topic_id in places}
    if places.keys().isdisjoint(_places(reader, learner_id, ids)):
        return
    lock_learner(reader, learner_id)
    for table in _tables():
        for row in _rows(reader, table, learner_id, ids, places):
            _move(reader, table, learner_id, row, places[row["roadmap"], row["topic_id"]])


def _tables() -> list[Table]:
    return [Base.metadata.tables[model.__tablename__] for model in MODELS]


def _places(reader: Reader, learner_id: int, ids: Collection[str]) -> set[Place]:
    """Returns where a learner keeps something of topics with these ids, by one query."""
    found = (
        select(t.c.roadmap, t.c.topic_id).where(t.c.learner_id == learner_id, t.c.topic_id.in_(ids))
        for t in _tables()
    )
    return {(roadmap, topic_id) for roadmap, topic_id in reader.execute(union_all(*found))}


def _rows(
    reader: Reader, table: Table, learner_id: int, ids: Collection[str], places: Mapping[Place, Place]
) -> list[dict[str, str]]:
    own = select(table).where(table.c.learner_id == learner_id, table.c.topic_id.in_(ids))
    rows = [dict(row) for row in reader.execute(own).mappings()]
    return [row for row in rows if (row["roadmap"], row["topic_id"]) in places]


def _move(reader: Reader, table: Table, learner_id: int, row: dict[str, str], to: Place) -> None:
    key = {c.name: row[c.name] for c in table.primary_key} | {"learner_id": learner_id}
    source = and_(*(table.c[name] == value for name, value in key.items()))
    new = key | {"roadmap": to[0], "topic_id": to[1]}
    target = and_(*(table.c[name] == value for name, value in new.items()))
    there = reader.execute(select(table).where(target)).mappings().one_or_none()
    if there is None:
        reader.execute(update(table).where(source).values(roadmap=to[0], topic_id=to[1]))
        return
    if "text" in row and row["text"] not in there["text"]:
        reader.execute(update(table).where(target).values(text=f"{there['text']}{BETWEEN}{row['text']}"))
    reader.execute(delete(table).where(source))
