"""Files that killed the process which opened them, set apart with the reason until somebody tries them again.

A folder with one JSON file for each, beside the register that they were to be read into. Bytes that came
from no file (a page that was fetched) are kept there as well.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sijill.sources.found import Rejected, UnfitError, day


@dataclass(frozen=True, slots=True)
class Held:
    """One thing in quarantine: what it is, where it stood, why it is here and since when (UTC).

    `file` is what to open to try again, None where it is gone (standard input); `language` and `published` are
    what the user said of it.
    """

    id: str
    where: str
    why: str
    since: str
    file: str | None = None
    language: str | None = None
    published: str | None = None


def folder_of(register: Path) -> Path:
    """The quarantine of a register: a folder beside it."""
    return register.with_name(f"{register.name}.quarantine")


def hold(
    folder: Path,
    rejected: Rejected,
    now: dt.datetime,
    *,
    language: str | None = None,
    published: dt.date | None = None,
    content: bytes | None = None,
) -> Held:
    """Puts into quarantine what was rejected; `content` are its bytes where there is no file of them.

    The same thing has the same id each time. OSError if the folder cannot be written.
    """
    file = str(Path(rejected.file).absolute()) if rejected.file else None
    short = hashlib.sha256(f"{file}\n{rejected.where}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
    folder.mkdir(parents=True, exist_ok=True)
    if file is None and content is not None:
        kept = folder / f"{short}.bytes"
        _write(kept, content)
        file = str(kept.absolute())
    since = now.replace(microsecond=0, tzinfo=None).isoformat()
    said = published.isoformat() if published else None
    entry = Held(short, rejected.where, rejected.why, since, file, language, said)
    _write(folder / f"{short}.json", json.dumps(asdict(entry), indent=1).encode("ascii"))
    return entry


def held(folder: Path) -> list[Held]:
    """All that is in quarantine, oldest first."""
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            entry = Held(**json.loads(path.read_text("ascii")))
            if entry.published:
                day(entry.published)
            found.append(entry)
        except (OSError, ValueError, TypeError, UnfitError):
            continue  # a file of somebody else's, or one just forgotten
    return sorted(found, key=lambda entry: (entry.since, entry.id))


def forget(folder: Path, entries: Iterable[Held]) -> None:
    """Takes these out of quarantine, with the bytes that were kept of them."""
    for entry in entries:
        for path in (folder / f"{entry.id}.json", folder / f"{entry.id}.bytes"):
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Writes a file that is there whole or not at all."""
    beside = path.with_name(f"{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
