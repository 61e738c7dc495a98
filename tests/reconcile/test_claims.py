"""One claim told by many is one claim; what is not the same is not brought together by a round number."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sijill.model import Figure, Period
from sijill.reconcile.claims import claims, spread, witnesses
from sijill.reconcile.comparing import Told
from sijill.reconcile.copies import copies, shingles
from sijill.reconcile.lineage import lineage, origins

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))

WIRE = """The coast guard said on Monday that it had stopped 112 people off Zawiya, among them 14 women and nine
children, and had brought all of them to a reception centre in the capital, where they were given food and water."""


def told(document: int, value: float, day: int = 1, start: int = 0, **slots: Any) -> Told:
    given: dict[str, Any] = {
        "unit": "person",
        "measure": "interceptions",
        "period": YEAR,
        "from_": ("LY",),
    } | slots
    figure = Figure(start, start + 5, value, **given)
    return Told(document, figure, dt.date(2025, 1, day))


def over(document: int, value: float, **slots: Any) -> Told:
    return told(document, value, bound="over", low=value, **slots)


def values(told_: list[Told]) -> list[list[float]]:
    return [[telling.figure.value for telling in claim.told] for claim in claims(told_)]


def test_exact_rounded_and_repeated_numbers_are_one_claim_with_its_closest_number() -> None:
    (claim,) = claims(
        [over(1, 21000), told(2, 21762, day=2), told(3, 21762, day=3), told(3, 21762, day=3, start=90)]
    )
    assert claim.best.figure.value == 21762
    assert claim.documents == (1, 2, 3)
    assert spread(claim) == (21000, 21762)


def test_a_round_number_joins_the_nearest_and_brings_no_two_together() -> None:
    found = values([told(1, 21300), told(2, 21762), over(3, 21000)])
    assert sorted(found) == [[21300, 21000], [21762]]


def test_a_round_headline_goes_with_the_number_of_its_own_document() -> None:
    found = values([told(1, 21300), told(2, 21762, day=2), over(2, 21000, day=2, start=90)])
    assert sorted(found) == [[21300], [21762, 21000]]


def test_every_telling_is_in_one_claim_and_their_order_makes_no_difference() -> None:
    given = [told(n, value, day=n) for n, value in enumerate((21762, 21762, 17190, 21763, 40, 40), 1)]
    given += [over(9, 21000), told(10, 21700, bound="about")]
    expected = claims(given)
    assert sum(len(claim.told) for claim in expected) == len(given)
    assert claims(given[::-1]) == expected


def test_small_numbers_that_say_nowhere_are_not_one_claim() -> None:
    assert len(claims([told(1, 12, from_=()), told(2, 12, from_=())])) == 2


def test_ten_copies_are_one_witness() -> None:
    texts = {n: WIRE if n % 2 else WIRE.replace("on Monday", "on Monday morning") for n in range(10)}
    (claim,) = claims([told(n, 112) for n in texts])
    assert witnesses(claim, copies(texts)) == 1
    texts[10] = (
        "In Zawiya 112 migrants were taken off three boats by the navy, a spokesman said; two were ill."
    )
    (claim,) = claims([told(n, 112) for n in texts])
    assert witnesses(claim, copies(texts)) == 2


def test_a_copy_may_be_cut_and_set_with_other_marks() -> None:
    assert copies({"whole": WIRE, "cut": WIRE[:130]}) == {"whole": "whole", "cut": "whole"}
    vowels = "قَالَ خفر السواحل إنه أوقف مئة واثني عشر شخصا قبالة الزاوية بينهم نساء وأطفال ونقلهم إلى العاصمة"
    plain = "".join(c for c in vowels if c not in "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
    assert shingles(vowels) == shingles(plain)


def test_short_texts_and_other_texts_are_no_copies() -> None:
    assert copies({1: "112 people stopped off Zawiya", 2: "112 people stopped off Zawiya"}) == {1: 1, 2: 2}
    assert copies({}) == {}


def test_lineage_says_who_was_first_who_cites_and_who_copies() -> None:
    source = "International Organization for Migration"
    (claim,) = claims(
        [
            told(1, 21762, day=2),
            told(2, 21762, day=3, source=source),
            told(3, 21762, day=4),
            told(4, 21762, day=5, source="Libyan Navy", actor="Libyan Navy"),
            told(4, 21762, day=5, start=90),
            told(5, 21762, day=6),
        ]
    )
    steps = lineage(claim, {1: 1, 2: 2, 3: 3, 4: 4, 5: 2})
    assert [step.part for step in steps] == ["first", "cites", "silent", "itself", "again", "copy"]
    assert steps[-1].of == 2
    assert origins(claim) == [(source, 1), ("Libyan Navy", 1)]


@pytest.mark.parametrize("bound", ["over", "about"])
def test_many_different_numbers_take_time_in_proportion(bound: str) -> None:
    many = [told(n, 1000 + 37 * n, bound=bound) for n in range(3000)]
    assert len(claims(many)) > 1
