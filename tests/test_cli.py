"""The command line as its users meet it: what goes to which stream, what it answers, and its exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sijill import codes, reading
from sijill.cli import cli, main
from sijill.model import Document, Event, Evidence, Figure, Instrument, Money, Participant, Reading, Span

Run = Callable[..., Result]

REPORT = (
    "The coast guard brought back more than 21,762 people in the year, 700 children among them, said IOM.\n\n"
    "It was the work of the mission that the council of the union agreed on."
)
TITLE = "Back to port"
ARABIC = "قالت المنظمة إن خفر السواحل أعاد 309 من المهاجرين إلى الميناء."


def every_number(document: Document) -> Reading:
    """A reader that is right by construction: every number is a figure, the second a part of the first."""
    figures: list[Figure] = []
    for match in re.finditer(r"\d[\d,]*\d|\d", document.text):
        figures.append(
            Figure(
                match.start(),
                match.end(),
                int(match.group().replace(",", "")),
                "person",
                "interceptions",
                "exact" if figures else "over",
                from_=("LY",),
                source="International Organization for Migration",
                part_of=figures[0].start if figures else None,
                evidence=(Evidence("unit", "person", Span(match.start(), match.end()), 1.25),),
            )
        )
    events: tuple[Event, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    if "mission" in document.text:
        start = document.text.index("mission")
        events = (Event(start, start + 7, "launch", place="Rome", participants=(Participant("IOM"),)),)
        money = Money(16_350_000, "EUR", None, figures[0].start)
        instruments = (Instrument(start, start + 7, "IRINI", "operation", "2020", budget=(money,)),)
    return Reading(
        document.id,
        document.language,
        reading.VERSION,
        tuple(figures),
        events=events,
        instruments=instruments,
    )


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a register of its own, with the reader above."""
    monkeypatch.setattr(reading, "read", every_number)
    monkeypatch.setenv("SIJILL_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)

    return invoke


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The same, with two documents read."""
    rows = [
        {
            "id": "report",
            "language": "en",
            "published": "2025-06-13",
            "title": "Back to port",
            "text": REPORT,
        },
        {"id": "خبر", "language": "ar", "published": "2025-06-14", "title": "عودة من البحر", "text": ARABIC},
    ]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run("read", "news.jsonl").exit_code == 0
    return run


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


# reading


def test_reading_says_what_it_read_on_standard_error_and_nothing_on_standard_output(run: Run) -> None:
    done = run("read", "-", "--published", "2025-06-13", stdin=REPORT)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "read stdin: 2 figures, 1 event, 1 instrument · language guessed: en\n" in done.stderr
    assert "1 documents read, 2 figures" in done.stderr
    assert "next: sijill figures" in done.stderr


def test_reading_again_changes_nothing_and_says_so(filled: Run, tmp_path: Path) -> None:
    done = filled("read", "news.jsonl")
    assert done.exit_code == 0
    assert "known report (read before)" in done.stderr
    assert "0 documents read, 0 figures, 2 known before" in done.stderr
    assert filled("documents", "--format", "jsonl").stdout.count("\n") == 2


def test_a_newer_reader_reads_again(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "VERSION", "99")
    done = filled("read", "news.jsonl")
    assert "read again report: 2 figures" in done.stderr
    assert filled("figures", "--format", "jsonl").stdout.count("\n") == 3


def test_the_same_id_with_another_text_is_another_document_and_is_said_to_be(filled: Run) -> None:
    done = filled("read", "-", stdin=line(id="report", language="en", text=REPORT + " More."))
    assert "2 documents have this id" in done.stderr


def test_the_same_content_under_another_id_is_known_under_its_first(filled: Run) -> None:
    row = line(id="copy", language="en", published="2025-06-13", title="Back to port", text=REPORT)
    assert "known copy (read before, as report)" in filled("read", "-", stdin=row).stderr


def test_bad_input_is_one_line_each_the_rest_is_read_and_the_exit_code_is_3(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.txt").write_text("")
    (folder / "b.txt").write_bytes(ARABIC.encode("cp1256"))
    (folder / "c.jsonl").write_text('{"id": \n' + line(id="good", language="en", text=REPORT))
    done = run("read", "mixed", "missing.txt")
    assert done.exit_code == 3
    errors = [message for message in done.stderr.splitlines() if message.startswith("sijill: ")]
    assert [error.split(": ")[1] for error in errors] == [
        "mixed/a.txt",
        "mixed/b.txt",
        "mixed/c.jsonl:1",
        "missing.txt",
    ]
    assert "1 documents read, 2 figures, 4 rejected" in done.stderr
    assert json.loads(run("documents", "--format", "json").stdout)[0]["document"] == "good"


def test_a_document_on_which_the_reader_fails_is_one_line_and_the_rest_is_read(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fragile(document: Document) -> Reading:
        if document.id == "poison":
            raise ZeroDivisionError("by zero")
        return every_number(document)

    monkeypatch.setattr(reading, "read", fragile)
    stdin = line(id="poison", language="en", text=REPORT) + line(id="good", language="en", text=REPORT + ".")
    done = run("read", "-", stdin=stdin)
    assert done.exit_code == 1
    assert "standard input:1: the reader failed (ZeroDivisionError: by zero)" in done.stderr
    assert "read good: 2 figures" in done.stderr
    assert run("extract", "-", stdin=stdin).exit_code == 1


def test_a_reading_that_does_not_fit_its_text_is_not_stored(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def beyond(document: Document) -> Reading:
        end = len(document.text) + 1
        return Reading(document.id, document.language, "1", (Figure(end - 2, end, 1, "person", "arrivals"),))

    monkeypatch.setattr(reading, "read", beyond)
    done = run("read", "-", stdin=line(id="a", language="en", text=REPORT))
    assert done.exit_code == 1
    assert "is not stored" in done.stderr
    assert run("documents", "--format", "jsonl").stdout == ""


@pytest.mark.parametrize("arguments", [("--quiet", "read", "-"), ("read", "-q", "-")])
def test_quiet_leaves_only_errors(arguments: tuple[str, ...], run: Run) -> None:
    done = run(*arguments, stdin=line(id="a", language="en", text=REPORT) + "{\n")
    assert done.exit_code == 3
    assert done.stderr.startswith("sijill: standard input:2: ")
    assert done.stderr.count("\n") == 1


# extracting


def test_extract_prints_a_line_for_each_document_and_touches_no_register(run: Run, tmp_path: Path) -> None:
    stdin = line(id="a", language="en", title="Title", text=REPORT) + line(id="b", language="ar", text=ARABIC)
    done = run("extract", "-", stdin=stdin)
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], second["id"], done.exit_code) == ("a", "b", 0)
    whole = f"Title\n\n{REPORT}"
    assert all(whole[f["start"] : f["end"]] == f["quote"] for f in first["figures"])
    assert first["figures"][1]["part_of"] == first["figures"][0]["start"]
    assert "evidence" not in first["figures"][0]
    assert not (tmp_path / "register.sqlite").exists()


def test_extract_explains_itself_when_asked(run: Run) -> None:
    done = run("extract", "--explain", "-", stdin=line(id="a", language="en", text=REPORT))
    [evidence] = json.loads(done.stdout)["figures"][0]["evidence"]
    assert (evidence["slot"], evidence["quote"], evidence["weight"]) == ("unit", "21,762", 1.25)


def test_extract_says_on_standard_error_what_it_could_not_read(run: Run) -> None:
    done = run("extract", "-", stdin='{"id": \n')
    assert (done.exit_code, done.stdout) == (3, "")
    assert "standard input:1: no JSON" in done.stderr


# listing


def test_figures_are_a_table_with_their_hedges(filled: Run) -> None:
    done = filled("figures")
    heading, first, second, third = done.stdout.rstrip("\n").split("\n")
    assert heading.split() == [
        "id",
        "value",
        "unit",
        "measure",
        "status",
        "period",
        "place",
        "source",
        "document",
    ]
    assert "> 21,762  person  interceptions  reported" in first
    assert re.search(r" 700  person", second)
    assert "3 figures" in done.stderr
    assert third.rstrip().endswith("\u2068خبر\u2069")


def test_codes_are_named_in_a_language_when_asked(filled: Run) -> None:
    first = filled("figures", "--labels", "ar", "--limit", "1").stdout.split("\n")[1]
    arabic = codes.measures()["interceptions"].label("ar")
    assert f"\u2068{arabic}\u2069" in first
    assert "interceptions" not in first


def test_only_a_terminal_gets_bold_and_only_without_no_color(filled: Run, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sijill", "search", "people"]
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}

    def shown(**variables: str) -> str:
        ours, theirs = pty.openpty()
        subprocess.run(command, stdout=theirs, stderr=theirs, env=environment | variables, check=True)
        os.close(theirs)
        text = os.read(ours, 100_000).decode()
        os.close(ours)
        return text

    assert "\x1b[1mpeople\x1b[0m" in shown(TERM="xterm")
    assert "\x1b" not in shown(TERM="xterm", NO_COLOR="1")
    assert "\x1b" not in subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("command", ["figures", "events", "instruments", "documents"])
def test_every_list_is_data_in_each_format(command: str, filled: Run) -> None:
    rows = json.loads(filled(command, "--format", "json").stdout)
    assert rows
    assert [json.loads(row) for row in filled(command, "--format", "jsonl").stdout.splitlines()] == rows
    table = list(csv.DictReader(io.StringIO(filled(command, "--format", "csv").stdout)))
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert [row["document"] for row in table] == [row["document"] for row in rows]
    assert set(rows[0]) - {"period", "population"} <= set(table[0]) | {"money_figure"}


def test_csv_has_its_headings_even_where_nothing_passes(filled: Run) -> None:
    done = filled("figures", "--measure", "deaths", "--format", "csv")
    assert done.stdout.startswith("id,document,published,")
    assert done.stdout.count("\n") == 1


def test_filters_narrow_and_accept_names_and_codes(filled: Run) -> None:
    def number(*filters: str) -> int:
        return filled("figures", *filters, "--format", "jsonl").stdout.count("\n")

    assert number("--place", "LY") == number("--place", "Libya") == number("--place", "ly") == 3
    assert number("--place", "IT") == 0
    assert number("--measure", "interceptions", "--language", "ar") == 1
    assert number("--source", "migration", "--status", "reported") == 3
    assert number("--since", "2020") == 0, "figures without a period are left out"
    assert number("--document", "report", "--limit", "1") == 1
    assert filled("events", "--type", "launch", "--place", "rom", "--format", "jsonl").stdout.count("\n") == 1
    assert filled("instruments", "--kind", "operation", "--name", "iri", "-q").stdout.count("IRINI") == 1
    assert filled("documents", "--since", "2025-06-14", "--format", "jsonl").stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("figures", "--measure", "interception"), "do you mean interceptions"),
        (("figures", "--place", "Atlantis"), "no place known"),
        (("figures", "--status", "sure"), "none of the statuses"),
        (("figures", "--since", "2025-02-30"), "no such day as 2025-02-30"),
        (("figures", "--until", "soon"), "'soon' is no date"),
        (("figures", "--format", "xml"), "'xml' is not one of"),
        (("documents", "--language", "de"), "no reader for the language 'de'"),
        (("read",), "Missing argument"),
        (("read", "-", "--published", "2025-13-01"), "no such day"),
        (("extract", "-", "--language", "xx"), "no reader for the language 'xx'; there are: ar, en, fr, it"),
        (("show", "xyz"), "is no id"),
        (("values",), "give a TEXT"),
        (("nonsense",), "No such command"),
    ],
)
def test_wrong_usage_says_what_is_wrong_and_exits_with_2(
    arguments: tuple[str, ...], told: str, filled: Run
) -> None:
    done = filled(*arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stdout == ""


# showing and searching


def _ids(run: Run, command: str = "figures") -> list[str]:
    return [json.loads(row)["id"] for row in run(command, "--format", "jsonl").stdout.splitlines()]


def test_a_figure_is_shown_in_its_passage_with_its_document(filled: Run) -> None:
    whole, part, arabic = _ids(filled)
    done = filled("show", part[:8], "--explain")
    assert done.exit_code == 0
    assert "21,762 people in the year, «700» children among them" in done.stdout
    assert re.search(r"document +report\n", done.stdout)
    assert re.search(r"published +2025-06-13\n", done.stdout)
    assert re.search(rf"part of +> 21,762 person · interceptions +\({whole[:8]}\)", done.stdout)
    assert re.search(r"unit +1\.25 +«700»\n +person\n", done.stdout)
    assert ARABIC.replace("309", "«309»") in filled("show", arabic).stdout


def test_an_id_copied_from_a_table_may_bring_its_direction_marks(filled: Run) -> None:
    (first, *_) = _ids(filled)
    assert filled("show", f"\u200e{first[:8]}").exit_code == 0


def test_a_figure_is_shown_as_data(filled: Run) -> None:
    row = json.loads(filled("show", _ids(filled)[0], "--format", "json").stdout)
    assert row["quote"] == "21,762"
    at = row["start"] - row["passage"]["start"]
    assert row["passage"]["text"][at : at + 6] == "21,762"


@pytest.mark.parametrize(
    ("command", "told"),
    [("events", "the «mission» that"), ("instruments", "the «mission» that"), ("documents", "Back to port")],
)
def test_events_instruments_and_documents_are_shown_too(command: str, told: str, filled: Run) -> None:
    done = filled("show", _ids(filled, command)[0][:10])
    assert done.exit_code == 0
    assert told in done.stdout
    assert json.loads(filled("show", _ids(filled, command)[0], "--format", "json").stdout)


def test_an_id_that_names_nothing_exits_with_1_and_one_that_names_several_with_2(filled: Run) -> None:
    missing = filled("show", "0000000000")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "nothing in the register" in missing.stderr
    ids = [i for command in ("figures", "events", "instruments", "documents") for i in _ids(filled, command)]
    several = filled("show", next(i[0] for i in ids if sum(other[0] == i[0] for other in ids) > 1))
    assert (several.exit_code, several.stdout) == (2, "")
    assert "more than one id begins with" in several.stderr


def test_search_marks_what_it_finds_in_any_spelling(filled: Run) -> None:
    done = filled("search", "مهاجر")
    assert done.exit_code == 0
    assert "«المهاجرين»" in done.stdout
    assert "1 document\n" in done.stderr
    row = json.loads(filled("search", "21762", "--format", "jsonl").stdout)
    assert (row["document"], len(row["marks"])) == ("report", 1)
    assert filled("search", "people", "--language", "ar").exit_code == 1
    assert filled("search", "people", "--format", "csv").stdout.startswith("id,document,")


def test_a_search_without_a_find_exits_with_1(filled: Run) -> None:
    done = filled("search", "whales")
    assert (done.exit_code, done.stdout) == (1, "")


# the register


def test_reading_commands_say_how_to_make_a_register_where_there_is_none(run: Run, tmp_path: Path) -> None:
    done = run("figures")
    assert done.exit_code == 2
    assert done.stderr == (
        f"sijill: there is no register at {tmp_path / 'register.sqlite'}; make one: sijill read SOURCE\n"
    )


def _foreign(path: Path) -> None:
    path.write_text("not a register")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize(("spoil", "told"), [(_foreign, "is no register"), (_newer, "by a newer Sijill")])
def test_a_register_that_cannot_be_used_is_one_line_and_exit_code_5(
    spoil: Callable[[Path], None], told: str, filled: Run, tmp_path: Path
) -> None:
    spoil(tmp_path / "register.sqlite")
    for command in (("figures",), ("read", "news.jsonl"), ("search", "x"), ("show", "abc")):
        done = filled(*command)
        assert done.exit_code == 5, command
        assert told in done.stderr
        assert done.stderr.count("\n") == 1
    doctor = filled("doctor")
    assert doctor.exit_code == 5
    assert told in doctor.stdout


def test_a_locked_register_is_one_line_and_exit_code_4(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sijill.register.opening.PATIENCE", 0.1)
    with closing(sqlite3.connect(tmp_path / "register.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = filled("read", "-", stdin=line(id="new", language="en", text=REPORT))
        assert filled("figures").exit_code == 0, "readers do not wait for a writer"
    assert done.exit_code == 4
    assert "is being written by another program" in done.stderr


def test_a_full_disk_is_one_line_exit_code_4_and_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """The limit on a file's size stands for the disk: the kernel refuses to write beyond it."""
    source, path = tmp_path / "many.jsonl", tmp_path / "register.sqlite"
    source.write_text(
        "".join(line(id=f"d{n}", language="en", text=f"{n} people. " * 200) for n in range(900))
    )
    code = (
        "import resource, sys; import sijill.cli; import sijill.reading as r; from sijill.model import Reading;"
        "r.read = lambda d: Reading(d.id, d.language, r.VERSION);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000)); sijill.cli.main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "read", "--register", str(path), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    acknowledged = set(re.findall(r"^read (d\d+):", done.stderr, re.MULTILINE))
    with closing(sqlite3.connect(path)) as connection:
        kept = {row[0] for row in connection.execute("SELECT id FROM documents")}
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert 0 < len(acknowledged) < 900
    assert acknowledged <= kept


def test_doctor_says_what_is_installed_and_that_the_register_is_sound(filled: Run) -> None:
    done = filled("doctor")
    assert done.exit_code == 0
    assert re.search(r"state +sound", done.stdout)
    assert re.search(r"figures +3", done.stdout)
    told = json.loads(filled("doctor", "--format", "json").stdout)
    assert told["languages"] == "ar en fr it"
    assert told["register"]["named by"] == "SIJILL_REGISTER"
    assert told["problems"] == []


def test_doctor_finds_a_text_that_was_changed_and_exits_with_5(filled: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as connection:
        connection.execute("UPDATE documents SET text = replace(text, '700', '800')")
        connection.commit()
    done = filled("doctor")
    assert done.exit_code == 5
    assert "no longer says «700»" in done.stdout


def test_doctor_without_a_register_is_content(run: Run) -> None:
    done = run("doctor")
    assert done.exit_code == 0
    assert "not made yet" in done.stdout


def test_the_option_names_the_register_before_the_environment_does(filled: Run, tmp_path: Path) -> None:
    other = tmp_path / "folder" / "other.sqlite"
    done = filled("read", "--register", str(other), "-", stdin=line(id="x", language="en", text=REPORT))
    assert f"next: sijill figures --register {other}" in done.stderr
    assert filled("figures", "--register", str(other), "--format", "jsonl").stdout.count("\n") == 2


# the whole


def _commands() -> list[str]:
    return cli.list_commands(None)


@pytest.mark.parametrize("command", _commands())
def test_every_command_explains_itself(command: str, run: Run) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert "Example" in done.stdout
    assert f"sijill {command}" in done.stdout
    described = cli.get_command(None, command)
    assert described is not None
    assert described.short_help
    for option in described.params:
        if isinstance(option, click.Option):
            assert option.help or option.name in ("form", "limit"), option.name


def test_the_help_lists_the_commands_and_the_exit_codes(run: Run) -> None:
    text = run("--help").stdout
    assert all(command in text for command in _commands())
    assert all(re.search(rf"\b{code}\b +\w", text) for code in (0, 1, 2, 3, 4, 5, 130))


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert re.fullmatch(r"sijill, version \d+\.\d+\.\d+\S*\n", run("--version").stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_completion_for_each_shell(shell: str, run: Run) -> None:
    assert "_SIJILL_COMPLETE" in run("completion", shell).stdout


def test_an_interrupt_exits_with_130(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(document: Document) -> Reading:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "read", interrupted)
    Path("a.txt").write_text(REPORT)
    with pytest.raises(SystemExit) as caught:
        main(["read", "a.txt"])
    assert caught.value.code == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_pipe_that_is_closed_early_is_no_error_message(tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl"
    source.write_text("".join(line(id=str(n), language="en", text=f"{n} words") for n in range(3000)))
    code = (
        "import sys; import sijill.cli; import sijill.reading as r; from sijill.model import Reading;"
        "r.read = lambda d: Reading(d.id, d.language, r.VERSION); sijill.cli.main(sys.argv[1:])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "extract", str(source)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 1


def test_the_command_starts_without_the_libraries_that_it_may_not_need() -> None:
    code = (
        "import sys, sijill.cli; print(*sorted({'sqlalchemy', 'rich', 'alembic', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_python_m_sijill_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sijill", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("sijill, version")
