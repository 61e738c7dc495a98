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
    ("language", "text", "name", "position", "organisation"),
    [
        ("en", "Malta's interior minister, Joseph Vella, spoke.", "Joseph Vella", "minister of the interior", "Malta"),
        ("en", "Carlo Neri, the Italian ambassador to Libya, spoke.", "Carlo Neri", "ambassador", "Italy"),
        ("en", "The head of UNHCR's mission in Libya, Karin Sandberg, spoke.", "Karin Sandberg", "director",
         "United Nations High Commissioner for Refugees"),
        ("fr", "Le ministre tunisien de l'Intérieur, Nidhal Ben Salah, a parlé.", "Nidhal Ben Salah",
         "minister of the interior", "Tunisia"),
        ("fr", "Nidhal Ben Salah, ministre tunisien de l'Intérieur, a parlé.", "Nidhal Ben Salah",
         "minister of the interior", "Tunisia"),
        ("fr", "Le procureur de la République de Sfax, Anis Gharbi, a parlé.", "Anis Gharbi", "prosecutor", "Sfax"),
        ("fr", "Le ministre grec des Migrations Petros Alexakis a parlé.", "Petros Alexakis",
         "minister of migration", "Greece"),
        ("it", "Il ministro tunisino dell'Interno Karim Sassi ha parlato.", "Karim Sassi",
         "minister of the interior", "Tunisia"),
        ("it", "L'ambasciatore italiano e la direttrice dell'Oim in Libia, Anna Bianchi, sono partiti.",
         "Anna Bianchi", "director", "International Organization for Migration"),
        ("it", "Paolo Verdi, procuratore di Agrigento, ha parlato.", "Paolo Verdi", "prosecutor", "Agrigento"),
        ("ar", "قال وزير الداخلية التونسي نضال السالمي إن العدد ارتفع.", "Nidhal al-Salmi",
         "minister of the interior", "Tunisia"),
        ("ar", "أوضح الناطق باسم خفر السواحل الليبي العميد حسام الدين القماطي اليوم أن القارب غرق.",
         "Hossam Eddine al-Qamati", "spokesperson", "Libyan Coast Guard"),
        ("ar", "زار رئيس جهاز مكافحة الهجرة غير الشرعية سالم بن علي التاجوري المركز.", "Salem Ben Ali al-Tajouri",
         "director", "Directorate for Combating Illegal Migration (Libya)"),
    ],
)  # fmt: skip
def test_a_name_beside_an_office_is_an_official_whom_no_list_holds(
    passage: Prepare, language: str, text: str, name: str, position: str, organisation: str
) -> None:
    persons = [p for p in passage(language, text).entities.persons if p.named]
    assert [(p.name, p.position, p.organisation) for p in persons] == [(name, position, organisation)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tunisia's interior minister, Kamal Feki, spoke."),
        ("fr", "Le ministre tunisien de l'Intérieur, Kamel Fekih, a parlé."),
        ("ar", "قال وزير الداخلية التونسي كمال الفقي ذلك."),
    ],
)
def test_spellings_of_one_official_are_one_actor(passage: Prepare, language: str, text: str) -> None:
    assert [p.name for p in passage(language, text).entities.persons] == ["Kamel Feki"]


@pytest.mark.parametrize(
    ("language", "text", "organisation"),
    [
        ("en", "The Tunisian interior minister met his Libyan counterpart, Emad Trabelsi.", "Libya"),
        ("fr", "Le ministre tunisien de l'Intérieur a reçu son homologue libyen, Imad Trabelsi.", "Libya"),
        ("it", "Il ministro dell'Interno tunisino ha visto il suo omologo libico Imad Trabelsi.", "Libya"),
        ("ar", "استقبل وزير الداخلية التونسي نظيره الليبي عماد الطرابلسي.", "Libya"),
    ],
)
def test_a_counterpart_has_the_same_office_in_another_country(
    passage: Prepare, language: str, text: str, organisation: str
) -> None:
    person = next(p for p in passage(language, text).entities.persons if p.named)
    assert (person.name, person.position, person.organisation) == (
        "Emad Trabelsi", "minister of the interior", organisation,
    )  # fmt: skip


def test_an_office_is_of_the_name_nearest_to_it(passage: Prepare) -> None:
    text = "Malta's interior minister Joseph Vella and Giorgia Meloni spoke."
    persons = passage("en", text).entities.persons
    assert [(p.name, p.position) for p in persons] == [
        ("Joseph Vella", "minister of the interior"),
        ("Giorgia Meloni", None),
    ]


def test_the_minister_is_the_one_minister_named_before(passage: Prepare) -> None:
    text = "Malta's interior minister, Joseph Vella, spoke. The minister said more."
    assert [p.name for p in passage("en", text).entities.persons] == ["Joseph Vella", "Joseph Vella"]
    text = "Malta's interior minister, Joseph Vella, met Greek migration minister Petros Alexakis. The minister left."
    assert [p.named for p in passage("en", text).entities.persons] == [True, True, False]


@pytest.mark.parametrize(("surname", "named"), [("Vella", True), ("Camenzuli", False)])
def test_a_surname_behind_an_office_must_be_that_of_the_holder(
    passage: Prepare, surname: str, named: bool
) -> None:
    text = f"Malta's interior minister, Joseph Vella, spoke. Interior minister {surname} said more."
    assert [p.named for p in passage("en", text).entities.persons] == [True, named]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Interior Minister Opens New Centre For Families."),
        ("en", "The interior minister, Labour Party leader and others left."),
        ("en", "The alleged leader of the gang, a former mayor of Zuwara, Sami Haddad, was arrested."),
        ("en", "The director of the film, Mark Stone, wept."),
        ("fr", "Le chef présumé du réseau, le commandant Sami Haddad, a été arrêté."),
        (
            "it",
            "Il comandante Marco Neri, scafista, è stato arrestato; il direttore del giornale, Ugo Riva, scrive.",
        ),
        ("ar", "ألقت الشرطة القبض على المتهم العقيد علي محمود السالمي في بنغازي."),
        ("ar", "قال مدير المدرسة علي محمود إن القسم مغلق. حضر الوزير محمد."),
    ],
)
def test_a_title_makes_nobody_an_official_who_is_accused_or_private(
    passage: Prepare, language: str, text: str
) -> None:
    assert not [p.name for p in passage(language, text).entities.persons if p.named]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "In Pozzallo 35 Afghans were seized by police.", []),
        ("en", "Police arrested three Tunisian men.", []),
        ("en", "Zawiya police and Libyan security forces left.", ["Zawiya police", "Libyan security forces"]),
        ("fr", "La police de Zawiya a parlé.", ["Zawiya police"]),
        ("it", "Il titolare del Viminale tace, il Viminale pure.", ["Ministry of the Interior of Italy"]),
        ("ar", "أنقذت الوحدات البحرية 30 شخصا.", []),
    ],
)
def test_an_institution_is_of_a_town_or_palace_and_not_of_the_people_beside_it(
    passage: Prepare, language: str, text: str, names: list[str]
) -> None:
    assert [a.name for a in passage(language, text).entities.actors] == names


@pytest.mark.parametrize(
    ("language", "title", "text", "names"),
    [
        ("en", "Boat sinks off Tunisia", "The coast guard found ten bodies.", ["Tunisian Coast Guard"]),
        (
            "fr",
            "Naufrage au large de la Libye",
            "Les garde-côtes ont trouvé dix corps.",
            ["Libyan Coast Guard"],
        ),
        (
            "it",
            "Sbarchi a Lampedusa",
            "La guardia costiera ha soccorso dieci persone.",
            ["Italian Coast Guard"],
        ),
        ("ar", "غرق قارب قبالة ليبيا", "انتشل خفر السواحل عشر جثث.", ["Libyan Coast Guard"]),
        ("en", "Boat from Libya reaches Italy", "The coast guard found ten bodies.", []),
        ("en", "Boat sinks off Tunisia", "The coast guard took ten people to Italy.", []),
        ("en", "Boat sinks off Tunisia", "The police and the government said nothing.", []),
    ],
)
def test_an_institution_without_a_country_is_of_the_scene_where_that_is_clear(
    passage: Prepare, language: str, title: str, text: str, names: list[str]
) -> None:
    assert [a.name for a in passage(language, text, title=title).entities.actors] == names


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
