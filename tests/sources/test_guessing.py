"""Guessing a language: ours by their script and commonest words, all others refused rather than misread."""

from __future__ import annotations

import pytest

from sijill.sources.language import guess


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "وصل نحو 300 مهاجر إلى الجزيرة صباح اليوم على متن قاربين."),
        ("ar", "قال IOM إن EUNAVFOR MED أعادت مهاجرين من ليبيا ومن تونس إلى بلدانهم"),
        ("en", "About 300 people reached the island in two boats, said the mayor of the town."),
        ("fr", "Quelque 300 personnes sont arrivées sur l'île dans la nuit, selon les autorités."),
        ("it", "Circa 300 persone sono arrivate nella notte sull'isola con due barche, dice il sindaco."),
    ],
)
def test_the_languages_that_sijill_reads_are_told(language: str, text: str) -> None:
    assert guess(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "گروهی از پناهجویان که از ترکیه می‌آمدند دیروز به جزیره رسیدند و گفتند که چند روز در راه بودند.",
        "Unas 300 personas llegaron a la isla en dos barcos, según las autoridades del puerto y el alcalde.",
        "Cerca de 300 pessoas chegaram à ilha em dois barcos, segundo as autoridades do porto, e foram levadas.",
        "Etwa 300 Menschen sind in der Nacht auf der Insel angekommen, wie die Behörden der Stadt mitteilten.",
        "Около 300 человек прибыли на остров на двух лодках.",
        "300 人が島に着いた。",
        "",
        "2025/06/13 — 300",
        "Lampedusa",
    ],
)
def test_other_languages_and_texts_too_short_to_tell_are_none(text: str) -> None:
    assert guess(text) is None


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert guess("The boat was taken to the port by the coast guard. " * 100_000) == "en"
