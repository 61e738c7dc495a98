"""The tables of the register, for SQLite and PostgreSQL alike. migrations/ makes them; a test compares both.

Claims are kept, never a merged number: each row of `figures` is what one reading of one document found.
Every row that comes from a text has its document and code-point offsets into it. Rows of what was read are never
changed, but for `readings.current`, which says which reading of a document is the one shown, and `figures.stands`,
which follows from the reviews. What a team keeps (people, dossiers, alerts) changes; the audit trail only grows.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

REVISION = "0006"
"""The newest migration: what this code reads and writes."""


def _digits(length: int) -> String:
    """Hex digits, which sort alike in every database."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("content", _digits(64), nullable=False, unique=True, comment="codec.document_hash"),
    Column("id", Text, nullable=False, comment="as given when it was first read"),
    Column("language", String(2), nullable=False),
    Column("published", Date),
    Column("title", Text),
    Column("url", Text),
    Column("text", Text, nullable=False),
    Column("added_at", DateTime, nullable=False, comment="UTC"),
    Column(
        "dated_by",
        String(8),
        comment="where `published` was found: page, feed, address, given or guess; none: added before 0006, or no day",
    ),
    Column("outlet", Text, comment="under whose name it was published, or the host of its address"),
    Index(None, "id"),
    Index(None, "published"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("document", ForeignKey("documents.key"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("url", Text, primary_key=True, comment="empty where none was given"),
    Column("seen_at", DateTime, nullable=False, comment="UTC"),
    comment="every name and address under which a document's content was given",
)

readings = Table(
    "readings",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("document", ForeignKey("documents.key"), nullable=False),
    Column("reader", Text, nullable=False, comment="version of sijill.reading"),
    Column("made_at", DateTime, nullable=False, comment="UTC"),
    Column("current", Boolean, nullable=False),
    Column("content", _digits(64), nullable=False, comment="codec.reading_hash"),
    UniqueConstraint("document", "reader"),
    Index(
        "ix_readings_current",
        "document",
        unique=True,
        sqlite_where=text("current"),
        postgresql_where=text("current"),
    ),
)


def _found(name: str, *columns: Column[object] | Index) -> Table:
    """A table of what readings found, each row with its reading, document, place in the text and quote."""
    return Table(
        name,
        metadata,
        Column("key", Integer, primary_key=True),
        Column("reading", ForeignKey("readings.key"), nullable=False),
        Column("document", ForeignKey("documents.key"), nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("quote", Text, nullable=False, comment="text[start:end]"),
        *columns,
        Index(None, "reading"),
        CheckConstraint('0 <= start AND start < "end"', name="span"),
    )


figures = _found(
    "figures",
    Column("ref", _digits(16), nullable=False, comment="short id: store.reference"),
    Column("value", Double, nullable=False),
    Column("bound", String(8), nullable=False),
    Column("low", Double),
    Column("high", Double),
    Column("unit", String(16), nullable=False),
    Column("change", String(8)),
    Column("measure", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("sex", String(8)),
    Column("age", String(24)),
    Column("vulnerable", Boolean, nullable=False),
    Column("actor", Text),
    Column("source", Text),
    Column("part_of", Integer, comment="start of the figure of the same reading of which this is a part"),
    Column("confidence", Double),
    Column("evidence", JSON, nullable=False),
    Column("stands", Boolean, nullable=False, server_default=true(), comment="false: a review is against it"),
    Column("review", Integer, comment="key of the review that put this row in the place of a reading's"),
    Index(None, "ref"),
    Index(None, "measure", "period_end", "period_start"),
    Index(None, "value"),
    Index(None, "source"),
    Index(None, "period_start", "period_end"),
    Index(None, "period_end", "period_start"),
)

figure_places = Table(
    "figure_places",
    metadata,
    Column("figure", ForeignKey("figures.key"), primary_key=True),
    Column("role", String(16), primary_key=True, comment="from, to, at or nationality"),
    Column("code", String(8), primary_key=True),
    Column("position", Integer, nullable=False),
    Index(None, "code", "role", "figure"),
)

dates = _found(
    "dates",
    Column("kind", String(8), nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("duration", Text),
    Column("grain", String(8), nullable=False),
    Column("optional", Boolean, nullable=False),
    Column("alternatives", JSON, nullable=False),
    Column("rule", Text, nullable=False),
)

events = _found(
    "events",
    Column("ref", _digits(16), nullable=False),
    Column("type", String(24), nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("place", Text),
    Column("instrument", Text),
    Index(None, "ref"),
    Index(None, "type", "period_start"),
    Index(None, "place"),
)

event_topics = Table(
    "event_topics",
    metadata,
    Column("event", ForeignKey("events.key"), primary_key=True),
    Column("topic", String(32), primary_key=True),
    Column("position", Integer, nullable=False),
)

participants = Table(
    "participants",
    metadata,
    Column("event", ForeignKey("events.key"), primary_key=True),
    Column("position_in_event", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("position", Text),
    Column("organisation", Text),
    Index(None, "name"),
)

instruments = _found(
    "instruments",
    Column("ref", _digits(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("begins", String(10)),
    Column("ends", String(10)),
    Column("tasks", JSON, nullable=False),
    Column("target", Double),
    Column("target_figure", Integer),
    Column("funder", Text),
    Column("partner", Text),
    Column("imposed_by", Text),
    Column("legal_frame", Text),
    Index(None, "ref"),
    Index(None, "name"),
)

instrument_money = Table(
    "instrument_money",
    metadata,
    Column("instrument", ForeignKey("instruments.key"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("value", Double, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("figure", Integer, nullable=False),
)

statements = _found(
    "statements",
    Column("speaker", Text, nullable=False),
    Column("reports", Text),
    Column("holder_of_view", Text),
)

reviews = Table(
    "reviews",
    metadata,
    Column("key", Integer, primary_key=True, comment="in the order in which they were made"),
    Column("content", _digits(64), nullable=False, comment="codec.document_hash of the document"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False, comment="text[start:end]"),
    Column("ref", _digits(16), nullable=False, comment="the figure's short id when it was reviewed"),
    Column("verdict", String(8), nullable=False, comment="confirm, correct, reject or undo"),
    Column("author", Text, nullable=False),
    Column("made_at", DateTime, nullable=False, comment="UTC"),
    Column("reader", Text, nullable=False, comment="version of the reading that was reviewed"),
    Column("was", JSON, nullable=False, comment="the figure as it was read"),
    Column(
        "shall_be",
        JSON(none_as_null=True),
        comment="the figure as it shall be; none where rejected or undone",
    ),
    Column("note", Text),
    Index(None, "content", "start"),
    Index(None, "ref"),
    comment="what people said of figures; records are added, never changed",
)

people = Table(
    "people",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("login", Text, nullable=False, unique=True, comment="name or e-mail to log in with, casefolded"),
    Column("name", Text, nullable=False, comment="as pages, reviews and the audit trail show it"),
    Column("role", String(8), nullable=False, comment="viewer, editor, reviewer or admin"),
    Column("password", Text, nullable=False, comment="argon2id"),
    Column("language", String(2), comment="of the pages"),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
    comment="accounts of a team; none of them is ever deleted, for what they did names them",
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", _digits(64), primary_key=True, comment="SHA-256 of what the browser or program holds"),
    Column("person", ForeignKey("people.key"), nullable=False),
    Column("name", Text, comment="what an API token is for; none: a browser's session"),
    Column("made_at", DateTime, nullable=False, comment="UTC"),
    Column("ends_at", DateTime, nullable=False, comment="UTC"),
    Index(None, "person"),
    comment="who is logged in; neither copied nor put back with a register",
)

audit = Table(
    "audit",
    metadata,
    Column("key", Integer, primary_key=True, comment="1, 2, 3 … without a gap"),
    Column("made_at", DateTime, nullable=False, comment="UTC"),
    Column("who", Text, nullable=False, comment="login; for the command line or loopback the user's name"),
    Column("action", String(32), nullable=False),
    Column("object", Text, comment="kind and id of what it was done to"),
    Column("detail", JSON, nullable=False),
    Column("previous", _digits(64), nullable=False, comment="hash of the record before; of the first: zeros"),
    Column("hash", _digits(64), nullable=False, comment="SHA-256 of all of the above"),
    Index(None, "who"),
    Index(None, "object"),
    comment="who did what; triggers refuse to change or delete a record",
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("ref", _digits(16), nullable=False, unique=True, comment="random; its id in addresses"),
    Column("title", Text, nullable=False),
    Column("note", Text),
    Column(
        "visibility", String(8), nullable=False, comment="private: those with a role in it; team: everybody"
    ),
    Column("person", ForeignKey("people.key"), comment="who made it; none: the single user"),
    Column("author", Text, nullable=False, comment="their name then"),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
    Column("updated_at", DateTime, nullable=False, comment="UTC"),
    Column("removed_at", DateTime, comment="UTC; put away, and kept"),
)

dossier_items = Table(
    "dossier_items",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("dossier", ForeignKey("dossiers.key"), nullable=False),
    Column("kind", String(16), nullable=False, comment="figure, event, instrument, document, claim or note"),
    Column("object", Text, comment="short id, or name of an instrument; none of a note"),
    Column("content", _digits(64), comment="codec.document_hash of where it stands; ids change with readers"),
    Column("start", Integer),
    Column("end", Integer),
    Column("quote", Text, comment="text[start:end]"),
    Column("note", Text),
    Column("position", Integer, nullable=False, comment="order in the dossier"),
    Column("person", ForeignKey("people.key"), comment="who added it; none: the single user"),
    Column("author", Text, nullable=False, comment="their name then"),
    Column("added_at", DateTime, nullable=False, comment="UTC"),
    Index(None, "dossier", "position"),
)

dossier_roles = Table(
    "dossier_roles",
    metadata,
    Column("dossier", ForeignKey("dossiers.key"), primary_key=True),
    Column("person", ForeignKey("people.key"), primary_key=True),
    Column("role", String(8), nullable=False, comment="viewer, editor or admin"),
    Index(None, "person"),
    comment="who may see or change a dossier beside the one who made it",
)

alerts = Table(
    "alerts",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("ref", _digits(16), nullable=False, unique=True, comment="random; its id in addresses"),
    Column("person", ForeignKey("people.key"), comment="whose it is; none: the single user's"),
    Column("kind", String(16), nullable=False, comment="search, measure or instrument"),
    Column("title", Text, nullable=False),
    Column("filter", JSON, nullable=False, comment="what it looks for, as parameters of an address"),
    Column("token", _digits(64), unique=True, comment="SHA-256 of the secret in its feed's address"),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
    Column("seen_at", DateTime, comment="UTC; what came later is new"),
    Index(None, "person"),
)

TEAM = (people, audit, dossiers, dossier_items, dossier_roles, alerts)
"""What people keep beside what was read, in an order in which rows may be added."""

FOUND = (figures, dates, events, instruments, statements)
"""The tables whose rows stand at a place in a text."""
