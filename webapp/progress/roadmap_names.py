"""The names of roadmaps that are remembered: read as a whole, and added to once for each new content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.db.unit_of_work import end_reading, writing
from webapp.progress.models import RoadmapName
from webapp.progress.naming import Claim, Kind, Links, Naming, name_roadmaps


def read_names(session: Session) -> Links:
    """Returns the links that are remembered, and ends the reading."""
    links = _links(session)
    end_reading(session)
    return links


def remember_names(session: Session, claims: Sequence[Claim]) -> Naming:
    """Returns where the marks of each roadmap are, and remembers the links that are new.

    Runs a unit of work.
    """
    with writing(session):
        known = _links(session)
        naming = name_roadmaps(claims, known)
        _write(session, {link: near for link, near in naming.links.items() if known.get(link) != near})
    return naming


def _links(session: Session) -> Links:
    rows = session.execute(select(RoadmapName.kind, RoadmapName.name, RoadmapName.key, RoadmapName.distance))
    return {(cast("Kind", kind), name, key): distance for kind, name, key, distance in rows}


def _write(session: Session, links: Links) -> None:
    rows = [
        {"kind": kind, "name": name, "key": key, "distance": distance}
        for (kind, name, key), distance in sorted(links.items())
    ]
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    upsert = dialect.insert(RoadmapName)
    new = {"distance": upsert.excluded.distance}
    session.execute(upsert.on_conflict_do_update(index_elements=["kind", "name", "key"], set_=new), rows)
