"""Institutions take their country from the words around them; officials their office and whose it is."""

from __future__ import annotations

import pytest

from tests.reading.conftest import Prepare


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Italy's interior ministry said so.", "Ministry of the Interior of Italy"),
        ("en", "The Tunisian interior ministry said so.", "Ministry of the Interior of Tunisia"),
        ("en", "Crews of the Libyan coast guard returned.", "Libyan Coast Guard"),
        ("ar", "قالت وزارة الداخلية التونسية ذلك.", "Ministry of the Interior of Tunisia"),
        ("ar", "أعلن خفر السواحل الليبي ذلك.", "Libyan Coast Guard"),
        ("fr", "Le ministère italien de l'Intérieur l'a dit.", "Ministry of the Interior of Italy"),
        ("fr", "Le ministère de l'Intérieur tunisien l'a dit.", "Ministry of the Interior of Tunisia"),
    ],
)
def test_an_institution_belongs_to_the_country_beside_it(
    passage: Prepare, language: str, text: str, name: str
) -> None:
    assert name in [actor.name for actor in passage(language, text).entities.actors]


def test_an_institution_named_again_is_the_one_named_before(passage: Prepare) -> None:
    text = "Italy's interior ministry met them. Later the interior ministry left."
    names = [a.name for a in passage("en", text).entities.actors]
    assert names == ["Ministry of the Interior of Italy"] * 2


@pytest.mark.parametrize(
    ("language", "text", "name", "position", "organisation"),
    [
        ("en", "Italian interior minister Matteo Piantedosi spoke.", "Matteo Piantedosi", "minister of the interior",
         "Italy"),
        ("en", "Matteo Piantedosi, the interior minister, spoke.", "Matteo Piantedosi", "minister of the interior",
         None),
        ("ar", "استقبل وزير الداخلية الإيطالي ماتيو بيانتيدوسي الوفد.", "Matteo Piantedosi",
         "minister of the interior", "Italy"),
    ],
)  # fmt: skip
def test_an_official_has_the_office_beside_the_name(
    passage: Prepare, language: str, text: str, name: str, position: str, organisation: str | None
) -> None:
    person = passage(language, text).entities.persons[0]
    assert (person.name, person.position, person.organisation) == (name, position, organisation)


def test_the_command_of_an_army_belongs_to_the_army(passage: Prepare) -> None:
    text = (
        "التقى رئيس أركان القوات البرية التابعة للقيادة العامة للجيش الوطني الليبي الفريق صدام حفتر الوزير."
    )
    person = next(p for p in passage("ar", text).entities.persons if p.named)
    assert (person.name, person.organisation) == ("Saddam Haftar", "Libyan National Army")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Amadou Diallo, a 19-year-old migrant from Guinea, told his story. A witness, Mary Smith, wept."),
        ("ar", "روى المهاجر أمادو ديالو، البالغ 19 عاما، قصته، وبكت الشاهدة مريم سالم."),
        ("fr", "Amadou Diallo, migrant guinéen de 19 ans, a raconté son histoire au témoin Marie Dupont."),
        ("it", "Amadou Diallo, migrante guineano di 19 anni, ha parlato; l'arrestato Mario Rossi tace."),
    ],
)  # fmt: skip
def test_private_people_never_become_actors(passage: Prepare, language: str, text: str) -> None:
    found = passage(language, text).entities
    names = [p.name for p in found.persons if p.named] + [a.name for a in found.actors]
    assert not [
        n for n in names if any(part in n for part in ("Amadou", "Diallo", "Smith", "Dupont", "Rossi"))
    ]
    assert not [n for n in names if not n.isascii()]
