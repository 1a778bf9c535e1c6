"""Prepare the training data: `python -m models.prepare --data DIR --corpus DIR --work DIR`."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import torch
from spacy.language import Language

from kg.annotate.tokenize import make_blank, read_words
from models.augment import Pools, name_pools, read_hard_names, swap_names
from models.corpus import Passage, part_of, read_corpus
from models.examples import (
    Example,
    TokenLine,
    from_line,
    from_named,
    from_sentence,
    tokenize_passage,
)
from models.labels import NAME_OF_LETTER, NAME_TAGS
from models.names import read_crossner, read_titles, read_uner, read_wnut
from models.options import Options, read_options
from models.prepared import Prepared, write_prepared
from models.standoff import read_open_passages
from models.treebank import gum_name_masks, read_treebank
from models.vocabulary import prune_vocabulary, pruned_vocabulary

# Copies of each own training passage with other names; the first copy is the original.
VARIANTS = 6
SWAP_SHARE = 0.6
LONGEST = 110  # words of a training sentence
WORDS = Path(__file__).parent.parent / "kg" / "model" / "words.json"
# 18,000 pieces keep the whole model under 20 MB; see the table in README.md.
FREQUENT, SEEN = 10_000, 3


def main() -> None:
    """Read the corpora and write `prepared.pkl`."""
    options = read_options(__doc__)
    prepared = prepare(options)
    write_prepared(prepared, options.work)
    print(len(prepared.vocabulary.kept), "pieces;", len(prepared.own), "own training passages")
    for name, examples in prepared.examples.items():
        print(name, len(examples), "sentences", sum(len(e.words) for e in examples), "words")


def prepare(options: Options) -> Prepared:
    """Read and convert all corpora."""
    nlp = make_blank(read_words(WORDS))
    passages, complaints = read_corpus(options.corpus)
    print("\n".join(complaints))
    examples = _treebanks(options.data)
    examples["other"] = _others(options.data, nlp)
    uner = [from_named(named, nlp) for named in read_uner(options.data / "uner-ewt/test.iob2")]
    examples["test-uner"] = uner
    held: dict[str, tuple[tuple[TokenLine, ...], ...]] = {}
    opened = read_open_passages(options.corpus, options.data)
    for source, some in (("own", passages), ("open", opened)):
        for part in ("dev", "test"):
            chosen = [passage for passage in some if part_of(passage.name) == part]
            name = f"{part}-{source}"
            held[name] = tuple(tokenize_passage(passage, nlp) for passage in chosen)
            examples[name] = [
                from_line(line, passage.name)
                for passage, lines in zip(chosen, held[name], strict=True)
                for line in lines
            ]
    training = [passage for passage in (*passages, *opened) if part_of(passage.name) == "train"]
    others = _names_by_letter(examples["other"] + examples["treebank"])
    hard = read_hard_names(options.corpus)
    hard.setdefault("W", []).extend(read_titles(options.data / "text2kg-tekgen"))
    pools = name_pools(training, others, hard)
    own = tuple(_variants(passage, pools, nlp) for passage in training)
    if options.start:  # a checkpoint to go on from needs the vocabulary it was trained with
        found = torch.load(options.start, weights_only=False)
        vocabulary = pruned_vocabulary(found["tokenizer"])
        return Prepared(vocabulary=vocabulary, own=own, passages=held, examples=examples)
    read = [e for name, some in examples.items() if not name.startswith("test") for e in some]
    texts = [" ".join(example.words) for example in read]
    texts += [" ".join(line.words) for copies in own for line in copies[0]]
    vocabulary = prune_vocabulary(texts, frequent=FREQUENT, seen=SEEN)
    return Prepared(vocabulary=vocabulary, own=own, passages=held, examples=examples)


def _treebanks(data: Path) -> dict[str, list[Example]]:
    examples: dict[str, list[Example]] = defaultdict(list)
    for part in ("train", "dev", "test"):
        name = "treebank" if part == "train" else part
        for sentence in read_treebank(data / "ewt" / f"{part}.conllu"):
            examples[name if part == "train" else f"{part}-ewt"].append(
                from_sentence(sentence, None)
            )
        for sentence in read_treebank(data / "gum" / f"{part}.conllu"):
            example = from_sentence(sentence, gum_name_masks(sentence))
            examples[name if part == "train" else f"{part}-gum"].append(example)
            if part != "train" and "_news_" in sentence.document:
                examples["test-news"].append(example)
    examples["treebank"] = [e for e in examples["treebank"] if len(e.words) <= LONGEST]
    return dict(examples)


def _others(data: Path, nlp: Language) -> list[Example]:
    named = [
        *(n for part in ("train", "dev", "test") for n in read_crossner(data / "crossner", part)),
        *read_wnut(data / "wnut17" / "wnut17train.conll"),
        *read_uner(data / "uner-ewt" / "dev.iob2"),
    ]
    return [from_named(n, nlp) for n in named if len(n.words) <= LONGEST]


def _variants(passage: Passage, pools: Pools, nlp: Language) -> tuple[tuple[TokenLine, ...], ...]:
    rng = random.Random(passage.name)
    copies = [passage]
    copies += [swap_names(passage, pools, SWAP_SHARE, rng) for _ in range(VARIANTS - 1)]
    return tuple(tokenize_passage(copy, nlp) for copy in copies)


def _names_by_letter(examples: Iterable[Example]) -> dict[str, set[str]]:
    """Collect names of two to four words that occur in the open corpora at least once."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    letters = {label: letter for letter, label in NAME_OF_LETTER.items()}
    for example in examples:
        words: list[str] = []
        kind = ""
        for word, mask in [*zip(example.words, example.names, strict=False), ("", 1)]:
            number = mask.bit_length() - 1
            tag = NAME_TAGS[number] if mask == 1 << number else "O"
            if tag.startswith("I-") and words:
                words.append(word)
                continue
            if 1 < len(words) < 5 and all(part[:1].isupper() for part in words):
                counts[letters[kind]][" ".join(words)] += 1
            words, kind = ([word], tag[2:]) if tag.startswith("B-") else ([], "")
    return {letter: set(found) for letter, found in sorted(counts.items())}


if __name__ == "__main__":
    main()
