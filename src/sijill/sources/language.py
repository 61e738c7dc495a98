"""Which of the languages that Sijill reads a text is in, where nobody says: by script, then by common words.

Languages that are near enough to be taken for one of ours (Persian and Urdu; Spanish, Portuguese, German
and others) are told apart so that they are refused rather than misread. stopwords.yaml has the words.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files

import yaml

from sijill.languages import languages

_WORD = re.compile(r"[^\W\d_]+")

SAMPLE = 20_000
"""The characters that are looked at: enough for any news report."""

_NOT_ARABIC = frozenset("پچژگکیےہںٹڈڑۆێەڕڵ")
"""Letters of Persian, Urdu and Kurdish that Arabic newsrooms do not write (گ and چ are rare, in names)."""


def guess(text: str) -> str | None:
    """The ISO 639-1 code of the text's language, or None if that is none of ours or cannot be told."""
    sample = text[:SAMPLE]
    characters = Counter(sample)
    letters: Counter[str] = Counter()
    for c, times in characters.items():
        if c.isalpha():
            letters[_script(c)] += times
    if not letters:
        return None
    script, most = letters.most_common(1)[0]
    if most * 2 < letters.total():
        return None
    if script == "arabic":
        foreign = sum(characters[c] for c in _NOT_ARABIC)
        return "ar" if foreign * 50 < most else None
    return _by_words(sample) if script == "latin" else None


ENOUGH = 40
"""The words from which on a text is trusted to show that it is in none of our languages."""


def settled(text: str, declared: str | None) -> str | None:
    """The language of a text that comes with a declaration such as `ar-LY`: what the text shows wins, since
    templates declare what their maker spoke; the declaration serves for texts too short to tell."""
    found = guess(text)
    if found is None and declared and len(_WORD.findall(text[:SAMPLE])) < ENOUGH:
        code = declared.strip().replace("_", "-").partition("-")[0].lower()
        return code if code in languages() else None
    return found


def _script(letter: str) -> str:
    if "\u0600" <= letter <= "\u06ff" or "\u0750" <= letter <= "\u077f" or "\ufb50" <= letter <= "\ufeff":
        return "arabic"
    return "latin" if letter <= "\u024f" else "other"


def _by_words(sample: str) -> str | None:
    """The language whose common words the text has most of: two of them, and more than any other's."""
    seen = Counter(_WORD.findall(sample.lower()))
    scores = {
        language: sum(seen[word] for word in seen.keys() & common)
        for language, common in _stopwords().items()
    }
    (best, most), (_, second) = Counter(scores).most_common(2)
    if most < 2 or most == second:
        return None
    return best if best in languages() else None


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    rows = yaml.safe_load((files(__package__) / "stopwords.yaml").read_text("utf-8"))
    return {language: frozenset(line.split()) for language, line in rows.items()}
