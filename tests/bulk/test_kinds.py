"""Shards of every kind give the documents that `sijill read` finds in them: web archives, tables, objects in S3."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from sijill.cli import cli
from tests.archives import archive
from tests.bulk.conftest import Write, row, tree
from tests.pages import article

pytestmark = pytest.mark.usefixtures("in_one_process")


def bulk(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["bulk", "--workers", "1", *map(str, arguments)], catch_exceptions=False)


def pages(first: int, last: int) -> list[tuple[str, str]]:
    return [(f"https://news.example/{n}.html", article(n)) for n in range(first, last)]


def documents(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(folder / "documents.parquet").to_pylist()
    return found


def test_the_pages_of_a_web_archive_are_read_with_address_day_and_outlet(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(archive(pages(1, 6)))
    assert bulk(tmp_path / "crawl.warc.gz", "--output", tmp_path / "out").exit_code == 0
    found = documents(tmp_path / "out" / "crawl.warc.gz")
    assert [d["url"] for d in found] == [f"https://news.example/{n}.html" for n in range(1, 6)]
    assert {d["published"] for d in found} == {dt.date(2025, 2, 12)}
    assert {(d["dated_by"], d["outlet"]) for d in found} == {("page", "The Test Bulletin")}
    figures = pq.read_table(tmp_path / "out" / "crawl.warc.gz" / "figures.parquet").to_pylist()
    assert {101.0, 102.0, 103.0, 104.0, 105.0} <= {f["value"] for f in figures}


def test_a_damaged_record_is_told_with_its_offset_and_the_others_are_kept(tmp_path: Path) -> None:
    first, second, third = (archive(pages(n, n + 1)) for n in (1, 2, 3))
    broken = bytearray(second)
    broken[len(broken) // 2] ^= 0xFF
    (tmp_path / "crawl.warc.gz").write_bytes(first + bytes(broken) + third + first[: len(first) // 2])
    result = bulk(tmp_path / "crawl.warc.gz", "--output", tmp_path / "out")
    assert result.exit_code == 3
    assert f"crawl.warc.gz@{len(first)}: " in result.stderr
    found = documents(tmp_path / "out" / "crawl.warc.gz")
    assert [d["url"] for d in found] == ["https://news.example/1.html", "https://news.example/3.html"]
    listed = (tmp_path / "out" / "crawl.warc.gz" / "rejected.jsonl").read_text().splitlines()
    offsets = {int(json.loads(line)["where"].rpartition("@")[2]) for line in listed}
    assert {len(first), len(first) + len(broken) + len(third)} <= offsets


def test_a_table_gives_the_documents_that_json_lines_give(tmp_path: Path, write: Write) -> None:
    write(tmp_path / "a.jsonl", 0, 30)
    pq.write_table(pa.Table.from_pylist([row(n) for n in range(30)]), tmp_path / "b.parquet")
    assert bulk(tmp_path / "a.jsonl", tmp_path / "b.parquet", "--output", tmp_path / "out").exit_code == 0
    lines, table = (documents(tmp_path / "out" / name) for name in ("a.jsonl", "b.parquet"))
    assert len(lines) == 30
    assert [d["content"] for d in lines] == [d["content"] for d in table]
    assert [d["reading"] for d in lines] == [d["reading"] for d in table]


def test_loading_pages_gives_the_register_that_reading_them_gives(tmp_path: Path) -> None:
    from tests.bulk.test_loading import held

    shard = tmp_path / "crawl.warc.gz"
    shard.write_bytes(archive(pages(1, 4)))
    bulk(shard, "--output", tmp_path / "out")
    for command in (["load", str(tmp_path / "out")], ["read", str(shard)]):
        register = tmp_path / f"{command[0]}.sqlite"
        done = CliRunner().invoke(cli, [*command, "--register", str(register)], catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
    assert held(tmp_path / "load.sqlite") == held(tmp_path / "read.sqlite")


def test_where_the_day_was_found_and_the_outlet_come_through_bulk_and_load(tmp_path: Path) -> None:
    shard, register = tmp_path / "crawl.warc.gz", tmp_path / "register.sqlite"
    shard.write_bytes(archive(pages(1, 2)))
    bulk(shard, "--output", tmp_path / "out")
    for arguments in (["load", str(tmp_path / "out")], ["documents", "--format", "jsonl"]):
        done = CliRunner().invoke(cli, [*arguments, "--register", str(register)], catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
    (listed,) = map(json.loads, done.stdout.splitlines())
    assert (listed["dated_by"], listed["outlet"]) == ("page", "The Test Bulletin")


@contextmanager
def bucket(objects: dict[str, bytes]) -> Iterator[str]:
    """As much of S3 as is needed to list and get the objects of `s3://news`; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            name, _, key = unquote(parts.path).lstrip("/").partition("/")
            query = parse_qs(parts.query)
            if name == "news" and not key:
                prefix = query.get("prefix", [""])[0]
                rows = "".join(
                    f"<Contents><Key>{k}</Key><Size>{len(v)}</Size><ETag>x</ETag>"
                    "<LastModified>2025-01-01T00:00:00.000Z</LastModified></Contents>"
                    for k, v in objects.items()
                    if k.startswith(prefix)
                )
                self._answer(200, f"<ListBucketResult>{rows}</ListBucketResult>".encode())
            elif key in objects:
                content = objects[key]
                span = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
                if span:
                    content = content[int(span[1]) : int(span[2]) + 1 if span[2] else None]
                self._answer(206 if span else 200, content)
            else:
                self._answer(404, b"")

        do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", '"x"')
            self.send_header("Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.filterwarnings("ignore")  # of botocore's own
def test_objects_in_s3_are_read_as_files_are(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("s3fs")
    local = tmp_path / "2025"
    write(local / "a.jsonl", 0, 5)
    (local / "b.warc.gz").write_bytes(archive(pages(1, 3)))
    objects = {f"2025/{path.name}": path.read_bytes() for path in local.iterdir()} | {"other/c.jsonl": b"{"}
    for name, value in (("ACCESS_KEY_ID", "x"), ("SECRET_ACCESS_KEY", "x"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    with bucket(objects) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        there = bulk("s3://news/2025/", "--output", tmp_path / "there")
        again = bulk("s3://news/2025/*.jsonl", "--output", tmp_path / "there")
    assert there.exit_code == 0, there.stderr
    assert "1 shard of 1 read before" in again.stderr
    assert bulk(local, "--output", tmp_path / "here").exit_code == 0
    here, far = tree(tmp_path / "here"), tree(tmp_path / "there")
    assert set(here) == set(far)
    same = [name for name in here if name.endswith(("figures.parquet", "events.parquet"))]
    assert len(same) == 4
    assert all(here[name] == far[name] for name in same)
