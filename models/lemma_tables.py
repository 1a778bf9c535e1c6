"""Make the lemma tables: words of the treebanks first, then WordNet's rules and exceptions."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.annotate.lemmas import Lemmas
from models.treebank import Sentence

_OPEN = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv", "AUX": "verb"}


def make_lemmas(sentences: Iterable[Sentence]) -> Lemmas:
    """Make the tables; a treebank word that the rules get right is left out."""
    rules, exceptions, index = (_read(name) for name in ("rules", "exc", "index"))
    lemmas = Lemmas(
        known={
            upos: {word: forms[0] for word, forms in sorted(exceptions.get(kind, {}).items())}
            for upos, kind in _OPEN.items()
        },
        rules={
            upos: tuple((old, new) for old, new in rules.get(kind, []))
            for upos, kind in _OPEN.items()
        },
        index={upos: frozenset(index.get(kind, [])) for upos, kind in _OPEN.items()},
    )
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            if word.lemma != "_" and word.upos != "PROPN":
                lemma = word.lemma.lower() if word.upos in _OPEN else word.lemma
                counts[word.upos, word.form.lower()][lemma] += 1
    for (upos, word), found in sorted(counts.items()):
        best = max(found, key=lambda lemma: (found[lemma], lemma))
        if lemmas.find(word, upos) != best:
            lemmas.known.setdefault(upos, {})[word] = best
    return lemmas


def write_lemmas(lemmas: Lemmas, path: Path) -> None:
    """Write the tables, the same bytes for the same tables."""
    tables = {
        "known": {upos: dict(sorted(words.items())) for upos, words in lemmas.known.items()},
        "rules": lemmas.rules,
        "index": {upos: " ".join(sorted(words)) for upos, words in lemmas.index.items()},
    }
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _read(name: str) -> dict[str, Any]:
    path = files("spacy_lookups_data") / "data" / f"en_lemma_{name}.json.gz"
    found: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found
