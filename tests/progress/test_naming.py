"""Names of roadmaps: whatever authors rename, what a learner has marked stays, and never goes to another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests.databases import on_both
from tests.progress.test_marks import ADA, NOW
from webapp.db.unit_of_work import writing
from webapp.progress.acts import recent_acts, undo
from webapp.progress.marks import marks_of, overview, set_marks
from webapp.progress.models import ProgressAct, ProgressEvent, RoadmapName, TopicMark
from webapp.progress.naming import Claim, Links, Naming, name_roadmaps
from webapp.progress.roadmap_names import read_names, remember_names
from webapp.web.site.extensions import db

FIRST = Claim("alpha")


def renamed(*contents: list[Claim], known: Links | None = None) -> list[Naming]:
    """What follows from contents that are served one after the other."""
    found: list[Naming] = []
    links = known or {}
    for claims in contents:
        found.append(name_roadmaps(claims, links))
        links = found[-1].links
    return found


@pytest.mark.parametrize(
    "steps",
    [
        [Claim("alpha", ("r1",)), Claim("beta", ("r1",))],
        [Claim("beta", (), ("alpha",))],
        [Claim("beta", (), ("alpha",)), Claim("gamma", (), ("alpha", "beta")), Claim("delta", (), ("gamma",))],
        [Claim("alpha", ("r1",)), Claim("beta", ("r1",)), Claim("beta"), Claim("gamma", (), ("beta",))],
        [Claim("alpha", ("r1",)), Claim("alpha", ("r2",)), Claim("beta", ("r2",)), Claim("beta", ("r1",))],
        [Claim("beta", (), ("alpha",)), Claim("beta"), Claim("gamma", ("r1",), ("beta",)), Claim("delta", ("r1",))],
        [Claim("alpha", ("r1",)), Claim("beta", ("r1",)), Claim("alpha", ("r1",)), Claim("alpha")],
        [Claim("alpha", ("alpha",)), Claim("beta", ("alpha",)), Claim("alpha")],
    ],
)  # fmt: skip
def test_one_name_that_stays_is_enough(steps: list[Claim]) -> None:
    found = renamed([FIRST], *([claim] for claim in steps))
    assert [naming.keys[claim.slug][0] for naming, claim in zip(found[1:], steps, strict=True)] == [
        "alpha"
    ] * len(steps)
    old = {FIRST.slug, *(claim.slug for claim in steps)} - {steps[-1].slug}
    assert found[-1].moved == dict.fromkeys(old, steps[-1].slug)


def test_a_new_roadmap_at_a_slug_that_has_become_free_begins_without_marks() -> None:
    moved, both = renamed([FIRST], [Claim("beta", (), ("alpha",))], [Claim("alpha"), Claim("beta")])[1:]
    assert moved.keys == {"beta": ("alpha",)}
    assert both.keys == {"alpha": ("alpha~2",), "beta": ("alpha",)}


def test_content_that_is_rolled_back_and_forward_again_leaves_each_its_marks() -> None:
    old, both = [FIRST], [Claim("beta"), Claim("alpha")]
    found = renamed(old, [Claim("beta", (), ("alpha",))], both, old, both)
    assert set(found[3].keys["alpha"]) == {"alpha", "alpha~2"}
    assert found[4].keys == found[2].keys == {"beta": ("alpha",), "alpha": ("alpha~2",)}


def test_an_id_says_more_than_a_slug() -> None:
    (_, both) = renamed([Claim("alpha", ("r1",))], [Claim("alpha"), Claim("beta", ("r1",))])
    assert both.keys == {"alpha": ("alpha~2",), "beta": ("alpha",)}


def test_two_roadmaps_that_swap_their_slugs_keep_their_marks() -> None:
    before = [Claim("alpha", ("r1",)), Claim("beta", ("r2",))]
    (_, after) = renamed(before, [Claim("beta", ("r1",)), Claim("alpha", ("r2",))])
    assert after.keys == {"beta": ("alpha",), "alpha": ("beta",)}


def test_a_roadmap_that_takes_another_over_has_the_marks_of_both_until_that_comes_back() -> None:
    two, one = [Claim("alpha"), Claim("beta")], [Claim("beta", (), ("alpha",))]
    (_, joined, apart, again) = renamed(two, one, two, one)
    assert joined.keys == again.keys == {"beta": ("beta", "alpha")}
    assert apart.keys == {"alpha": ("alpha",), "beta": ("beta",)}


def test_marks_of_the_first_version_are_found_under_every_slug_of_before() -> None:
    (found,) = renamed([Claim("gamma", ("r1",), ("alpha", "beta"))])
    assert sorted(found.keys["gamma"]) == ["alpha", "beta", "gamma"]


def test_a_key_is_never_longer_than_its_column() -> None:
    long = "a" * 100
    (_, both) = renamed([Claim(long, ("r1",))], [Claim(long), Claim("beta", ("r1",))])
    assert both.keys == {long: (f"{'a' * 95}~2",), "beta": (long,)}


@dataclass(frozen=True)
class Course:
    """A roadmap as its author thinks of it: the same one under whatever names."""

    number: int
    slug: str
    id: str = ""
    former: tuple[str, ...] = ()

    @property
    def claim(self) -> Claim:
        return Claim(self.slug, (self.id,) if self.id else (), self.former)

    @property
    def topics(self) -> tuple[str, str]:
        return f"one-{self.number}", f"two-{self.number}"


@dataclass
class World:
    """The content as it is and was, and what the learner has to see: the status of each topic."""

    session: Session
    courses: tuple[Course, ...] = ()
    past: list[tuple[Course, ...]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    acts: list[tuple[str, str, str, str]] = field(default_factory=list)
    naming: Naming | None = None
    count: int = 0

    def serve(self, courses: tuple[Course, ...]) -> None:
        self.past.append(courses)
        self.courses = courses
        present = {course.slug for course in courses}
        claims = [
            replace(c.claim, former_slugs=tuple(s for s in c.former if s not in present)) for c in courses
        ]
        self.naming = remember_names(self.session, claims)
        assert name_roadmaps(claims, read_names(self.session)).keys == self.naming.keys

    def mark(self, course: Course, topic: str, status: str) -> None:
        assert self.naming
        new = [(key, topic, status) for key in self.naming.keys[course.slug]]
        self.count += 1
        with writing(self.session):
            act = set_marks(self.session, ADA, new, NOW + timedelta(seconds=self.count)).changes[0].act_id
        if act:
            self.acts.append((act, topic, self.marks.get(topic, "pending"), status))
        self.marks[topic] = status

    def undo(self) -> None:
        act, topic, before, after = self.acts.pop()
        if self.marks[topic] == after:
            self.count += 1
            with writing(self.session):
                undo(self.session, ADA, act, NOW + timedelta(seconds=self.count))
            self.marks[topic] = before

    def check(self) -> None:
        assert self.naming
        slugs = {key: slug for slug, keys in self.naming.keys.items() for key in keys}
        everywhere = overview(self.session, ADA, slugs).marks
        for course in self.courses:
            expected = {t: self.marks[t] for t in course.topics if self.marks.get(t, "pending") != "pending"}
            seen = marks_of(self.session, ADA, *self.naming.keys[course.slug])
            assert {t: s for t, s in seen.items() if t in course.topics} == expected
            assert everywhere.get(course.slug, {}) == seen
        known = [key for keys in self.naming.keys.values() for key in keys]
        assert len(known) == len(set(known))
        assert len(recent_acts(self.session, ADA, 99)) <= 99


SLUGS = ("alpha", "beta", "gamma", "delta")
IDS = ("r1", "r2", "r3")
Step = Callable[[World], None]


def rename(which: int, slug: str, says: str) -> Step:
    """The author gives a roadmap a free slug, and says what it was: by its id or by `formerSlugs`."""

    def step(world: World) -> None:
        course = world.courses[which % len(world.courses)]
        if slug in {c.slug for c in world.courses}:
            return
        is_told = says == "former" or not course.id
        # At the slug of another one this says that it takes that one over, and gives it back when it returns.
        if is_told and any(c.slug == slug and c.number != course.number for past in world.past for c in past):
            return
        former = (*course.former, course.slug) if is_told else course.former
        world.serve(changed(world, replace(course, slug=slug, former=tuple(s for s in former if s != slug))))

    return step


def identify(which: int, name: str) -> Step:
    """The author gives, changes or removes an id, and the slug stays."""

    def step(world: World) -> None:
        course = world.courses[which % len(world.courses)]
        # An id that was ever another roadmap's says that this is that one.
        if not any(c.id == name and c.number != course.number for past in world.past for c in past if name):
            world.serve(changed(world, replace(course, id=name)))

    return step


def forget(which: int) -> Step:
    """The author removes `formerSlugs`."""

    def step(world: World) -> None:
        world.serve(changed(world, replace(world.courses[which % len(world.courses)], former=())))

    return step


def begin(slug: str) -> Step:
    """The author begins another roadmap, perhaps at a slug that has become free."""

    def step(world: World) -> None:
        if slug not in {c.slug for c in world.courses}:
            number = 1 + max(c.number for past in world.past for c in past)
            world.serve((*world.courses, Course(number, slug)))

    return step


def roll_back(steps: int) -> Step:
    def step(world: World) -> None:
        world.serve(world.past[-1 - steps % len(world.past)])

    return step


def mark(which: int, topic: int, status: str) -> Step:
    def step(world: World) -> None:
        course = world.courses[which % len(world.courses)]
        world.mark(course, course.topics[topic], status)

    return step


def take_back(world: World) -> None:
    if world.acts:
        world.undo()


def changed(world: World, course: Course) -> tuple[Course, ...]:
    return tuple(course if c.number == course.number else c for c in world.courses)


WHICH = st.integers(0, 3)
STEPS = st.one_of(
    st.builds(rename, WHICH, st.sampled_from(SLUGS), st.sampled_from(("id", "former"))),
    st.builds(identify, WHICH, st.sampled_from(("", *IDS))),
    st.builds(forget, WHICH),
    st.builds(begin, st.sampled_from(SLUGS)),
    st.builds(roll_back, st.integers(0, 5)),
    st.builds(mark, WHICH, st.integers(0, 1), st.sampled_from(("pending", "learning", "done"))),
    st.builds(mark, WHICH, st.integers(0, 1), st.sampled_from(("skipped", "done"))),
    st.just(take_back),
)


@contextmanager
def fresh_world(app: Flask) -> Iterator[World]:
    with app.app_context():
        session = db.session()
        with writing(session):
            for table in (RoadmapName, TopicMark, ProgressEvent, ProgressAct):
                session.execute(delete(table))
        world = World(session)
        world.serve((Course(1, "alpha"),))
        yield world


@on_both
def test_what_a_learner_sees_follows_the_roadmap_through_all_its_names(app: Flask, ada: FlaskClient) -> None:
    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, max_size=25))
    def holds(steps: list[Step]) -> None:
        with fresh_world(app) as world:
            for step in steps:
                step(world)
                world.check()

    holds()
