"""Bulk reading: pages a second from a web archive to figures, beside trafilatura alone on the same archive; one worker
against two; what Ray adds; the memory of a worker; and what a month of a global news crawl would take.

    .venv/bin/python benchmarks/bulk.py [--pages 400] [--documents 4000] [--subject 20] [--ray]

The archive is made of the documents of tests/gold/own and of bulletins about nothing of the subject, in pages with the
menus, scripts and teasers that news sites have; one page in --subject is about it. The memory is that of a
worker that reads --documents documents of JSON lines from one shard. Times are wall clock and, in brackets, processor
time of all processes together, which other programs on the machine disturb less.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import itertools
import json
import logging
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sijill.bulk.on_ray import ClusterError, on_ray
from sijill.bulk.pool import Message, on_this_machine
from sijill.bulk.shard import Done, Failed, Progress
from sijill.bulk.shards import Shard, shards

ROOT = Path(__file__).parent.parent
MONTH = 11_600_000
"""Documents of a month of a global news crawl: CC-NEWS in spring 2024, as the card of the data set FineNews has it."""

OTHER = {
    "en": "The town library opens on Saturday mornings again from {n} March, and the garden club will plant {m} trees "
    "along the river. Members bring their own tools. Tea is served in the hall after the work is done.",
    "ar": "تفتح المكتبة العامة أبوابها صباح السبت من جديد اعتبارا من {n} مارس، ويزرع نادي الحدائق {m} شجرة على ضفة "
    "النهر. ويحضر الأعضاء أدواتهم معهم، ويقدم الشاي في القاعة بعد انتهاء العمل.",
    "fr": "La bibliothèque rouvre le samedi matin à partir du {n} mars, et le club de jardinage plantera {m} arbres au "
    "bord de la rivière. Les membres apportent leurs outils. Le thé est servi dans la salle après le travail.",
    "it": "La biblioteca riapre il sabato mattina dal {n} marzo, e il circolo del giardino pianterà {m} alberi lungo "
    "il fiume. I soci portano i propri attrezzi. Il tè si serve nella sala alla fine dei lavori.",
}


def reports() -> list[dict[str, str]]:
    """The documents of our own wording about the subject."""
    files = sorted((ROOT / "tests" / "gold" / "own").glob("*.docs.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def documents(wanted: int, subject: int) -> Iterator[dict[str, str]]:
    """So many documents, no two alike, one in `subject` about the subject."""
    about = itertools.cycle(reports())
    for number in range(wanted):
        if number % subject == 0:
            report = next(about)
            text = f"{report['text']}\n\n[{number}]"
            yield {**report, "id": f"{report['id']}-{number}", "text": text}
            continue
        language = list(OTHER)[number % len(OTHER)]
        said = (OTHER[language].format(n=1 + (number + i) % 28, m=10 + (number + i) % 90) for i in range(8))
        text = "\n\n".join(said) + f"\n\n[{number}]"
        yield {"id": f"other-{number}", "language": language, "published": "2025-02-12", "text": text}


def page(document: dict[str, str]) -> str:
    """The document as a page of a news site: about 60 KB, most of it not the story, and half of it hard to pack."""

    def noise(number: int) -> str:
        return hashlib.sha256(f"{document['id']} {number}".encode()).hexdigest()

    title = document.get("title") or document["text"].split(".")[0][:80]
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in document["text"].split("\n\n"))
    menu = "".join(
        f'<li class="menu-item"><a href="/section/{n}/index.html">Section {n}</a></li>' for n in range(150)
    )
    teasers = "".join(
        f'<div class="teaser card"><a href="/story/{noise(n)}.html"><h3>Story {n}</h3></a>'
        f'<img src="/img/{n}.jpg" alt=""><span class="time">{n} h</span></div>'
        for n in range(120)
    )
    script = "<script>" + "".join(f'items["{n}"] = "{noise(n)}";\n' for n in range(300)) + "</script>"
    return (
        f'<!doctype html><html lang="{document["language"]}"><head><meta charset="utf-8"><title>{html.escape(title)}'
        f'</title><meta property="article:published_time" content="{document["published"]}T08:00:00Z">{script}</head>'
        f"<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>{html.escape(title)}</h1>{paragraphs}"
        f"</article></main><aside>{teasers}</aside><footer><ul>{menu}</ul></footer></body></html>"
    )


def record(number: int, body: str) -> bytes:
    """A page as a member of a WARC.gz."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2025-02-13T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"WARC-Target-URI: https://news.example/{number}.html\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", 6, mtime=0)


class Stopwatch:
    """Wall and processor time of a block, with that of its child processes that have ended."""

    def __enter__(self) -> Stopwatch:
        self._wall, self._cpu = time.perf_counter(), self._processor()
        return self

    def __exit__(self, *error: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._wall, self._processor() - self._cpu

    @staticmethod
    def _processor() -> float:
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in used)


def trafilatura_alone(path: Path) -> int:
    """The number of pages of an archive from which trafilatura takes a text."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    from trafilatura import extract

    texts = 0
    with path.open("rb") as handle:
        for found in ArchiveIterator(handle, record_types=WarcRecordType.response, parse_http=True):
            texts += extract(found.reader.read(), with_metadata=True) is not None
    return texts


def work(found: list[Shard], output: Path, workers: int) -> list[Message]:
    """Reads shards with a pool; ends the benchmark if one cannot be read."""
    return ended(on_this_machine(found, output, workers))


def ended(messages: Iterator[Message]) -> list[Message]:
    done: list[Message] = [message for message in messages if not isinstance(message, Progress)]
    if failed := [message for message in done if isinstance(message, Failed)]:
        raise SystemExit(f"{failed[0].shard.address}: {failed[0].why}")
    return done


def told(name: str, pages: int, watch: Stopwatch) -> None:
    print(
        f"{name}: {pages / watch.wall:.0f} pages a second, {1000 * watch.wall / pages:.1f} ms a page "
        f"({1000 * watch.cpu / pages:.1f} ms of processor time)"
    )


def memory(found: list[Shard], output: Path) -> list[int]:
    """The megabytes of memory of one worker, looked at after each batch."""
    sizes = []
    for message in on_this_machine(found, output, 1):
        if isinstance(message, Progress):
            for worker in multiprocessing.active_children():
                with suppress(OSError):
                    status = Path(f"/proc/{worker.pid}/statm").read_text().split()
                    sizes.append(int(status[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000)
        elif isinstance(message, Failed):
            raise SystemExit(message.why)
    return sizes


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--subject", type=int, default=20, help="one page in so many is about the subject")
    parser.add_argument(
        "--ray", action="store_true", help="start a Ray of this machine and measure it as well"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print_rates(folder, options.pages, options.subject, with_ray=options.ray)
        print_memory(folder, options.documents, options.subject)


def print_rates(folder: Path, wanted: int, subject: int, *, with_ray: bool) -> None:
    """The rates of pages, and what a month of a crawl would take."""
    members = [record(n, page(document)) for n, document in enumerate(documents(wanted, subject))]
    (folder / "in").mkdir()
    for name, part in (("a", members[::2]), ("b", members[1::2])):
        (folder / "in" / f"{name}.warc.gz").write_bytes(b"".join(part))
    stored = sum(map(len, members)) / wanted
    print(f"{wanted} pages, {stored / 1000:.1f} KB each as WARC.gz, one in {subject} about the subject")
    found = shards([str(folder / "in")])
    trafilatura_alone(Path(found[0].address))  # what is loaded once is not what is measured
    with Stopwatch() as alone:
        texts = sum(trafilatura_alone(Path(shard.address)) for shard in found)
    told(f"trafilatura alone ({texts} texts)", wanted, alone)
    one_page = folder / "one.warc.gz"
    one_page.write_bytes(members[0])
    with Stopwatch() as start:
        work(shards([str(one_page)]), folder / "start", 1)
    print(f"sijill bulk, starting a worker and its cage: {start.wall:.1f} s ({start.cpu:.1f} s)")
    with Stopwatch() as one:
        done = work(found, folder / "one", 1)
    told("sijill bulk, 1 worker", wanted, one)
    counts = [message for message in done if isinstance(message, Done)]
    print(f"  {sum(d.documents for d in counts)} documents, {sum(d.figures for d in counts)} figures")
    with Stopwatch() as two:
        work(found, folder / "two", 2)
    told(f"sijill bulk, 2 workers ({one.wall / two.wall:.2f} times as fast)", wanted, two)
    written = sum(file.stat().st_size for file in (folder / "one").rglob("*.parquet")) / wanted
    if with_ray:
        print_ray(found, folder / "ray", wanted, two)
    processor = max(one.cpu - start.cpu, 1e-9) / wanted
    print(
        f"A month of a global news crawl, {MONTH / 1e6:.1f} million documents, at {1000 * processor:.1f} ms each:"
    )
    print(
        f"  {MONTH * processor / 3600:.0f} core hours; {stored * MONTH / 1e9:.0f} GB to fetch if pages are like these,"
    )
    print(
        f"  {stored / processor * 8 / 1e6:.2f} Mbit/s a core while reading; {written * MONTH / 1e9:.0f} GB of Parquet"
    )


def print_ray(found: list[Shard], output: Path, wanted: int, pool: Stopwatch) -> None:
    """The same shards on a Ray of this machine."""
    try:
        import ray
    except ImportError:
        print("ray is not installed; pip install 'sijill[ray]'")
        return
    with Stopwatch() as start:
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    with Stopwatch() as there:
        try:
            ended(on_ray(found, output))
        except ClusterError as error:
            raise SystemExit(str(error)) from error
    ray.shutdown()
    print(
        f"ray, 2 tasks at a time: {wanted / there.wall:.0f} pages a second, {there.wall - pool.wall:+.1f} s "
        f"against the pool of 2; and {start.wall:.1f} s to start"
    )


def print_memory(folder: Path, wanted: int, subject: int) -> None:
    """The memory of a worker over many documents."""
    shard = folder / "many.jsonl"
    with shard.open("w", encoding="utf-8") as handle:
        for document in documents(wanted, subject):
            handle.write(json.dumps(document, ensure_ascii=False) + "\n")
    with Stopwatch() as watch:
        sizes = memory(shards([str(shard)]), folder / "many")
    told(f"sijill bulk, {wanted} documents of JSON lines, 1 worker", wanted, watch)
    fifth = max(len(sizes) // 5, 1)
    parts = [statistics.median(sizes[i * fifth : (i + 1) * fifth] or sizes) for i in range(5)]
    print(
        f"memory of the worker, by fifths: {', '.join(f'{part:.0f}' for part in parts)} MB; {max(sizes)} MB at most"
    )


if __name__ == "__main__":
    main()
