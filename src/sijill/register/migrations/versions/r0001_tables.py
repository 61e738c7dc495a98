"""Documents, their readings, and what readings find."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("content"),
    )
    op.create_index("ix_documents_id", "documents", ["id"])
    op.create_index("ix_documents_published", "documents", ["published"])
    op.create_table(
        "sightings",
        sa.Column("document", sa.Integer, sa.ForeignKey("documents.key"), primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("document", sa.Integer, sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.UniqueConstraint("document", "reader"),
    )
    op.create_index(
        "ix_readings_current",
        "readings",
        ["document"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )
    _found(
        "figures",
        sa.Column("ref", sa.String(16), nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("bound", sa.String(8), nullable=False),
        sa.Column("low", sa.Double),
        sa.Column("high", sa.Double),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("change", sa.String(8)),
        sa.Column("measure", sa.String(32), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("sex", sa.String(8)),
        sa.Column("age", sa.String(24)),
        sa.Column("vulnerable", sa.Boolean, nullable=False),
        sa.Column("actor", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("part_of", sa.Integer),
        sa.Column("confidence", sa.Double),
        sa.Column("evidence", sa.JSON, nullable=False),
    )
    op.create_index("ix_figures_ref", "figures", ["ref"])
    op.create_index("ix_figures_measure_period_start", "figures", ["measure", "period_start"])
    op.create_index("ix_figures_value", "figures", ["value"])
    op.create_table(
        "figure_places",
        sa.Column("figure", sa.Integer, sa.ForeignKey("figures.key"), primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("code", sa.String(8), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_index("ix_figure_places_code", "figure_places", ["code"])
    _found(
        "dates",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("duration", sa.Text),
        sa.Column("grain", sa.String(8), nullable=False),
        sa.Column("optional", sa.Boolean, nullable=False),
        sa.Column("alternatives", sa.JSON, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
    )
    _found(
        "events",
        sa.Column("ref", sa.String(16), nullable=False),
        sa.Column("type", sa.String(24), nullable=False),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("place", sa.Text),
        sa.Column("instrument", sa.Text),
    )
    op.create_index("ix_events_ref", "events", ["ref"])
    op.create_index("ix_events_type_period_start", "events", ["type", "period_start"])
    op.create_table(
        "event_topics",
        sa.Column("event", sa.Integer, sa.ForeignKey("events.key"), primary_key=True),
        sa.Column("topic", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_table(
        "participants",
        sa.Column("event", sa.Integer, sa.ForeignKey("events.key"), primary_key=True),
        sa.Column("position_in_event", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("position", sa.Text),
        sa.Column("organisation", sa.Text),
    )
    op.create_index("ix_participants_name", "participants", ["name"])
    _found(
        "instruments",
        sa.Column("ref", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("begins", sa.String(10)),
        sa.Column("ends", sa.String(10)),
        sa.Column("tasks", sa.JSON, nullable=False),
        sa.Column("target", sa.Double),
        sa.Column("target_figure", sa.Integer),
        sa.Column("funder", sa.Text),
        sa.Column("partner", sa.Text),
        sa.Column("imposed_by", sa.Text),
        sa.Column("legal_frame", sa.Text),
    )
    op.create_index("ix_instruments_ref", "instruments", ["ref"])
    op.create_index("ix_instruments_name", "instruments", ["name"])
    op.create_table(
        "instrument_money",
        sa.Column("instrument", sa.Integer, sa.ForeignKey("instruments.key"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("figure", sa.Integer, nullable=False),
    )
    _found(
        "statements",
        sa.Column("speaker", sa.Text, nullable=False),
        sa.Column("reports", sa.Text),
        sa.Column("holder_of_view", sa.Text),
    )


def _found(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("reading", sa.Integer, sa.ForeignKey("readings.key"), nullable=False),
        sa.Column("document", sa.Integer, sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        *columns,
        sa.CheckConstraint('0 <= start AND start < "end"', name="span"),
    )
    op.create_index(f"ix_{name}_reading", name, ["reading"])
