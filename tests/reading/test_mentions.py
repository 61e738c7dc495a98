"""What the lexicons hold is found in a text, and what only looks like it is not."""

from __future__ import annotations

import pytest

from tests.reading.conftest import Prepare


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("لقي تسعة مهاجرين حتفهم وفُقد ثمانية آخرون.", ["missing"]),
        ("فقد أعلنت المنظمة أن خفر السواحل أوقف ثمانية.", []),
        ("فقد بلغ عدد المهاجرين ثمانية آلاف.", []),
    ],
)
def test_a_phrase_that_looks_like_a_word_for_a_measure_and_is_none_is_no_mention(
    passage: Prepare, text: str, measures: list[str]
) -> None:
    acts = passage("ar", text).mentions.of("act")
    assert [m.key for act in acts for m in act.meanings if m.key == "missing"] == measures
