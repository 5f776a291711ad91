"""Accounts are found by the beginning of a name and by their state; disabling one has a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DIRECTORIES = ("username_directory", "address_directory", "address_claim")
# Name, table, condition, and the condition on SQLite, which has no booleans.
OF_SOME = (
    ("ix_account_admin", "account", "is_admin", "is_admin = 1"),
    ("ix_account_disabled", "account", "disabled_at IS NOT NULL", "disabled_at IS NOT NULL"),
    (
        "ix_email_address_unverified",
        "email_address",
        "is_primary AND verified_at IS NULL",
        "is_primary = 1 AND verified_at IS NULL",
    ),
)
REASON = ("account", "disabled_reason"), ("audit_event", "reason")


def upgrade() -> None:
    for table, column in REASON:
        op.add_column(table, sa.Column(column, sa.String(500), nullable=True))
    for table in DIRECTORIES:
        operators = {"folded": "text_pattern_ops"}
        columns = ["folded", "learner_id"]
        op.create_index(f"ix_{table}_folded_learner_id", table, columns, postgresql_ops=operators)
    for name, table, condition, on_sqlite in OF_SOME:
        where = {"postgresql_where": sa.text(condition), "sqlite_where": sa.text(on_sqlite)}
        op.create_index(name, table, ["learner_id"], **where)


def downgrade() -> None:
    for name, table, _, _ in OF_SOME:
        op.drop_index(name, table)
    for table in DIRECTORIES:
        op.drop_index(f"ix_{table}_folded_learner_id", table)
    for table, column in REASON:
        op.drop_column(table, column)
