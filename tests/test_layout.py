"""The house keeps its order: a language is one folder, and nothing else knows one language by its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sijill
from sijill.languages import data, languages

PACKAGE = Path(sijill.__file__).parent
LANGUAGES = PACKAGE / "languages"
ROOMS = ("languages", "sources", "reading", "register", "reconcile")
"""The rooms that handle texts. Elsewhere a language is what the user wants to see, and labels go by name."""

WORDS_OF_A_LANGUAGE = PACKAGE / "sources" / "language.py"
"""Guessing the language of a text is the one place among them that may know languages by name."""


def modules_that_serve_every_language() -> list[Path]:
    folders = {LANGUAGES / language for language in languages()}
    modules = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
    return [path for path in modules if not folders & set(path.parents) and path != WORDS_OF_A_LANGUAGE]


def languages_treated_apart(code: str) -> Iterator[tuple[int, str]]:
    """Where code compares with, matches, or looks up by the name of a language: line and name."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Compare):
            places: list[ast.expr | None] = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            places = [node.value]
        elif isinstance(node, ast.Dict):
            places = list(node.keys)
        elif isinstance(node, ast.Subscript):
            places = [node.slice]
        else:
            continue
        for place in places:
            elements = place.elts if isinstance(place, ast.Tuple | ast.List | ast.Set) else [place]
            for element in elements:
                if isinstance(element, ast.Constant) and element.value in languages():
                    yield node.lineno, element.value


def test_there_are_the_four_languages_of_the_subject() -> None:
    assert set(languages()) >= {"ar", "en", "fr", "it"}


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_data_files(language: str) -> None:
    everywhere = {path.name for folder in languages() for path in (LANGUAGES / folder).glob("*.yaml")}
    assert {path.name for path in (LANGUAGES / language).glob("*.yaml")} == everywhere


@pytest.mark.parametrize("language", languages())
def test_every_data_file_of_a_language_can_be_read_and_says_something(language: str) -> None:
    for path in sorted((LANGUAGES / language).glob("*.yaml")):
        assert data(language, path.stem), path.name


@pytest.mark.parametrize(
    "path", modules_that_serve_every_language(), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_no_module_outside_the_folders_treats_one_language_apart(path: Path) -> None:
    assert list(languages_treated_apart(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        'if language == "ar": pass',
        'if language in ("fr", "it"): pass',
        'match language:\n    case "en": pass',
        'rules = {"ar": 1}',
        'rule = rules["it"]',
    ],
)
def test_the_search_for_special_cases_finds_one(code: str) -> None:
    assert list(languages_treated_apart(code))


def test_the_search_for_special_cases_passes_ordinary_code() -> None:
    assert not list(
        languages_treated_apart('"""ar"""\nif unit == "EUR": print(data(language, "names")["places"])')
    )
