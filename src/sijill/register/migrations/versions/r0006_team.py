"""Where a publication day was found and under whose name; accounts, audit trail, dossiers and alerts of a team.

Of documents that are there nobody knows any more where their day was found: both columns stay empty, so that the
content hash of the register stays what it was.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("dated_by", sa.String(8)))
    op.add_column("documents", sa.Column("outlet", sa.Text))
    _people()
    _audit()
    _dossiers()
    _alerts()


def _digits(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("language", sa.String(2)),
        sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", _digits(64), primary_key=True),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.key"), nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("object", sa.Text),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("previous", _digits(64), nullable=False),
        sa.Column("hash", _digits(64), nullable=False),
    )
    op.create_index("ix_audit_who", "audit", ["who"])
    op.create_index("ix_audit_object", "audit", ["object"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
        )


def _dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("ref", _digits(16), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("visibility", sa.String(8), nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.key")),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("removed_at", sa.DateTime),
        sa.UniqueConstraint("ref"),
    )
    op.create_table(
        "dossier_items",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("dossier", sa.Integer, sa.ForeignKey("dossiers.key"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("object", sa.Text),
        sa.Column("content", _digits(64)),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.Column("quote", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.key")),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_dossier_items_dossier_position", "dossier_items", ["dossier", "position"])
    op.create_table(
        "dossier_roles",
        sa.Column("dossier", sa.Integer, sa.ForeignKey("dossiers.key"), primary_key=True),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.key"), primary_key=True),
        sa.Column("role", sa.String(8), nullable=False),
    )
    op.create_index("ix_dossier_roles_person", "dossier_roles", ["person"])


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("ref", _digits(16), nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.key")),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("filter", sa.JSON, nullable=False),
        sa.Column("token", _digits(64)),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime),
        sa.UniqueConstraint("ref"),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_alerts_person", "alerts", ["person"])
