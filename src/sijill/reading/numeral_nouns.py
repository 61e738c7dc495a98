"""Number words that are nouns: Arabic duals («قاربان»), round numbers («une trentaine»), bare plurals («hundreds»)."""

from __future__ import annotations

from sijill.reading.numeral_grammar import Grammar
from sijill.reading.numeral_sum import Numeral
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
        """«une quarantaine», «la quinzaine de marins», but not «en quarantaine»."""
        table, tokens = self.table, self.tokens
        if not table.round_after or len(tokens) == 1:
            return True
        before = tokens[index - 1].form if index else ""
        after = tokens[index + 1].form if index + 1 < len(tokens) else ""
        return before in table.round_after or (before in table.round_after_before_of and after in table.of)

    def few_before(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].form in self.table.few
