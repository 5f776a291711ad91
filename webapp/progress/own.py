"""What a learner keeps beside the marks: ticks on resources, favorites, and all of one topic at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select, union_all
from sqlalchemy.orm import Session

from webapp.db.base import Base
from webapp.db.learners import lock_learner
from webapp.progress.errors import KeyReused
from webapp.progress.marks import new_act_id
from webapp.progress.models import ProgressAct
from webapp.progress.own_models import Favorite, Note, ResourceTick

# More than anybody reads; a limit so that no program fills the database.
MOST_TICKS = 50_000
# The kind of the acts that only keep the key and the time of a tick: they change no mark.
TICK = "tick"


class TooManyTicks(Exception):
    """A learner has as many ticks as one may have."""


@dataclass(frozen=True, slots=True)
class OwnOfTopic:
    """What a learner keeps of a topic: the note, the digests of the resources that were read, and whether it
    is a favorite.
    """

    note: str = ""
    read: frozenset[str] = frozenset()
    is_favorite: bool = False


NOTHING = OwnOfTopic()


@dataclass(frozen=True, slots=True)
class FoundFavorite:
    """A favorite, with the key of its roadmap."""

    roadmap: str
    topic_id: str
    kept_at: datetime


def _of_topic(model: type[Note | ResourceTick | Favorite]) -> tuple[object, ...]:
    return (
        model.learner_id == bindparam("learner"),
        model.roadmap.in_(bindparam("roadmaps", expanding=True)),
        model.topic_id == bindparam("topic"),
    )


_own = union_all(
    select(literal("note").label("kind"), Note.text.label("value")).where(*_of_topic(Note)),  # type: ignore[arg-type]
    select(literal("read"), ResourceTick.resource).where(*_of_topic(ResourceTick)),  # type: ignore[arg-type]
    select(literal("favorite"), Favorite.topic_id).where(*_of_topic(Favorite)),  # type: ignore[arg-type]
)


def own_of_topic(
    reader: Session | Connection, learner_id: int, keys: Sequence[str], topic_id: str
) -> OwnOfTopic:
    """Returns what a learner keeps of a topic, by one query."""
    asked = {"learner": learner_id, "roadmaps": list(keys), "topic": topic_id}
    rows = reader.execute(_own, asked).all()
    return OwnOfTopic(
        note=next((value for kind, value in rows if kind == "note"), ""),
        read=frozenset(value for kind, value in rows if kind == "read"),
        is_favorite=any(kind == "favorite" for kind, _ in rows),
    )


def resource_digest(address: str) -> str:
    """Returns what a tick names a resource by: its place among the others may change."""
    return hashlib.sha256(address.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether a learner wants a tick, or a favorite, or no longer, and since when.

    One that waited for a connection, `is_late`, changes nothing if another one was made later, whatever the
    order in which they arrive. With a `key` that came before it changes nothing.
    """

    is_on: bool
    at: datetime
    is_late: bool = False
    key: str | None = None


def set_tick(
    session: Session, learner_id: int, keys: Sequence[str], topic_id: str, address: str, wish: Wish
) -> None:
    """Ticks a resource of a topic, or takes the tick away, within a unit of work.

    Raises TooManyTicks, KeyReused and UnknownLearner.
    """
    digest = resource_digest(address)
    row = {"topic_id": topic_id, "resource": digest, "address": address, "ticked_at": wish.at}
    _set(session, learner_id, keys, ResourceTick, row, wish)


def set_favorite(session: Session, learner_id: int, keys: Sequence[str], topic_id: str, wish: Wish) -> None:
    """Keeps a topic as a favorite, or no longer, within a unit of work.

    Raises TooManyTicks, KeyReused and UnknownLearner.
    """
    _set(session, learner_id, keys, Favorite, {"topic_id": topic_id, "kept_at": wish.at}, wish)


def _set(
    session: Session,
    learner_id: int,
    keys: Sequence[str],
    model: type[ResourceTick | Favorite],
    row: Mapping[str, object],
    wish: Wish,
) -> None:
    lock_learner(session, learner_id)
    names = [model.__tablename__, keys[0], row["topic_id"], row.get("resource")]
    if wish.key is not None and _came_before(session, learner_id, wish.key, _deed(names, wish.is_on)):
        return
    is_outdated = wish.is_late and _wished_later(session, learner_id, names, wish.at)
    _remember(session, learner_id, wish, _deed(names, wish.is_on))
    if is_outdated:
        return
    place = [model.__table__.c[name] == row[name] for name in ("topic_id", "resource") if name in row]
    own = (model.learner_id == learner_id, model.roadmap.in_(keys), *place)
    since = model.__table__.c["ticked_at" if "ticked_at" in row else "kept_at"]
    if not wish.is_on:
        # What was brought or imported has no act that says when.
        older = (since <= wish.at,) if wish.is_late else ()
        session.execute(delete(model).where(*own, *older))
    elif session.scalar(select(model.topic_id).where(*own)) is None:
        _check_number(session, learner_id, model)
        session.execute(insert(model).values(learner_id=learner_id, roadmap=keys[0], **row))


def _deed(names: Sequence[object], is_on: bool) -> str:
    return hashlib.sha256(json.dumps([*names, is_on]).encode()).hexdigest()


def _came_before(session: Session, learner_id: int, key: str, deed: str) -> bool:
    """Returns whether a wish with this key was granted before."""
    act = ProgressAct
    known = session.scalar(select(act.deed).where(act.learner_id == learner_id, act.key == key))
    if known not in {None, deed}:
        raise KeyReused(key)
    return known is not None


def _wished_later(session: Session, learner_id: int, names: Sequence[object], at: datetime) -> bool:
    """Returns whether the learner wanted it, or no longer, after this moment."""
    act = ProgressAct
    deeds = [_deed(names, is_on) for is_on in (True, False)]
    later = (act.learner_id == learner_id, act.at > at, act.kind == TICK, act.deed.in_(deeds))
    return session.scalar(select(act.id).where(*later).limit(1)) is not None


def _remember(session: Session, learner_id: int, wish: Wish, deed: str) -> None:
    """Adds an act that keeps the key of a wish, and when it was made."""
    values = {"id": new_act_id(), "key": wish.key, "deed": deed, "kind": TICK, "at": wish.at}
    session.execute(insert(ProgressAct).values(learner_id=learner_id, **values))


def _check_number(session: Session, learner_id: int, model: type[ResourceTick | Favorite]) -> None:
    own = select(func.count()).select_from(model).where(model.learner_id == learner_id)
    if (session.scalar(own) or 0) >= MOST_TICKS:
        raise TooManyTicks


def favorites_of(session: Session, learner_id: int) -> list[FoundFavorite]:
    """Returns the favorites of a learner, the newest first."""
    columns = (Favorite.roadmap, Favorite.topic_id, Favorite.kept_at)
    query = select(*columns).where(Favorite.learner_id == learner_id).order_by(Favorite.kept_at.desc())
    return [FoundFavorite(*row) for row in session.execute(query)]


def bring_ticks(session: Session, gone_id: int, kept_id: int) -> None:
    """Gives the ticks and favorites of a learner to another one, but for those that are there already."""
    for model in (Base.metadata.tables[m.__tablename__] for m in (ResourceTick, Favorite)):
        columns = [c for c in model.c if c.name != "learner_id"]
        key = [c for c in model.primary_key if c.name != "learner_id"]
        there = {tuple(row) for row in session.execute(select(*key).where(model.c.learner_id == kept_id))}
        for row in session.execute(select(*columns).where(model.c.learner_id == gone_id)).mappings().all():
            if tuple(row[c.name] for c in key) not in there:
                session.execute(insert(model).values(learner_id=kept_id, **row))
