"""When the site and roadmaps without a date were first served: the same on all machines, for feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.db.base import Base, Moment
from webapp.db.unit_of_work import end_reading, writing

LONGEST_NAME = 200


class FirstServing(Base):
    """When a roadmap, by its name in feeds, or the site, by the empty name, was first served."""

    __tablename__ = "first_serving"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment())


def remember_first_servings(session: Session, times: Mapping[str, datetime]) -> dict[str, datetime]:
    """Returns the time of each name as the first machine has stored it.

    Names that are new get that of `times`; for them it runs a unit of work.
    """
    cut = {name[:LONGEST_NAME]: at for name, at in times.items()}
    known = _known(session, cut)
    end_reading(session)
    if new := cut.keys() - known.keys():
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        added = dialect.insert(FirstServing).on_conflict_do_nothing(index_elements=["name"])
        with writing(session):
            session.execute(added, [{"name": name, "at": cut[name]} for name in sorted(new)])
            known = _known(session, cut)
    return {name: known[name[:LONGEST_NAME]] for name in times}


def _known(session: Session, names: Iterable[str]) -> dict[str, datetime]:
    query = select(FirstServing.name, FirstServing.at).where(FirstServing.name.in_(list(names)))
    return {row.name: row.at for row in session.execute(query)}
