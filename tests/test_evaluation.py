"""Evaluation: what counts as the same, what counts at all, and that it agrees with the project's scorer."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from sijill.evaluation import (
    Comparison,
    Evaluation,
    Found,
    GoldError,
    compare,
    evaluate,
    is_unseen,
    mistakes,
)
from sijill.evaluation.gold import document_files, documents_beside, load_gold, load_readings
from sijill.evaluation.matching import SLOTS, same_name, same_value
from sijill.evaluation.mistakes import WRONG, mistake_to_json
from sijill.evaluation.scores import KINDS, evaluation_to_json

GOLD = Path(__file__).parent / "gold"
SCORER = Path(__file__).parents[2] / "shared" / "tools" / "score.py"

Row = dict[str, Any]


def figure(start: int = 0, value: float = 300, **slots: Any) -> Row:
    row: Row = {"start": start, "end": start + 3, "value": value, "unit": "person", "measure": "arrivals"}
    return row | {"period": ["2024-01-01", "2024-12-31"], "to": ["IT"]} | slots


def event(start: int = 50, **fields: Any) -> Row:
    row: Row = {"start": start, "end": start + 4, "type": "meeting", "date": "2025-06-12", "place": "Rome"}
    return row | {"participants": [{"name": "Saddam Haftar"}], "topics": []} | fields


def date(start: int = 20, first: str | None = "2025-06-12", last: str | None = "2025-06-12") -> Row:
    return {"start": start, "end": start + 5, "text": "a day", "period": [first, last]}


def passage(id_: str = "p", language: str = "en", **kinds: list[Row]) -> Row:
    return {"id": id_, "language": language, "figures": [], "dates": [], "events": []} | kinds


def write(path: Path, rows: list[Row]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


class Judge:
    """Compares rows of gold with rows that stand for readings, by way of files as a user would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def compared(self, gold: list[Row], readings: list[Row]) -> list[Comparison]:
        asked = load_gold([write(self.folder / "g.gold.jsonl", gold)])
        found = load_readings(write(self.folder / "r.jsonl", readings))
        return [compare(g, found.get(id_, Found())) for id_, g in asked.items()]

    def __call__(self, gold: Row, reading: Row) -> Evaluation:
        return evaluate(self.compared([gold], [reading]))

    def counts(self, kind: str, gold: Row, reading: Row) -> tuple[int, int, int]:
        """Right, asked, read of one kind."""
        tally = self(gold, reading).scores["all"][kind]
        return tally.right, tally.asked, tally.read


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    return Judge(tmp_path)


# what is the same


@pytest.mark.parametrize(
    ("read", "right"),
    [
        (figure(start=2), True),
        (figure(start=3), False),
        (figure(value=300.0001), True),
        (figure(value=301), False),
        (figure(measure="rescues", unit="vessel"), True),
    ],
)
def test_a_number_is_read_where_the_spans_share_a_character_and_the_value_is_the_same(
    judge: Judge, read: Row, right: bool
) -> None:
    assert judge.counts("number", passage(figures=[figure()]), passage(figures=[read])) == (right, 1, 1)


@pytest.mark.parametrize("slip", [{"unit": "vessel"}, {"measure": "rescues"}])
def test_a_figure_is_a_number_with_its_unit_and_its_measure(judge: Judge, slip: Row) -> None:
    gold, read = passage(figures=[figure()]), passage(figures=[figure(**slip)])
    assert judge.counts("number", gold, read) == (1, 1, 1)
    assert judge.counts("figure", gold, read) == (0, 1, 1)


@pytest.mark.parametrize(
    ("slot", "slip", "still_complete"),
    [
        ("bound", {"bound": "over"}, False),
        ("status", {"status": "target"}, False),
        ("period", {"period": None}, False),
        ("population", {"population": {"sex": "female"}}, False),
        ("places", {"to": ["MT"]}, True),
        ("actor", {"actor": None}, True),
        ("source", {"source": "UNICEF"}, True),
        ("part_of", {"part_of": 90}, True),
    ],
)
def test_each_slot_is_judged_and_four_of_them_make_a_figure_complete(
    judge: Judge, slot: str, slip: Row, still_complete: bool
) -> None:
    gold = figure(actor="Libyan Navy", source="International Organization for Migration")
    result = judge(passage(figures=[gold]), passage(figures=[gold | slip]))
    assert {s for s, share in result.slots["all"].items() if share.rate < 1} == {slot}
    assert result.scores["all"]["complete"].right == still_complete


def test_slots_are_judged_over_the_figures_that_were_found_only(judge: Judge) -> None:
    gold = passage(figures=[figure(), figure(10), figure(20)])
    read = passage(figures=[figure(bound="over"), figure(10, measure="rescues")])
    assert {(s.right, s.of) for s in judge(gold, read).slots["all"].values()} == {(0, 1), (1, 1)}


def test_an_absent_bound_status_and_population_are_exact_reported_and_everybody(judge: Judge) -> None:
    said = figure(bound="exact", status="reported", population={"sex": None, "nationality": []})
    assert judge.counts("complete", passage(figures=[figure()]), passage(figures=[said])) == (1, 1, 1)


def test_women_may_or_may_not_be_said_to_be_adults_and_nationalities_have_no_order(judge: Judge) -> None:
    women = {"sex": "female", "nationality": ["NG", "SD"]}
    adults = {"sex": "female", "age": "adult", "nationality": ["SD", "NG"]}
    gold, read = figure(population=women), figure(population=adults)
    assert judge.counts("complete", passage(figures=[gold]), passage(figures=[read])) == (1, 1, 1)
    assert judge.counts(
        "complete",
        passage(figures=[figure(population={"age": "adult"})]),
        passage(figures=[figure()]),
    ) == (0, 1, 1)


def test_an_actor_or_source_that_the_gold_leaves_out_is_not_held_against_the_reading(judge: Judge) -> None:
    read = figure(actor="Libyan Navy", source="UNHCR")
    slots = judge(passage(figures=[figure()]), passage(figures=[read])).slots["all"]
    assert (slots["actor"].rate, slots["source"].rate) == (1, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Saddam Haftar", "Lieutenant General Saddam Khalifa Haftar", True),
        ("Libyan Coast Guard", "libyan coast guard", True),
        ("Libyan Coast Guard", "Italian Coast Guard", True),  # two of three words: near enough for a name
        ("Libyan Coast Guard", "Libyan Navy", True),
        ("Libyan Red Crescent Society", "Libyan Navy Command Staff", False),
        ("Frontex", "Europol", False),
        ("IOM", None, False),
        ("UN", "UN", False),  # too short to tell anything
    ],
)
def test_names_are_the_same_with_half_the_words_of_the_shorter_one(
    one: str, other: str | None, same: bool
) -> None:
    assert same_name(one, other) is same


def test_values_are_the_same_but_for_the_rounding_of_their_notation() -> None:
    assert same_value(16.35e6, 16_350_000)
    assert same_value(0, 0)
    assert not same_value(21_762, 21_763)


def test_a_date_is_right_where_the_words_overlap_and_the_days_are_the_same(judge: Judge) -> None:
    gold = passage(dates=[date(), date(30, None, "2027-03-31")])
    read = passage(dates=[date(24), date(30, "2027-03-31", "2027-03-31")])
    assert judge.counts("date", gold, read) == (1, 2, 2)


@pytest.mark.parametrize(
    ("read", "right"),
    [
        (event(900), True),  # wherever the text says so
        (event(participants=[{"name": "Matteo Piantedosi"}, {"name": "Gen. Haftar"}]), True),
        (event(participants=[]), False),
        (event(date="2025-06-11"), False),
        (event(date=None, period=["2025-06-12", "2025-06-13"]), False),
        (event(type="visit"), False),
    ],
)
def test_an_event_is_the_same_by_type_time_and_one_participant(judge: Judge, read: Row, right: bool) -> None:
    assert judge.counts("event", passage(events=[event()]), passage(events=[read])) == (right, 1, 1)


def test_an_event_without_a_day_or_participants_in_the_gold_is_met_by_any(judge: Judge) -> None:
    bare = event(date=None, participants=[])
    assert judge.counts("event", passage(events=[bare]), passage(events=[event()])) == (1, 1, 1)


def test_each_of_the_read_answers_for_one_of_the_asked(judge: Judge) -> None:
    twice = passage(figures=[figure(), figure()])
    assert judge.counts("number", twice, passage(figures=[figure()])) == (1, 2, 1)
    assert judge.counts("number", passage(figures=[figure()]), twice) == (1, 1, 2)


# what counts at all


@pytest.mark.parametrize("free", [figure(measure="other"), figure(optional=True)])
def test_other_and_optional_figures_are_neither_asked_for_nor_held_against_a_reading(
    judge: Judge, free: Row
) -> None:
    gold = passage(figures=[free, figure(10)])
    assert judge.counts("figure", gold, passage(figures=[figure(10)])) == (1, 1, 1)
    assert judge.counts("figure", gold, passage(figures=[figure(1, 999), figure(10)])) == (1, 1, 1)


def test_a_figure_read_as_other_is_as_good_as_none(judge: Judge) -> None:
    read = passage(figures=[figure(measure="other"), figure(70, measure="other")])
    assert judge.counts("figure", passage(figures=[figure()]), read) == (0, 1, 0)


def test_an_optional_date_lets_go_what_stands_there_unless_it_answers_for_another(judge: Judge) -> None:
    vague = date(20) | {"optional": True}
    gold = passage(dates=[vague, date(22, "2025-05-01", "2025-05-31")])
    assert judge.counts("date", gold, passage(dates=[date(20, "2020-01-01")])) == (0, 1, 0)
    assert judge.counts("date", gold, passage(dates=[date(22, "2025-05-01", "2025-05-31")])) == (1, 1, 1)


def test_an_optional_event_lets_go_the_same_event_only(judge: Judge) -> None:
    gold = passage(events=[event() | {"optional": True}])
    assert judge.counts("event", gold, passage(events=[event(7)])) == (0, 0, 0)
    assert judge.counts("event", gold, passage(events=[event(type="visit")])) == (0, 0, 1)


def test_figures_in_passages_that_ask_for_none_are_false(judge: Judge) -> None:
    silent = passage("silent", figures=[figure(measure="other")])
    result = evaluate(
        judge.compared(
            [silent, passage("told", figures=[figure()])],
            [passage("silent", figures=[figure(), figure(40), figure(60)]), passage("told")],
        )
    )
    assert (result.silent, result.false_figures) == (1, 2)


def test_a_passage_without_a_reading_is_missed_as_a_whole(judge: Judge) -> None:
    gold = [passage(figures=[figure()], dates=[date()], events=[event()])]
    rows = evaluate(judge.compared(gold, [passage("another")])).scores["all"]
    assert {kind: (t.right, t.asked, t.read) for kind, t in rows.items()} == dict.fromkeys(KINDS, (0, 1, 0))


# scores


def test_precision_recall_and_f1(judge: Judge) -> None:
    gold = passage(figures=[figure(n * 10) for n in range(4)])
    read = passage(figures=[figure(0), figure(10), figure(400)])
    tally = judge(gold, read).scores["all"]["number"]
    assert (tally.precision, tally.recall) == (2 / 3, 1 / 2)
    assert tally.f1 == pytest.approx(4 / 7)


def test_scores_stand_by_language_with_all_first(judge: Judge) -> None:
    gold = [passage("b", "it", figures=[figure()]), passage("a", "ar", figures=[figure()])]
    result = evaluate(judge.compared(gold, [passage("a", "ar", figures=[figure()])]))
    assert list(result.scores) == ["all", "ar", "it"]
    assert list(result.slots) == ["all", "ar"]
    assert [result.scores[key]["figure"].right for key in ("all", "ar", "it")] == [1, 1, 0]


def test_a_figure_of_the_wrong_measure_is_missed_in_one_and_spurious_in_the_other(judge: Judge) -> None:
    gold = passage(figures=[figure(), figure(10)])
    read = passage(figures=[figure(), figure(10, measure="rescues")])
    measures = judge(gold, read).measures
    assert [(m, t["figure"].right, t["figure"].asked, t["figure"].read) for m, t in measures.items()] == [
        ("arrivals", 1, 2, 1),
        ("rescues", 0, 0, 1),
    ]


def test_calibration_sets_confidence_against_the_rate_of_complete_figures(judge: Judge) -> None:
    gold = passage(figures=[figure(n * 10) for n in range(4)])
    read = passage(
        figures=[
            figure(0, confidence=0.85),
            figure(10, confidence=0.81, bound="over"),
            figure(20, confidence=1.0),
            figure(500, confidence=0.3),
            figure(30),
        ]
    )
    calibration = judge(gold, read).calibration
    assert [(b.low, b.figures, b.right) for b in calibration.bins if b.figures] == [
        (0.3, 1, 0),
        (0.8, 2, 1),
        (0.9, 1, 1),
    ]
    assert calibration.unsaid == 1
    assert calibration.error == pytest.approx((0.3 + 2 * abs(0.83 - 0.5) + 0.0) / 4)


def test_without_any_confidence_there_is_no_calibration_error(judge: Judge) -> None:
    result = judge(passage(figures=[figure()]), passage(figures=[figure()]))
    assert result.calibration.error is None


# agreement with the project's scorer


def rows_of(folder: Path) -> list[Row]:
    files = [*sorted(folder.rglob("*.gold.jsonl")), *sorted(folder.rglob("*.gold.json"))]
    texts = [f.read_text("utf-8") for f in files]
    rows = [
        row
        for file, text in zip(files, texts, strict=True)
        for row in ([json.loads(text)] if file.suffix == ".json" else map(json.loads, text.splitlines()))
    ]
    return list({row["id"]: row for row in rows}.values())


def distorted(rows: list[Row], seed: int) -> list[Row]:
    """What a bad reader would make of the gold: things left out, twice there, shifted, misread."""
    chance = random.Random(seed)

    def slip(item: Row, kind: str) -> Row:
        item = json.loads(json.dumps(item))
        item.pop("optional", None)
        if chance.random() < 0.2:
            item["start"], item["end"] = item["start"] + 2, item["end"] + 2
        if kind == "figures":
            slips: list[Row] = [
                {"value": item["value"] + 1}, {"measure": "rescues"}, {"measure": "other"}, {"unit": "EUR"},
                {"bound": "about"}, {"status": "target"}, {"period": None}, {"population": {"age": "child"}},
                {"population": {**item["population"], "sex": "female", "age": "adult"}}, {"at": ["LY"]},
                {"actor": None}, {"source": "Coast Guard"}, {"part_of": 0}, {"confidence": chance.random()},
            ]  # fmt: skip
        elif kind == "dates":
            slips = [{"period": [None, "2025-01-31"]}, {"end": item["end"] + 9}]
        else:
            slips = [{"date": "2025-01-31"}, {"participants": []}, {"type": "visit"}]
        return item | (chance.choice(slips) if chance.random() < 0.5 else {})

    readings = []
    for row in rows:
        if chance.random() < 0.05:
            continue
        reading: Row = {"id": row["id"], "language": row["language"]}
        for kind in ("figures", "dates", "events"):
            kept = [item for item in row.get(kind) or [] if chance.random() < 0.9]
            reading[kind] = [slip(item, kind) for item in kept for _ in range(1 + (chance.random() < 0.1))]
        readings.append(reading)
    return readings


@pytest.mark.skipif(not SCORER.is_file(), reason="the project's scorer is not beside this checkout")
@pytest.mark.parametrize("seed", range(5))
def test_the_scores_are_those_of_the_projects_scorer(tmp_path: Path, seed: int) -> None:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)

    gold = rows_of(GOLD)
    readings = distorted(gold, seed)
    theirs = scorer.score({row["id"]: row for row in gold}, {row["id"]: row for row in readings})
    ours = evaluation_to_json(evaluate(Judge(tmp_path).compared(gold, readings)))
    renamed = {"asked": "gold", "read": "found"}
    assert {
        language: {kind: {renamed.get(k, k): v for k, v in row.items()} for kind, row in kinds.items()}
        for language, kinds in ours["scores"].items()
    } == theirs["scores"]
    assert ours["slots"]["all"] == theirs["slots"]
    assert ours["passages"] == theirs["documents"] == len(gold)
    assert ours["passages_without_figures"] == theirs["documents without any"]
    assert ours["false_figures"] == theirs["false figures in documents without any"]


def test_the_gold_against_itself_is_perfect(tmp_path: Path) -> None:
    rows = [
        json.loads(line)
        for file in GOLD.glob("*.gold.jsonl")
        for line in file.read_text("utf-8").splitlines()
    ]
    result = evaluate(Judge(tmp_path).compared(rows, rows))
    assert result.scores["all"]["complete"].asked > 900
    assert all(t.f1 == 1 for kinds in result.scores.values() for t in kinds.values())
    assert {share.rate for share in result.slots["all"].values()} == {1.0}
    assert set(result.slots["all"]) == set(SLOTS)
    assert not mistakes(Judge(tmp_path).compared(rows, rows))


# mistakes


def test_what_was_read_beside_what_was_missed_is_one_misreading(judge: Judge) -> None:
    gold = passage(figures=[figure()], dates=[date()], events=[event()])
    read = passage(
        figures=[figure(1, 30)], dates=[date(21, "2025-06-05", "2025-06-05")], events=[event(type="visit")]
    )
    found = mistakes(judge.compared([gold], [read]))
    assert [(m.kind, m.wrong) for m in found] == [
        ("misread", ("date",)),
        ("misread", ("event",)),
        ("misread", ("value",)),
    ]
    assert [m.sides() for m in found] == [
        ({"period": ["2025-06-12", "2025-06-12"]}, {"period": ["2025-06-05", "2025-06-05"]}),
        ({"type": "meeting"}, {"type": "visit"}),
        ({"value": 300}, {"value": 30}),
    ]


def test_a_mistake_shows_only_what_differs(judge: Judge) -> None:
    read = figure(bound="over", to=["MT"], at=["MED"])
    (mistake,) = mistakes(judge.compared([passage(figures=[figure()])], [passage(figures=[read])]))
    assert (mistake.kind, mistake.wrong) == ("misread", ("bound", "places"))
    assert mistake.sides() == (
        {"bound": "exact", "to": ["IT"], "at": []},
        {"bound": "over", "to": ["MT"], "at": ["MED"]},
    )


def test_what_only_one_side_has_is_shown_whole(judge: Judge) -> None:
    gold, read = passage(figures=[figure()]), passage(figures=[figure(80, 7, to=[], period=None)])
    missed, spurious = mistakes(judge.compared([gold], [read]))
    assert (missed.kind, spurious.kind) == ("missed", "spurious")
    assert missed.sides()[0] | {"value": 300, "to": ["IT"]} == missed.sides()[0]
    assert missed.sides()[1] == spurious.sides()[0] == {}
    assert set(spurious.sides()[1]) == {"value", "bound", "unit", "measure", "status"}


def test_one_of_each_sort_comes_before_a_second_of_any_and_the_commonest_first(judge: Judge) -> None:
    slips: list[Row] = [{"bound": "over"}, {"status": "target"}, {"bound": "about"}, {"bound": "under"}]
    gold = passage(figures=[figure(n * 10) for n in range(4)])
    read = passage(figures=[figure(n * 10, confidence=0.2 + n / 10, **slip) for n, slip in enumerate(slips)])
    found = mistakes(judge.compared([gold], [read]))
    assert [(m.wrong, m.at.start, m.alike) for m in found] == [
        (("bound",), 30, 3),  # the surest of its sort
        (("status",), 10, 1),
        (("bound",), 20, 3),
        (("bound",), 0, 3),
    ]


def test_mistakes_are_narrowed_by_language_measure_and_what_is_wrong(judge: Judge) -> None:
    gold = [
        passage("a", "ar", figures=[figure(), figure(10)]),
        passage("i", "it", figures=[figure()], events=[event()]),
    ]
    read = [
        passage("a", "ar", figures=[figure(measure="rescues"), figure(10, bound="over")]),
        passage("i", "it", figures=[figure(bound="over")]),
    ]
    compared = judge.compared(gold, read)
    assert {m.passage for m in mistakes(compared, languages=["it"])} == {"i"}
    assert [m.wrong for m in mistakes(compared, measures=["rescues"])] == [("measure",)]
    assert [m.passage for m in mistakes(compared, wrong=["bound"])] == ["a", "i"]
    assert [m.passage for m in mistakes(compared, languages=["it"], wrong=["event"])] == ["i"]
    assert not mistakes(compared, languages=["fr"])


def test_there_is_a_mistake_wherever_a_score_is_below_one_and_its_name_is_known(tmp_path: Path) -> None:
    rows = rows_of(GOLD)
    compared = Judge(tmp_path).compared(rows, distorted(rows, 1))
    result, found = evaluate(compared), mistakes(compared)
    assert {w for m in found for w in m.wrong} == set(WRONG)
    for slot in SLOTS:
        share = result.slots["all"][slot]
        assert sum(slot in m.wrong for m in found) == share.of - share.right
    assert all(json.dumps(mistake_to_json(m)) for m in found)


# files


def test_a_third_of_all_ids_is_unseen_and_always_the_same() -> None:
    assert [is_unseen(f"id-{n}") for n in range(6)] == [False, True, True, False, True, False]
    assert 900 < sum(is_unseen(str(n)) for n in range(3000)) < 1100


def test_a_folder_gives_its_own_gold_and_the_documents_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "x.gold.jsonl", [passage("one")])
    write(tmp_path / "x.docs.jsonl", [{"id": "one", "text": "…"}])
    write(tmp_path / "notes.jsonl", [{"id": "no gold"}])
    (tmp_path / "two.gold.json").write_text(json.dumps(passage("two")))
    (tmp_path / "inside").mkdir()
    write(tmp_path / "inside" / "y.gold.jsonl", [passage("three")])
    assert set(load_gold([tmp_path])) == {"one", "two"}
    assert set(load_gold([tmp_path, tmp_path / "inside"])) == {"one", "two", "three"}
    assert documents_beside([tmp_path]) == [tmp_path / "x.docs.jsonl"]
    assert document_files(tmp_path) == [tmp_path / "x.docs.jsonl"]
    assert document_files(tmp_path / "inside") == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"figures": []}', "no field `id`"),
        ('{"id": "a", "text": "a document"}', "no gold"),
        ('{"id": "a", "figures": 5}', "no list of objects"),
        ('{"id": "a", "figures": [{"start": 1, "end": 2}]}', "no field `value`"),
        ('{"id": "a", "figures": [{"start": 1, "end": 2, "value": "7", "unit": "person"}]}', "value '7'"),
        ('{"id": "a", "dates": [{"start": 1, "end": 2, "period": ["2025-02-30", null]}]}', "a date"),
        ('{"id": "a", "dates": [{"start": "1", "end": 2}]}', "start '1'"),
        ('{"id": "a", "events": [{"start": 1, "end": 2}]}', "no field `type`"),
        ('{"id": "a", "dates": []}\n{"id": "a", "dates": []}', ":2: there is gold of a already"),
        ("", "no gold in"),
    ],
)
def test_gold_that_cannot_be_used_is_refused_with_one_line(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "bad.gold.jsonl"
    path.write_text(content)
    with pytest.raises(GoldError) as caught:
        load_gold([path])
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
