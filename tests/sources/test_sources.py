"""What gives documents, and what is refused: each bad input is one line, and the rest goes on."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest

from sijill.sources import Found, Rejected, count, documents
from sijill.sources import found as checks

ENGLISH = "The coast guard brought 40 people back to the port, and the boat was taken to the shore."
ARABIC = "أعاد خفر السواحل 40 مهاجرا إلى الميناء في ساعة متأخرة من الليل."
DAY = dt.date(2025, 6, 13)


def found(*sources: str, stdin: bytes = b"", **said: object) -> list[Found | Rejected]:
    return list(documents(sources, io.BytesIO(stdin), **said))  # type: ignore[arg-type]


def only(outcomes: list[Found | Rejected]) -> Found:
    assert len(outcomes) == 1
    assert isinstance(outcomes[0], Found), outcomes[0]
    return outcomes[0]


def refusal(outcomes: list[Found | Rejected]) -> str:
    assert len(outcomes) == 1
    assert isinstance(outcomes[0], Rejected), outcomes[0]
    assert "\n" not in outcomes[0].why
    return outcomes[0].why


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def test_a_plain_text_is_kept_as_it_stands_and_named_by_its_file(tmp_path: Path) -> None:
    written = f"  {ENGLISH}\r\n\r\nمع نص\u200f عربي 🙂\n"
    path = tmp_path / "report-7.txt"
    path.write_bytes(b"\xef\xbb\xbf" + written.encode())
    document = only(found(str(path), language="en", published=DAY)).document
    assert (document.id, document.text, document.published) == ("report-7", written, DAY)
    assert document.title is None


def test_json_lines_have_their_fields_and_the_text_begins_with_the_title() -> None:
    row = line(id="a", url="u", language="en", published="2025-06-13", title="A title", text=ENGLISH)
    document = only(found("-", stdin=row)).document
    assert document.text == f"A title\n\n{ENGLISH}"
    assert (document.id, document.url, document.published, document.title) == ("a", "u", DAY, "A title")


def test_a_text_that_begins_with_its_title_is_left_alone() -> None:
    text = f"A title\n{ENGLISH}"
    assert (
        only(found("-", stdin=line(id="a", language="en", title="A title", text=text))).document.text == text
    )


def test_a_line_without_an_id_is_named_by_its_place_and_a_number_is_an_id() -> None:
    stdin = line(text=ENGLISH) + line(id=17, text=ENGLISH)
    ids = [o.document.id for o in found("-", stdin=stdin) if isinstance(o, Found)]
    assert ids == ["standard input:1", "17"]


def test_what_a_document_says_of_itself_wins_over_the_options() -> None:
    stdin = line(id="a", language="en", published="2024-01-02T23:59:00Z", text=ENGLISH)
    document = only(found("-", stdin=stdin, language="fr", published=DAY)).document
    assert (document.language, document.published) == ("en", dt.date(2024, 1, 2))


def test_a_folder_is_read_in_the_order_of_its_names_and_passes_other_files(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(ENGLISH)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z.jsonl").write_bytes(line(id="in-a", text=ENGLISH))
    (tmp_path / ".hidden.txt").write_text(ENGLISH)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    ids = [o.document.id for o in found(str(tmp_path)) if isinstance(o, Found)]
    assert ids == ["in-a", "b"]
    assert count([str(tmp_path)]) == 2


def test_standard_input_is_json_lines_if_it_begins_with_a_brace_and_a_text_if_not() -> None:
    assert only(found("-", stdin=b"\n " + line(id="a", text=ENGLISH))).document.id == "a"
    assert only(found("-", stdin=ENGLISH.encode())).document.text == ENGLISH


@pytest.mark.parametrize("size", [1, 63, 64, 65, 127, 128, 200])
def test_lines_are_found_wherever_the_first_block_of_a_stream_ends(size: int) -> None:
    first = line(id="x" * size, text=ENGLISH)
    outcomes = found("-", stdin=first + b"\n" + line(id="second", text=ENGLISH))
    assert [o.document.id for o in outcomes if isinstance(o, Found)] == ["x" * size, "second"]


def test_a_broken_line_is_one_message_with_its_number_and_the_rest_goes_on() -> None:
    stdin = line(id="a", text=ENGLISH) + b'{"id": "b", "text": \n' + line(id="c", text=ENGLISH)
    first, broken, last = found("-", stdin=stdin)
    assert isinstance(first, Found)
    assert isinstance(last, Found)
    assert isinstance(broken, Rejected)
    assert (broken.where, last.document.id) == ("standard input:2", "c")
    assert "no JSON" in broken.why


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (b"[1, 2]\n", "no JSON object"),
        (b'{"id": "a", "body": "x"}\n', "no field `text`; there are: body, id"),
        (b'{"id": "a", "text": 12}\n', "`text` is no string"),
        (line(id="a", text=" \n "), "the text is empty"),
        (
            line(id="a", language="xx", text=ENGLISH),
            "no reader for the language 'xx'; there are: ar, en, fr, it",
        ),
        (line(id="a", published="2025-02-30", text=ENGLISH), "no such day as 2025-02-30"),
        (line(id="a", published="13/06/2025", text=ENGLISH), "no date"),
        (line(id="a", published="9999-01-01", text=ENGLISH), "no day on which news was published"),
        (b'{"id": "a", "text": "half \\ud83d a pair"}\n', "half a surrogate pair"),
        (b'{"id": "a", "text": "zero \\u0000 byte"}\n', "a NUL character"),
        (b'{"id": "a", "text": "caf\xe9"}\n', "not UTF-8"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "x"}\n', "too long"),
        (b'{"id": ' + b"[" * 100_000 + b"\n", "no JSON"),
    ],
)
def test_a_line_that_is_no_document_says_why(row: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(row)
    told = refusal(found(str(path)))
    assert why in told or (why == "no JSON" and "nested too deep" in told)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the text is empty"),
        (b" \n\t", "the text is empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"some\x00thing", "binary, no text (a zero byte at 4)"),
        (ARABIC.encode("cp1256"), "not UTF-8"),
        (ENGLISH.encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_is_no_text_says_what_it_is(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    assert why in refusal(found(str(path), language="ar"))


def test_a_text_of_200_megabytes_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as handle:
        handle.truncate(200_000_000)
    assert "longer than 50 MB" in refusal(found(str(path), language="ar"))


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sijill.sources.jsonl.LIMIT", 500)
    long = line(id="long", text="x" * 1700)
    path = tmp_path / "lines.jsonl"
    path.write_bytes(line(id="a", text=ENGLISH) + long + line(id="c", text=ENGLISH))
    first, refused, last = found(str(path))
    assert isinstance(refused, Rejected)
    assert "longer than" in refused.why
    assert [o.document.id for o in (first, last) if isinstance(o, Found)] == ["a", "c"]


def test_a_file_that_is_not_there_and_an_empty_folder_say_so(tmp_path: Path) -> None:
    assert "no such file" in refusal(found(str(tmp_path / "nothing.txt")))
    assert "no file that Sijill reads" in refusal(found(str(tmp_path)))


def test_a_source_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    link = tmp_path / "loop.txt"
    link.symlink_to(link)
    assert "cannot be opened" in refusal(found(str(link)))


def test_a_language_that_nobody_states_is_guessed_and_marked_as_a_guess() -> None:
    assert only(found("-", stdin=ARABIC.encode())).guessed_language
    assert only(found("-", stdin=ARABIC.encode())).document.language == "ar"
    assert not only(found("-", stdin=ARABIC.encode(), language="ar")).guessed_language


def test_a_language_that_cannot_be_told_is_refused() -> None:
    assert "cannot tell its language" in refusal(found("-", stdin=b"1 2 3"))


@pytest.mark.parametrize("tag", ["AR", "ar-LY", "ar_EG", " ar "])
def test_a_language_may_be_written_with_its_region(tag: str) -> None:
    assert checks.language_code(tag) == "ar"
