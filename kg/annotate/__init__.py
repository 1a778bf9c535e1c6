"""Article -> Doc: the spaCy pipeline, from sentences to arguments.

model        loads the pipeline: the embedded model or any other
tokenize     words
sentences    where sentences start
furniture    sentences that belong to the page, not to the article
encoder      tags, lemmas, parse, names and references, in one pass
values       money, percentages, dates, funding rounds
regions      where the text says that a place lies
mentions     names mended by what the whole article shows; name_spans: their ends
names        names of one thing, by their wording
types        what kind of thing a name names
items        items of lists; stories: paragraphs of round-ups
coreference  pronouns and descriptions; antecedents: how likely each thing is meant;
             genders: whom "he" and "she" can mean
judged       names of one thing, or of two, by what the model says of them
arguments    all that can be part of a relation
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.pipeline import make_pipeline
from kg.datamodel import Article

__all__ = ["annotate_articles", "make_pipeline"]

# Articles that are in memory at one time; more gain no speed.
BATCH = 32


def annotate_articles(articles: Iterable[Article], nlp: Language) -> Iterator[Doc]:
    """Annotate articles, in order.

    Yields:
        Docs whose `user_data` holds "article" (its header) and "arguments". A Doc must not
        be kept: its memory is released with its batch.
    """
    remaining = iter(articles)
    while batch := list(islice(remaining, BATCH)):
        with nlp.memory_zone():
            yield from nlp.pipe([_make_doc(article, nlp) for article in batch])


def _make_doc(article: Article, nlp: Language) -> Doc:
    doc = nlp.make_doc(article.text)
    doc.user_data["article"] = article.header
    return doc
