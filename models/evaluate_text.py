"""Measure words, sentences, tags, lemmas and trees from raw text: `python -m models.evaluate_text`.

Nothing is given but the text of each document, its paragraphs by line. Scores are F1 over the words
that both sides cut alike, as in the CoNLL 2018 shared task (Zeman et al. 2018): a word that is cut
otherwise is wrong in all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from kg.annotate.model import load_model
from models.options import read_options
from models.treebank import Sentence, read_documents

_RELATIONS = "kg_relations"
# Name of a row, file in the data folder, and which of its documents count.
_SETS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("EWT test", "ewt/test.conllu", lambda name: True),
    ("GUM test", "gum/test.conllu", lambda name: "_news_" not in name),
    ("GUM news", "gum/dev.conllu", lambda name: "_news_" in name),
    ("GUM news", "gum/test.conllu", lambda name: "_news_" in name),
)
COLUMNS = ("words", "sentences", "upos", "lemma", "uas", "las")

# A stretch of the text, in characters that are no white space.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as one side has it; `head` is the place of its head, its own for the root."""

    upos: str
    lemma: str
    head: Place
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The words of a text by place, and where its sentences stand."""

    words: dict[Place, Word]
    sentences: frozenset[Place]


def main() -> None:
    """Print the table."""
    options = read_options(__doc__)
    nlp = load_model(str(options.output))
    counts: dict[str, Counter[str]] = {}
    for name, file, is_wanted in _SETS:
        for sentences in read_documents(options.data / file):
            if is_wanted(sentences[0].document):
                found, gold = analyse(write_text(sentences), nlp), read_gold(sentences)
                counts.setdefault(name, Counter()).update(compare(gold, found))
    print("from raw text, F1:", *COLUMNS)
    for name, count in counts.items():
        print(f"{name}:", *(f"{100 * score:.1f}" for score in f_scores(count)))


def write_text(sentences: Iterable[Sentence]) -> str:
    """Return the raw text of a document, its paragraphs by line."""
    return "".join(("\n" if s.opens else " ") + s.text for s in sentences).strip()


def read_gold(sentences: Sequence[Sentence]) -> Analysis:
    """Return what the treebank says of a document."""
    words: dict[Place, Word] = {}
    bounds: set[Place] = set()
    at = 0
    for sentence in sentences:
        places = list(_lay_out((word.form for word in sentence.words), at))
        bounds.add((at, places[-1][1]))
        at = places[-1][1]
        for place, word in zip(places, sentence.words, strict=True):
            head = places[word.head - 1] if word.head else place
            words[place] = Word(upos=word.upos, lemma=word.lemma, head=head, relation=word.relation)
    return Analysis(words=words, sentences=frozenset(bounds))


def analyse(text: str, nlp: Language) -> Analysis:
    """Return what the model says of a text."""
    with nlp.select_pipes(disable=[_RELATIONS]):
        doc = nlp(text)
    tokens = [token for token in doc if not token.is_space]
    places = dict(zip((t.i for t in tokens), _lay_out((t.text for t in tokens), 0), strict=True))
    words = {
        places[t.i]: Word(
            upos=t.pos_,
            lemma=t.lemma_,
            head=places[t.head.i],
            relation="root" if t.dep_ == "ROOT" else t.dep_,
        )
        for t in tokens
    }
    inside = ([places[t.i] for t in sentence if t.i in places] for sentence in doc.sents)
    bounds = frozenset((found[0][0], found[-1][1]) for found in inside if found)
    return Analysis(words=words, sentences=bounds)


def _lay_out(forms: Iterable[str], at: int) -> Iterator[Place]:
    for form in forms:
        end = at + len("".join(form.split()))
        yield at, end
        at = end


def compare(gold: Analysis, found: Analysis) -> Counter[str]:
    """Count what both sides have, and what they agree on."""
    count = Counter(
        {
            "gold words": len(gold.words),
            "found words": len(found.words),
            "gold sentences": len(gold.sentences),
            "found sentences": len(found.sentences),
            "sentences": len(gold.sentences & found.sentences),
        }
    )
    for place in gold.words.keys() & found.words.keys():
        one, other = gold.words[place], found.words[place]
        attached = one.head == other.head
        count.update(
            words=1,
            upos=one.upos == other.upos,
            lemma=one.lemma == other.lemma,
            uas=attached,
            las=attached and one.relation == other.relation,
        )
    return count


def f_scores(count: Counter[str]) -> Iterator[float]:
    """Yield F1 in the order of the columns."""
    for column in COLUMNS:
        unit = "sentences" if column == "sentences" else "words"
        yield 2 * count[column] / max(1, count[f"gold {unit}"] + count[f"found {unit}"])


if __name__ == "__main__":
    main()
