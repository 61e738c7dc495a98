"""An index by which the figures of a measure and of some days are found without looking at any other figure."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_figures_measure_period_start", "figures")
    op.create_index(
        "ix_figures_measure_period_end_period_start", "figures", ["measure", "period_end", "period_start"]
    )
