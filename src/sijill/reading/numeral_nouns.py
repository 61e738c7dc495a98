"""Number words that are nouns: Arabic duals («قاربان»), round numbers («une trentaine»), bare plurals («hundreds»)."""

from __future__ import annotations

from sijill.reading.numeral_grammar import Grammar
from sijill.reading.numeral_sum import Numeral, Sum
from sijill.reading.numeral_words import Atom


class Nouns:
    """The numbers in nouns of one text."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.tokens, self.table = grammar, grammar.tokens, grammar.table

    def dual(self, index: int, atom: Atom) -> tuple[Numeral | None, int]:
        """A dual noun; none of an adjective after a dual, nor of an accusative singular that looks
        like one."""
        tokens = self.tokens
        after = tokens[index + 1].form if index + 1 < len(tokens) else ""
        if atom.kind == "dual_construct" and after not in self.table.complements:
            return None, index + 1
        if atom.kind == "dual_before_noun":
            feminine = tokens[index].form.endswith(("تا", "تي"))
            if not feminine and after not in self.table.complements:
                return None, index + 1
            noun = (
                index + 1 < len(tokens)
                and tokens[index + 1].kind == "word"
                and not self.grammar.broken(index, index + 1)
            )
            if not noun or after in self.table.after_singular:
                return None, index + 1
        before = self.table.atoms.get(tokens[index - 1].form) if index else None
        if before is not None and before.kind == "one_of" and not before.definite:
            return None, index + 1  # «أحد القاربين»: one of the two
        if (
            before is not None
            and before.kind.startswith("dual")
            and before.kind != "dual_construct"
            and not atom.joined
        ):
            return None, index + 1
        following = self.table.atoms.get(after)
        last = (
            index + 2 if following is not None and following.value == 2 and not following.cut else index + 1
        )
        numeral, _ = self.grammar.found(index, index + 1, atom, 2, "dual")
        return numeral, last

    def bare(self, index: int, atom: Atom) -> tuple[Numeral, int]:
        """«hundreds», «tens of thousands», «عشرات الآلاف»: the whole run is one bare plural."""
        tokens = self.tokens
        last = index + 1
        while last < len(tokens):
            at = last + 1 if tokens[last].form in self.table.of_or_and else last
            following = self.table.atom(tokens[at].form) if at < len(tokens) else None
            if following is None or following.kind not in ("bare", "scales", "rounds", "scale", "hundred"):
                break
            last = at + 1
        return self.grammar.found(index, last, atom, 0, "bare")

    def round_counts(self, index: int) -> bool:
        """«une quarantaine», «la quinzaine de marins», but not «en quarantaine» nor «une quarantaine de 14 jours»."""
        table, tokens = self.table, self.tokens
        if not table.round_after or len(tokens) == 1:
            return True
        before = tokens[index - 1].form if index else ""
        after = tokens[index + 1].form if index + 1 < len(tokens) else ""
        if tokens[index].form in table.round_guarded and self.is_measure(index + 1, after):
            return False
        return before in table.round_after or (before in table.round_after_before_of and after in table.of)

    def rounds(self, at: int, total: Sum) -> bool:
        """Whether a round noun takes the number before it: «two dozen», «une trentaine»."""
        measure = self.tokens[at].form in self.table.round_guarded and not self.round_counts(at)
        return total.group == total.total and not measure

    def is_measure(self, at: int, after: str) -> bool:
        """Whether what follows says that a quarantine is meant: an adjective of it, or a length of time."""
        if after not in self.table.of or at + 1 >= len(self.tokens):
            return after in self.table.round_not_before
        length = self.tokens[at + 1]
        return length.kind == "digits" or self.table.atom(length.form) is not None

    def multiple(self, index: int) -> int | None:
        """How many letters are particles in «twice the number of boats», «le double des départs», «ضعف عدد الوافدين»;
        None if no multiple is said."""
        before = self.tokens[index - 1].form if index else ""
        after = self.tokens[index + 1].form if index + 1 < len(self.tokens) else "."
        for way in self.table.multiple_words[self.tokens[index].form]:
            if (not way.after or before in way.after) and (not way.before or after in way.before):
                return way.cut
        return None

    def few_before(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].form in self.table.few
