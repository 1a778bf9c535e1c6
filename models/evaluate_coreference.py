"""Measure coreference as the field does: `python -m models.evaluate_coreference --work DIR`.

MUC, B-cubed, CEAF-phi4 and their mean, the CoNLL F1, of what the whole pipeline says from words and
sentences: names that are taken for one thing, with the pronouns and descriptions resolved to it.
Things mentioned once do not count, on either side, as in CoNLL-2012 and CorefUD.

own test    Mentions of the corpus: names, and references to what has a name or not; same words.
GUM test    Of GUM's mentions those that our schema has: names of its types, personal and
            possessive pronouns, definite descriptions; of things that are named at least once.
GUM, all    All mentions of all things in GUM: what published systems are scored on.

A mention of GUM, which reaches over all that modifies it, is met by a found one that holds its head
and no word outside it.
"""

from collections.abc import Hashable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import make_pipeline
from kg.datamodel import Argument, ArticleHeader
from kg.lexicon.labels import THINGS
from kg.lexicon.ontology import find_ontology
from models.clusters import (
    Clustering,
    CoreferenceScore,
    Ratio,
    cluster_mentions,
    score_clusters,
)
from models.examples import TokenLine
from models.gum_clusters import GumDocument, Place, read_gum_documents
from models.options import read_options
from models.prepared import read_prepared


def main() -> None:
    """Print the table."""
    options = read_options(__doc__)
    nlp, _ = make_pipeline(str(options.output), find_ontology())
    passages = read_prepared(options.work).passages
    own = [_own_clusters(lines, nlp) for lines in passages["test-own"]]
    opened = [_own_clusters(lines, nlp) for lines in passages["test-open"]]
    gum = list(read_gum_documents(options.data / "gum" / "test.conllu"))
    met = [document.rename(found_clusters(annotate_gum(document, nlp))) for document in gum]
    print("coreference   CoNLL F1 | MUC, B-cubed, CEAF-phi4, mentions, each P/R/F")
    print("own test ", describe(score_clusters(own)))
    print("open test", describe(score_clusters(opened)))
    for name, of_schema in (("GUM test ", True), ("GUM, all ", False)):
        gold = [document.clusters(of_schema=of_schema) for document in gum]
        print(name, describe(score_clusters(zip(gold, met, strict=True))))


def describe(score: CoreferenceScore) -> str:
    """Return a row of the table."""
    ratios = (score.muc, score.b_cubed, score.ceaf, score.mentions)
    return (
        f"{100 * score.conll_f1:.1f} | {'  '.join(map(_describe, ratios))}"
        f"  (n={score.mentions.gold:.0f} in {score.ceaf.gold:.0f})"
    )


def _describe(ratio: Ratio) -> str:
    return f"{100 * ratio.precision:.1f}/{100 * ratio.recall:.1f}/{100 * ratio.f1:.1f}"


def annotate(sentences: Sequence[Sequence[str]], texts: Sequence[str], nlp: Language) -> Doc:
    """Run all but the sentence starter on sentences that are cut into words.

    Args:
        sentences: The words of each sentence.
        texts: The sentences as they were written: where there is white space between words.
        nlp: The whole pipeline.
    """
    words = [word for sentence in sentences for word in sentence]
    starts = [not number for sentence in sentences for number in range(len(sentence))]
    spaces = [
        space
        for sentence, text in zip(sentences, texts, strict=True)
        for space in _spaces(sentence, text)
    ]
    doc = Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)
    doc.user_data["article"] = ArticleHeader(id="article", path="", digest="")
    with nlp.select_pipes(disable=["kg_sentences"]):
        return nlp(doc)


def _spaces(words: Sequence[str], text: str) -> Iterator[bool]:
    place = 0
    for word in words:
        start = text.find(word, place)
        place = start + len(word) if start >= 0 else place
        yield start < 0 or place >= len(text) or text[place].isspace()


def found_clusters(doc: Doc) -> list[set[Place]]:
    """Return the mentions of each thing that the pipeline has found in more than one place."""
    arguments: tuple[Argument, ...] = doc.user_data["arguments"]
    return cluster_mentions(
        ((a.start, a.end), a.entity) for a in arguments if a.mention is not None
    )


def _own_clusters(lines: Sequence[TokenLine], nlp: Language) -> tuple[Clustering, Clustering]:
    """Return the annotated clusters of a passage and those found."""
    mentions: list[tuple[Place, Hashable]] = []
    shift = 0
    for line in lines:
        mentions += [
            ((shift + mention.start, shift + mention.end), mention.key)
            for mention in line.mentions
            if mention.label in THINGS
        ]
        shift += len(line.words)
    words = [line.words for line in lines if line.words]
    doc = annotate(words, [" ".join(sentence) for sentence in words], nlp)
    return cluster_mentions(mentions), found_clusters(doc)


def annotate_gum(document: GumDocument, nlp: Language) -> Doc:
    """Run the pipeline on a document of GUM."""
    words = [[word.form for word in sentence.words] for sentence in document.sentences]
    return annotate(words, [sentence.text for sentence in document.sentences], nlp)


if __name__ == "__main__":
    main()
