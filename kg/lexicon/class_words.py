"""Which class a noun phrase names."""

from collections import defaultdict
from collections.abc import Iterable

from kg.schema import Schema


class ClassWords:
    """The schema's words for its classes, longest phrase first.

    A word of classes of several kinds ("investor": a firm or a person) tells none of them.
    """

    def __init__(self, schema: Schema) -> None:
        classes: dict[str, list[str]] = defaultdict(list)
        for name, found in sorted(schema.classes.items()):
            for word in (found.label, *found.words):
                classes[word.casefold()].append(name)
        self._classes = {
            word: names[0]
            for word, names in classes.items()
            if len({schema.kind_of(name) for name in names}) == 1
        }

    def class_of(self, words: Iterable[str]) -> str | None:
        """Return the class that the end of a noun phrase names: "indie film studio"."""
        parts = [word.casefold() for word in words]
        for length in (3, 2, 1):
            if len(parts) >= length:
                found = self._classes.get(" ".join(parts[-length:]))
                if found:
                    return found
        return None
