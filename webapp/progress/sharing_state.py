"""What a learner shows to others, in numbers and by one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.progress.own_models import OpenedRoadmap, Profile, ShareLink
from webapp.progress.shares import in_force


@dataclass(frozen=True, slots=True)
class SharingState:
    """Whether the profile is open, how many roadmaps it shows, and how many links and badges work."""

    is_open: bool
    roadmaps: int
    links: int


def sharing_state(session: Session, learner_id: int, now: datetime) -> SharingState:
    """Returns what a learner shows to others."""
    is_open = select(Profile.is_open).where(Profile.learner_id == learner_id)
    roadmaps = select(func.count()).select_from(OpenedRoadmap).where(OpenedRoadmap.learner_id == learner_id)
    links = select(func.count()).select_from(ShareLink).where(*in_force(learner_id, now))
    row = session.execute(
        select(is_open.scalar_subquery(), roadmaps.scalar_subquery(), links.scalar_subquery())
    ).one()
    return SharingState(bool(row[0]), row[1], row[2])
