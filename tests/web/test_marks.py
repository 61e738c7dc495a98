"""A text in pieces, cut where marks begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sijill.web.marks import Mark, marked

TEXT = "About 1,200 people left; 300 came."
SPANS = st.lists(st.tuples(st.integers(0, 33), st.integers(1, 12), st.booleans()), max_size=8)


def test_a_mark_is_a_piece_and_what_is_around_it_are_others() -> None:
    pieces = marked(TEXT, 0, len(TEXT), [Mark(6, 11, "n", 1200)])
    assert [(piece.text, len(piece.marks)) for piece in pieces] == [
        ("About ", 0),
        ("1,200", 1),
        (" people left; 300 came.", 0),
    ]


def test_a_figure_is_seen_where_an_instrument_begins_at_the_same_characters() -> None:
    for marks in (
        [Mark(6, 11, "f-1", 1200), Mark(6, 11, "i-1")],
        [Mark(6, 18, "i-1"), Mark(6, 11, "f-1", 1200)],
    ):
        piece = next(p for p in marked(TEXT, 0, len(TEXT), marks) if p.text == "1,200")
        assert piece.shown.what == 1200
        assert {mark.name for mark in piece.opens} == {"f-1", "i-1"}


@given(SPANS, st.integers(0, 20), st.integers(21, 34))
def test_the_text_is_the_same_and_every_mark_opens_once(
    spans: list[tuple[int, int, bool]], start: int, end: int
) -> None:
    marks = [Mark(a, a + n, f"m{i}", i if what else None) for i, (a, n, what) in enumerate(spans)]
    pieces = marked(TEXT, start, end, marks)
    assert "".join(piece.text for piece in pieces) == TEXT[start:end]
    inside = [mark.name for mark in marks if mark.start < end and mark.end > start]
    assert sorted(mark.name for piece in pieces for mark in piece.opens) == sorted(inside)
    for mark in marks:
        under = "".join(piece.text for piece in pieces if mark in piece.marks)
        assert under == TEXT[max(mark.start, start) : max(min(mark.end, end), max(mark.start, start))]
