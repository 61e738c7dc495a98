"""Which shards there are to read, what each is called, and how one is opened."""

from __future__ import annotations

import glob
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from sijill.sources.item import Kind

READ_AS: dict[str, Kind] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".warc": "warc"}
"""What a shard is read as, by the end of its name (a compression's own end taken off)."""

_COMPRESSED = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz"}
_REMOTE = "s3://"
_BUFFER = 1 << 20


class InputError(ValueError):
    """An input that names no shard, in one line for the user."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One piece of work. `address`: a path or an s3:// address as it was found. `name`: what its output is called.
    `size`: bytes, as stored."""

    address: str
    name: str
    size: int


def shards(inputs: Iterable[str]) -> list[Shard]:
    """The shards of files, folders and patterns (`*`), here or in S3, sorted by name.

    A file is named after its own name, a file inside a folder after its path in it, so that the same input has the
    same names wherever it lies. InputError if an input holds none, or if two would have one name.
    """
    found: dict[str, Shard] = {}
    for given in inputs:
        inside = list(_in_s3(given) if given.startswith(_REMOTE) else _here(given))
        if not inside:
            raise InputError(f"{given}: there are no shards here; they end in {', '.join(sorted(READ_AS))}")
        for shard in inside:
            other = found.setdefault(shard.name, shard)
            if other.address != shard.address:
                raise InputError(
                    f"{other.address} and {shard.address} would both be called {shard.name}; "
                    "give the folder above them, or an --output for each"
                )
    return [found[name] for name in sorted(found)]


def as_it_is(shard: Shard) -> Shard:
    """The shard with the size that it has now, if it is a file of this machine and still there."""
    try:
        return shard if "://" in shard.address else replace(shard, size=Path(shard.address).stat().st_size)
    except OSError:
        return shard


def kind(address: str) -> Kind | None:
    """What a shard is read as, None if its name says nothing."""
    path = Path(address.lower())
    suffix = Path(path.stem).suffix if path.suffix in _COMPRESSED else path.suffix
    return READ_AS.get(suffix)


def _here(given: str) -> Iterator[Shard]:
    if "://" in given:
        raise InputError(f"{given}: shards are read from files and from s3:// addresses")
    path = Path(given)
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            inside = file.relative_to(path)
            hidden = any(part.startswith(".") for part in inside.parts)
            if kind(file.name) and file.is_file() and not hidden:
                yield Shard(str(file), "~".join(inside.parts), file.stat().st_size)
        return
    files = [path] if path.is_file() else [Path(name) for name in sorted(glob.glob(given))]  # noqa: PTH207 - absolute patterns as well
    if not files:
        raise InputError(f"{given}: there is no such file")
    for file in files:
        if not kind(file.name):
            raise InputError(f"{file}: cannot tell what this is; shards end in {', '.join(sorted(READ_AS))}")
        yield Shard(str(file), file.name, file.stat().st_size)


def _in_s3(given: str) -> Iterator[Shard]:
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(given)
        found = system.glob(path, detail=True) if "*" in path else {}
        if not found:
            entry = system.info(path)
            found = {path: entry} if entry["type"] == "file" else system.find(path, detail=True)
    except ImportError:
        raise InputError("reading from S3 needs one more package: pip install 'sijill[s3]'") from None
    except FileNotFoundError:
        raise InputError(f"{given}: there is no such object") from None
    except Exception as error:  # s3fs passes on what botocore raises, which has no common base
        raise InputError(f"{given}: {type(error).__name__}: {error}") from None
    base = path.rstrip("/") + "/"
    for name, entry in sorted(found.items()):
        inside = name.removeprefix(base) if name.startswith(base) else name.rpartition("/")[2]
        if entry["type"] == "file" and kind(name):
            yield Shard(_REMOTE + name, inside.replace("/", "~"), entry["size"])


@contextmanager
def on_disk(shard: Shard) -> Iterator[Path]:
    """The shard as a file of this machine, copied here for the time of the block if it is in S3."""
    if not shard.address.startswith(_REMOTE):
        yield Path(shard.address)
        return
    import fsspec

    system, path = fsspec.core.url_to_fs(shard.address)
    with tempfile.NamedTemporaryFile(prefix="sijill-", suffix=Path(path).suffix) as copy:
        system.get_file(path, copy.name)
        yield Path(copy.name)


@contextmanager
def opened(shard: Shard) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The shard's bytes, decompressed where its name says so, and the handle below, whose position is the progress."""
    with ExitStack() as stack:
        if shard.address.startswith(_REMOTE):
            import fsspec

            system, path = fsspec.core.url_to_fs(shard.address)
            below = stack.enter_context(system.open(path, "rb", block_size=8 << 20))
            raw = cast(BinaryIO, stack.enter_context(io.BufferedReader(below, _BUFFER)))
        else:
            raw = stack.enter_context(Path(shard.address).open("rb", buffering=_BUFFER))
        compression = _COMPRESSED.get(Path(shard.address.lower()).suffix)
        yield (_decompressed(raw, compression, stack) if compression else raw), raw


def _decompressed(raw: BinaryIO, compression: str, stack: ExitStack) -> BinaryIO:
    from fsspec.compression import compr

    return cast(BinaryIO, stack.enter_context(io.BufferedReader(compr[compression](raw, mode="rb"), _BUFFER)))
