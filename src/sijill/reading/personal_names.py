"""Names of persons as texts write them: where one stands, its Latin form, and what two spellings share.

The shape alone makes nobody an actor: officials.py looks for a name only beside a public office.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sijill import codes
from sijill.languages import data
from sijill.languages.script import fold
from sijill.reading.mentions import Mentions
from sijill.reading.text import Token

_LONGEST = 4
"""Words of a name, particles apart."""
_PARTICLES = frozenset(
    {
        "al", "el", "ul", "ad", "az", "an", "ben", "bin", "ibn", "ould", "abu", "abou", "bou", "de", "di", "da",
        "del", "della", "dos", "du", "des", "van", "von", "der", "den", "la", "le",
    }
)  # fmt: skip
_ARABIC_PARTICLES = frozenset({"بن", "ابن", "بنت", "ابو", "بو", "ال", "ولد", "عبد"})


@dataclass(frozen=True, slots=True)
class NameWords:
    """What the shape of a name is judged by: a text, its tokens, those that something else claims, and a
    language's words that open or continue no name; `capitals`: whether a capital tells a name, else its `given`
    names do."""

    text: str
    tokens: Sequence[Token]
    claimed: frozenset[int]
    never: frozenset[str]
    joining: frozenset[str]
    given: dict[str, str]
    capitals: bool

    def written(self, index: int) -> str:
        """The token as the text has it."""
        return self.text[self.tokens[index].start : self.tokens[index].end]


def name_words(text: str, tokens: Sequence[Token], mentions: Mentions, language: str) -> NameWords:
    """All that a text's names of persons are found with. Where no capitals tell, any word of the lexicon is claimed."""
    capitals = not data(language, "names").get("given_names")
    claimed: set[int] = set()
    for group in ["name"] if capitals else mentions.by_group:
        for mention in mentions.of(group):
            if group != "name" or not mention.keys("person"):
                claimed.update(range(mention.first, mention.last))
    return NameWords(
        text,
        tokens,
        frozenset(claimed),
        _folded(language, "not_in_names"),
        _folded(language, "joining"),
        _given(language),
        capitals,
    )


@cache
def _folded(language: str, section: str) -> frozenset[str]:
    return frozenset(fold(word) for word in data(language, "names").get(section) or ())


@cache
def _given(language: str) -> dict[str, str]:
    names = data(language, "names").get("given_names") or {}
    return {fold(arabic): latin for latin, spellings in names.items() for arabic in spellings}


def name_after(words: NameWords, first: int, last: int) -> int | None:
    """Where a name that begins at token `first` ends, at most at `last` (exclusive); None if none does."""
    return (_latin_end if words.capitals else _arabic_end)(words, first, last)


def _latin_end(words: NameWords, first: int, last: int) -> int | None:
    """Two to four capitalised words with the particles and hyphens between them."""
    tokens, count, at, end = words.tokens, 0, first, first
    while at < last and count <= _LONGEST:
        form = tokens[at].form
        if form in _PARTICLES:
            if at == first and not words.written(at)[0].isupper():
                break
        elif capitalised(words, at):
            count += not _second_half(tokens, at)
            end = at + 1
        elif at == first or form not in ("-", "'") or tokens[at].start != tokens[at - 1].end:
            break
        at += 1
    return end if 2 <= count <= _LONGEST else None


def _second_half(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token is the second half of a word with a hyphen or apostrophe («Jean-Noël»)."""
    return (
        index > 1
        and tokens[index - 1].form in ("-", "'")
        and tokens[index - 1].end == tokens[index].start
        and tokens[index - 2].form not in _PARTICLES
    )


def name_before(words: NameWords, first: int, last: int) -> int | None:
    """Where a Latin name that ends at `last` (exclusive) begins, at the earliest at `first`."""
    begin = last
    while begin > first and last - begin < 3 * _LONGEST:
        form = words.tokens[begin - 1].form
        if not (capitalised(words, begin - 1) or form in _PARTICLES or form in ("-", "'")):
            break
        begin -= 1
    while begin < last and not words.written(begin)[0].isupper():
        begin += 1
    return begin if begin < last and _latin_end(words, begin, last) == last else None


def capitalised(words: NameWords, index: int) -> bool:
    """Whether a token is a word with a capital that no lexicon of names claims; none is where capitals tell nothing."""
    if not words.capitals or index >= len(words.tokens):
        return False
    token = words.tokens[index]
    if token.kind != "word" or index in words.claimed or token.form in words.never:
        return False
    written = words.written(index)
    return (
        written[0].isupper()
        and len(written) > 1
        and (written[1:].islower() or len(written) > 5 or "c" in written)
    )


def _arabic_end(words: NameWords, first: int, last: int) -> int | None:
    """A given name that is known, more of them, particles, and one family name that no lexicon claims."""
    if first >= last or not _given_name(words, first):
        return None
    at, family, particle = first + 1, False, words.tokens[first].form in _ARABIC_PARTICLES
    parts = 0 if particle else 1
    while at < min(last, first + 6) and not family:
        form = words.tokens[at].form
        if form in _ARABIC_PARTICLES:
            particle = True
        elif form == "الدين":
            particle = False
        elif _given_name(words, at):
            particle, parts = False, parts + 1
        elif _family_name(words, at, particle or at == first + 1):
            family = words.tokens[at - 1].form != "عبد"
            particle, parts = False, parts + 1
        else:
            break
        at += 1
    return at if parts >= 2 and words.tokens[at - 1].form not in _ARABIC_PARTICLES else None


def _given_name(words: NameWords, index: int) -> bool:
    token = words.tokens[index]
    return (token.form in words.given or token.form in _ARABIC_PARTICLES - {"ال"}) and not words.written(
        index
    ).endswith("ى")


def _family_name(words: NameWords, index: int, bare: bool) -> bool:
    """A word with the article, or right behind the first name without one, and no word of the lexicon."""
    token = words.tokens[index]
    if token.kind != "word" or index in words.claimed or token.form in words.never or len(token.form) < 3:
        return False
    return token.form.startswith("ال") or (bare and token.form[0] not in "يتسبلفوك")


def latin_name(words: NameWords, first: int, last: int) -> str:
    """The canonical Latin form of the name at tokens `first` to `last`: that of the known official who is
    spelled alike; else as written, family names in capitals lowered; Arabic by `transliterated`."""
    tokens = words.tokens
    if not words.capitals:
        name = transliterated([words.written(i) for i in range(first, last)], words.given)
    else:
        parts = [words.written(i) for i in range(first, last)]
        name = "".join(
            (" " if i and tokens[first + i].start > tokens[first + i - 1].end else "")
            + (part.title() if part.isupper() else part)
            for i, part in enumerate(parts)
        )
    return _known_by_skeleton().get(skeleton(name), name)


_LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "ou", "ي": "i", "ء": "", "ؤ": "", "ئ": "",
    "گ": "g", "ڤ": "v", "پ": "p", "چ": "ch",
}  # fmt: skip
"""Letters as BGN/PCGN's system of 1956 has them, without its marks; و and ي as vowels, which they mostly are."""


_SPELLED = {
    "بن": "Ben", "ابن": "Ben", "بنت": "Bint", "ابو": "Abu", "بو": "Bou", "ولد": "Ould", "عبد": "Abd", "ال": "Al",
    "الدين": "Eddine",
}  # fmt: skip
"""Particles of names as the press spells them."""


def transliterated(written: Sequence[str], given: dict[str, str]) -> str:
    """Arabic words of a name in Latin letters: given names as they are mostly spelled, the rest letter by letter,
    an «a» between two consonants at the beginning or where three would meet, since the vowel is not written."""
    parts: list[str] = []
    for word in written:
        form = fold(word)
        if form in given:
            parts.append(given[form])
        elif form in _SPELLED:
            parts.append(_SPELLED[form])
        elif form.startswith("ال") and len(form) > 3:
            parts.append("al-" + _spelled(form[2:], word))
        else:
            parts.append(_spelled(form, word))
    return " ".join(parts).replace("Abd al-", "Abdel ")


def _spelled(form: str, written: str) -> str:
    sounds = [_LETTERS.get(letter, "") for letter in form]
    if form.endswith("ه") and written.endswith("ة"):
        sounds[-1] = "a"
    spelled: list[str] = []
    run = 0
    for index, sound in enumerate(sounds):
        if sound == "a" and (spelled[-1:] == ["a"] or _next_vowel(sounds, index)):
            sound = "" if index else sound
        consonant = bool(sound) and sound[0] not in "aoi"
        if consonant and run and (run == 2 or index == 1):
            spelled.append("a")
            run = 0
        run = run + 1 if consonant else 0
        spelled.append(sound)
    return "".join(spelled).capitalize()


def _next_vowel(sounds: Sequence[str], index: int) -> bool:
    return index + 1 < len(sounds) and sounds[index + 1][:1] in ("a", "o", "i")


_DIGRAPHS = (
    ("ch", "C"), ("sh", "C"), ("sch", "C"), ("kh", "X"), ("gh", "G"), ("dh", "d"), ("th", "t"), ("dj", "j"),
    ("ck", "k"), ("ph", "f"), ("qu", "k"), ("q", "k"), ("ce", "s"), ("ci", "s"), ("c", "k"), ("p", "b"),
    ("g", "j"), ("v", "f"),
)  # fmt: skip


def skeleton(name: str) -> str:
    """The consonants that spellings of one name share: «Kamel Feki», «Kamal al-Faqi» → «kmlfk»."""
    plain = unicodedata.normalize("NFKD", name).lower().replace("abdul", "abdel").replace("abd el", "abdel")
    kept = "".join(c if c.isalpha() else " " for c in plain if not unicodedata.combining(c))
    words = [w for w in kept.split() if w not in ("al", "el", "ul", "ben", "bin", "ibn")]
    found = ""
    for word in words:
        for pair, sound in _DIGRAPHS:
            word = word.replace(pair, sound)
        word = word.removesuffix("h")
        for sound in word.replace("G", "g").replace("C", "c").replace("X", "x"):
            if sound not in "aeiouwy" and not (found and found[-1] == sound):
                found += sound
    return found


_SHORTEST = 4
"""Consonants of a name below which two different people would share them."""


@cache
def _known_by_skeleton() -> dict[str, str]:
    """The known officials by their consonants, those apart who share theirs with another."""
    found: dict[str, str | None] = {}
    for name in codes.people():
        key = skeleton(name)
        found[key] = None if key in found else name
    return {key: name for key, name in found.items() if name is not None and len(key) >= _SHORTEST}
