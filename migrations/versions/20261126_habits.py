"""Days, plans, the calendar's address and the weekly mail of learners."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LEARNER_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create("day_rhythm", *_rhythm())
    _create(
        "past_day_rhythm",
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        *_rhythm(),
        also_key="until",
    )
    _create(
        "study_plan",
        sa.Column("roadmap", sa.String(100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("minutes_a_week", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        also_key="roadmap",
    )
    _create(
        "calendar_address",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.UniqueConstraint(
            "learner_id", "token_hash", name=op.f("uq_calendar_address_learner_id_token_hash")
        ),
    )
    _create("digest_wish", sa.Column("since", MOMENT, nullable=False))


def _rhythm() -> tuple[sa.Column[int], sa.Column[str]]:
    return (
        sa.Column("day_begins", sa.Integer(), nullable=False),
        sa.Column("rest_days", sa.String(7), nullable=False),
    )


def _create(name: str, *columns: sa.schema.SchemaItem, also_key: str = "") -> None:
    op.create_table(
        name,
        sa.Column("learner_id", LEARNER_ID, autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f(f"fk_{name}_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", *filter(None, [also_key]), name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    for name in ("digest_wish", "calendar_address", "study_plan", "past_day_rhythm", "day_rhythm"):
        op.drop_table(name)
