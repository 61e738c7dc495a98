"""How well and how fast Sijill reads numbers, sums of money, percentages, dates, periods and durations.

    .venv/bin/python benchmarks/values.py [--cases DIR] [--rounds 5] [--budget 20] [--no-peers]

1. Pass rates on our own cases (tests/reading/cases), a language and a file a row.
2. The table of ../shared/tools/conform.py on ../shared/conformance (verified tier), where both are there.
3. Milliseconds for 2,000 characters on one core, beside the other libraries that can be installed here.

The texts are our own: examples/ and tests/gold/own, cut into passages of about 2,000 characters, the same for
everybody. Each library runs in a process of its own and in a virtual environment of its own under .bench-venv/,
never in ours; it reads each passage in turns until its rounds or its budget of seconds are over, after one that
does not count. A figure is the median over all passages and rounds; a ratio is theirs by ours. A library that
cannot be installed or does not run is named and left out. Not all read the same kinds: see `covers`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CASES = ROOT / "tests" / "reading" / "cases"
VENVS = ROOT / ".bench-venv"
PASSAGE = 2000
"""Characters of a passage, and the length for which times are given."""
DAY = dt.datetime(2025, 6, 13, 12)
"""From where relative dates are counted: the same for everybody, and without effect on speed."""

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Peer:
    """A library to compare with: what pip calls it, the languages it reads, the kinds it covers, and what makes
    a reader of a language."""

    packages: tuple[str, ...]
    languages: tuple[str, ...]
    covers: str
    reader: Callable[[str], Reader]


def sijill(language: str) -> Reader:
    """Ours, as `sijill.values`: all kinds at once."""
    values = importlib.import_module("sijill").values
    day = DAY.date()
    return lambda text: values(text, language, day)


def duckling(language: str) -> Reader:
    """Duckling's library in its process, the five kinds that we read."""
    module = importlib.import_module("duckling")
    zones = module.load_time_zones("/usr/share/zoneinfo")
    moment = module.parse_ref_time(zones, "Europe/Rome", int(DAY.timestamp()))
    locale = module.default_locale_lang(module.parse_lang(language.upper()))
    context = module.Context(moment, locale)
    kinds = module.parse_dimensions(["number", "ordinal", "amount-of-money", "time", "duration"])
    return lambda text: module.parse(text, context, kinds, False)


def recognizers(language: str) -> Reader:
    """Recognizers-Text: its five recognizers one after the other, as it has to be used."""
    suite = importlib.import_module("recognizers_suite")
    culture = {"en": suite.Culture.English, "fr": suite.Culture.French}[language]
    reading = (suite.recognize_number, suite.recognize_ordinal, suite.recognize_percentage)

    def read(text: str) -> None:
        for recognize in (*reading, suite.recognize_currency):
            recognize(text, culture)
        suite.recognize_datetime(text, culture, reference=DAY)

    return read


def dateparser(language: str) -> Reader:
    """dateparser.search, told the language: guessing it costs much more."""
    search = importlib.import_module("dateparser.search").search_dates
    settings = {"RELATIVE_BASE": DAY}
    return lambda text: search(text, languages=[language], settings=settings)


def quantulum3(language: str) -> Reader:
    """quantulum3 without its classifier, which needs a library of machine learning."""
    parse = importlib.import_module("quantulum3.parser").parse
    return lambda text: parse(text)


def mahad(language: str) -> Reader:
    """Maha: its four kinds together."""
    parse = importlib.import_module("maha.parsers.functions").parse_dimension
    return lambda text: parse(text, numeral=True, ordinal=True, duration=True, time=True)


PEERS = {
    "Duckling": Peer(
        ("pyduckling-native-phihos",),
        ("ar", "en", "fr", "it"),
        "numbers, ordinals, money, times, durations",
        duckling,
    ),
    "Recognizers-Text": Peer(
        ("recognizers-text-suite", "emoji<2"),
        ("en", "fr"),
        "numbers, ordinals, percent, money, times, durations",
        recognizers,
    ),
    "dateparser.search": Peer(("dateparser",), ("ar", "en", "fr", "it"), "dates only", dateparser),
    "quantulum3": Peer(("quantulum3", "setuptools"), ("en",), "numbers with units, no dates", quantulum3),
    "Maha": Peer(("mahad",), ("ar",), "numbers, ordinals, times, durations", mahad),
}


def passages() -> dict[str, list[str]]:
    """Our own texts of each language, cut at line ends into passages of about PASSAGE characters."""
    texts: dict[str, list[str]] = {}
    folders = (ROOT / "examples", ROOT / "tests" / "gold" / "own")
    sources = [
        *sorted(folders[0].glob("*.jsonl")),
        *sorted(folders[1].glob("*.docs.jsonl")),
    ]
    for source in sources:
        for line in source.read_text("utf-8").splitlines():
            document = json.loads(line)
            texts.setdefault(document["language"], []).append(document["text"])
    return {language: cut("\n\n".join(texts[language])) for language in sorted(texts)}


def cut(text: str) -> list[str]:
    """A text in passages of at least PASSAGE characters that end with a line; a shorter rest is left out."""
    found, passage = [], ""
    for line in text.splitlines(keepends=True):
        passage += line
        if len(passage) >= PASSAGE:
            found.append(passage)
            passage = ""
    return found


def measure(read: Reader, texts: list[str], rounds: int, budget: float) -> list[float]:
    """Milliseconds for 2,000 characters, one value a passage and round, in turns over all passages. Ends when the
    seconds of the budget are over, though not before it has one value."""
    read(texts[0])
    found: list[float] = []
    end = time.monotonic() + budget
    for _ in range(rounds):
        for text in texts:
            if found and time.monotonic() > end:
                return found
            begin = time.perf_counter()
            read(text)
            found.append((time.perf_counter() - begin) * 1000 * PASSAGE / len(text))
    return found


def serve() -> None:
    """The process of one library: a request on standard input, the times on standard output."""
    request = json.loads(sys.stdin.read())
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    name, language = request["name"], request["language"]
    make = sijill if name == "sijill" else PEERS[name].reader
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    found = measure(make(language), request["texts"], request["rounds"], request["budget"])
    out.write(json.dumps(found))
    out.close()


def timed(
    python: Path, name: str, language: str, texts: list[str], rounds: int, budget: float
) -> list[float]:
    """The times of one library on one language. RuntimeError with its last words if it does not run."""
    request = {"name": name, "language": language, "texts": texts, "rounds": rounds, "budget": budget}
    done = subprocess.run(
        [python, "-W", "ignore", str(Path(__file__).resolve()), "--serve"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        timeout=budget + 180,
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1])
    return [float(value) for value in json.loads(done.stdout)]


def installed(name: str, packages: tuple[str, ...]) -> Path:
    """The Python of a virtual environment that has the packages, made where there is none. RuntimeError with the
    installer's last words if they cannot be installed here."""
    folder = VENVS / "".join(letter for letter in name.lower() if letter.isalnum())
    python, stamp = folder / "bin" / "python", folder / ".installed"
    wanted = " ".join(packages)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return python
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv:
        steps = [
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)],
            [uv, "pip", "install", "--quiet", "--python", str(python), *packages],
        ]
    else:
        steps = [
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
        ]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError((done.stderr.strip().splitlines() or ["no word why"])[-1])
    stamp.write_text(wanted, "utf-8")
    return python


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A case's text without its ⟦ ⟧, and the spans that they marked."""
    plain, spans, start = "", [], 0
    for letter in text:
        if letter == "⟦":
            start = len(plain)
        elif letter == "⟧":
            spans.append((start, len(plain)))
        else:
            plain += letter
    return plain, spans


def quantities_right(language: str, case: dict[str, Any]) -> bool:
    """Whether a text has the quantities that a case says it has, none more, span and all that the case gives."""
    from sijill.reading.quantities import quantities

    text, spans = unmarked(case["text"])
    found = [quantity for quantity in quantities(text, language) if quantity.kind != "none"]
    wanted = [{"kind": "number", **expected} for expected in case["is"]]
    got = [
        {name: getattr(quantity, name) for name in want}
        for quantity, want in zip(found, wanted, strict=False)
    ]
    return [(quantity.start, quantity.end) for quantity in found] == spans and got == wanted


def times_right(language: str, case: dict[str, Any]) -> bool:
    """Whether a text has the times that a case says it has, none more, span and days."""
    from sijill.reading.times import times

    text, found = case["text"], []
    for read in times(text, language, case.get("said")):
        meaning = read.duration or "?"
        if read.period is not None:
            start, end = read.period.start, read.period.end
            meaning = str(start) if start == end else f"{start or '..'}/{end or '..'}"
        found.append((text[read.start : read.end], meaning))
    return found == [(span, str(meaning)) for span, meaning in case["reads"]]


def own_cases(folder: Path) -> None:
    """Prints the pass rates of our own cases."""
    import yaml

    print("Our own cases: passed of all")
    for name, right in (("quantities", quantities_right), ("times", times_right)):
        for path in sorted(folder.glob(f"*/{name}.yaml")):
            language = path.parent.name
            cases = yaml.safe_load(path.read_text("utf-8"))
            passed = sum(right(language, case) for case in cases)
            share = 100 * passed / len(cases)
            print(f"  {language}  {name:<12}{passed:>6} of {len(cases):>4}{share:>8.1f} %")


def conformance() -> None:
    """Prints the table of conform.py, if the cases of other projects lie beside this checkout."""
    tool, cases = SHARED / "tools" / "conform.py", SHARED / "conformance"
    if not (tool.is_file() and cases.is_dir()):
        print("\nThe cases of other projects (../shared/conformance) are not here: left out.")
        return
    print("\nThe cases of other projects, verified tier", flush=True)
    command = f"{Path(sys.executable).parent / 'sijill'} values --jsonl -"
    subprocess.run(
        [sys.executable, str(tool), "--cases", str(cases), "--run", command, "--tier", "verified"],
        check=True,
    )


def speed(rounds: int, budget: float, with_peers: bool) -> None:
    """Prints milliseconds for 2,000 characters, ours and theirs on the same passages, and the ratios."""
    texts = passages()
    ready, missing = {}, []
    for name, peer in PEERS.items() if with_peers else ():
        try:
            ready[name] = installed(name, peer.packages)
        except RuntimeError as error:
            missing.append(f"  {name}: not installed here: {error}")

    counts = ", ".join(f"{language} {len(parts)}" for language, parts in texts.items())
    print(f"\nMilliseconds for {PASSAGE:,} characters, one core, median (theirs / ours); passages: {counts}")
    print(f"  {'':<18}" + "".join(f"{language:>19}" for language in texts) + "   covers")
    ours = {
        language: statistics.median(timed(Path(sys.executable), "sijill", language, parts, rounds, budget))
        for language, parts in texts.items()
    }
    print(f"  {'Sijill':<18}" + "".join(f"{ours[language]:>19.2f}" for language in texts) + "   all of them")
    for name, python in ready.items():
        row = f"  {name:<18}"
        for language, parts in texts.items():
            if language not in PEERS[name].languages:
                row += f"{'-':>19}"
                continue
            try:
                theirs = statistics.median(timed(python, name, language, parts, rounds, budget))
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                missing.append(f"  {name} in {language}: {error}")
                row += f"{'failed':>19}"
                continue
            row += f"{theirs:>10.1f} ({theirs / ours[language]:>4.0f} x)"
        print(f"{row}   {PEERS[name].covers}", flush=True)
    for line in missing:
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=Path, default=CASES, help="a folder as tests/reading/cases")
    parser.add_argument("--rounds", type=int, default=5, help="how often each passage is read")
    parser.add_argument("--budget", type=float, default=20, help="seconds a library has for a language")
    parser.add_argument("--no-peers", action="store_true", help="install and time nothing but Sijill")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return
    own_cases(options.cases)
    conformance()
    speed(options.rounds, options.budget, not options.no_peers)


if __name__ == "__main__":
    main()
