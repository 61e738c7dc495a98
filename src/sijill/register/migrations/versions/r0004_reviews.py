"""Reviews by people, and which figures they leave standing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    digits = sa.String(64)
    ref = sa.String(16)
    op.create_table(
        "reviews",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("content", digits.with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("ref", ref.with_variant(sa.String(16, collation="C"), "postgresql"), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("was", sa.JSON, nullable=False),
        sa.Column("shall_be", sa.JSON),
        sa.Column("note", sa.Text),
    )
    op.create_index("ix_reviews_content_start", "reviews", ["content", "start"])
    op.create_index("ix_reviews_ref", "reviews", ["ref"])
    op.add_column("figures", sa.Column("stands", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("figures", sa.Column("review", sa.Integer))
