"""Whom "he" and "she" can mean, by first names and by what else the article calls a person."""

from collections.abc import Iterable

from kg.lexicon.frames import Lexicon


class Genders:
    """The genders of one lexicon; each is a number."""

    def __init__(self, lexicon: Lexicon) -> None:
        genders = list(enumerate(lexicon.genders))
        self.all = range(len(genders))
        self._by_pronoun = {word: n for n, gender in genders for word in gender.pronouns}
        self._by_first_name = {name: n for n, gender in genders for name in gender.first_names}

    def of_pronoun(self, text: str) -> int | None:
        """Return the gender that a pronoun is of; None for any other words."""
        return self._by_pronoun.get(text.lower())

    def of_name(self, name: str) -> int | None:
        """Return the gender that the first of several names tells.

        A single name may be a surname.
        """
        first, _, rest = name.partition(" ")
        return self._by_first_name.get(first) if rest else None

    def settle(self, pronouns: Iterable[tuple[str, int, float]]) -> dict[int, int]:
        """Find what is both "he" and "she", and which it is more likely: the surer of the two.

        Args:
            pronouns: The text, what it was taken for, and how surely, in order of the text.

        Returns:
            The gender of each such thing; where both are as sure, the one that came first.
        """
        heard: dict[int, dict[int, float]] = {}
        for text, thing, certainty in pronouns:
            gender = self.of_pronoun(text)
            if gender is not None:
                sums = heard.setdefault(thing, {})
                sums[gender] = sums.get(gender, 0.0) + certainty
        return {
            thing: max(sums, key=lambda gender: sums[gender])
            for thing, sums in heard.items()
            if len(sums) > 1
        }
