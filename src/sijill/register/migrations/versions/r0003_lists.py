"""Indexes for lists of a million figures. In PostgreSQL ids sort by their digits, whatever the server's language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDS = {
    "documents": ("content", 64),
    "readings": ("content", 64),
    "figures": ("ref", 16),
    "events": ("ref", 16),
    "instruments": ("ref", 16),
}


def upgrade() -> None:
    op.drop_index("ix_figure_places_code", "figure_places")
    op.create_index("ix_figure_places_code_role_figure", "figure_places", ["code", "role", "figure"])
    op.create_index("ix_figures_source", "figures", ["source"])
    op.create_index("ix_figures_period_start_period_end", "figures", ["period_start", "period_end"])
    op.create_index("ix_figures_period_end_period_start", "figures", ["period_end", "period_start"])
    op.create_index("ix_events_place", "events", ["place"])
    if op.get_bind().dialect.name == "postgresql":
        for table, (column, length) in IDS.items():
            op.alter_column(table, column, type_=sa.String(length, collation="C"))
