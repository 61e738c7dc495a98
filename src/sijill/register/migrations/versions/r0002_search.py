"""The search index, filled from the documents that are there."""

from __future__ import annotations

from alembic import op

from sijill.register import search

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    search.create(op.get_bind())
