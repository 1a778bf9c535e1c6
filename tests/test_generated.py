"""The articles that benchmarks make up: what is said to be read of them stands in them."""

from handmade import read_by_rule

from benchmarks.generated import SHORT, vary_articles
from kg.datamodel import Article, ArticleHeader

TEXTS = {
    "one": "Acme acquires Globex for 5 (Reuters).\n~Hooli sues Acme.",
    "two": "Initech founded Umbrella.",
    "long": "Soylent acquires Wonka.\n" + " So it is said." * SHORT,
}


def made(count):
    articles = [
        Article(header=ArticleHeader(id=name, path="", digest=""), text=text)
        for name, text in TEXTS.items()
    ]
    return list(vary_articles(list(zip(articles, read_by_rule(articles), strict=True)), count))


def test_vary_articles_moves_what_is_read_with_the_text():
    for article, reading in made(50):
        found = [*reading.found, *(one.found for one in reading.rejected)]
        assert found
        for one in found:
            assert one.evidence.article == one.subject.article == article.header.id
            for span, text in (
                (one.evidence.span, one.evidence.quote),
                (one.subject.span, one.subject.text),
                (one.object.span, one.object.text),
            ):
                assert article.text[span.start : span.end] == text


def test_vary_articles_puts_short_ones_together_and_makes_the_same_again():
    numbers = {len(reading.found) + len(reading.rejected) for _, reading in made(50)}
    assert numbers == {1, 2, 3, 4}
    assert made(20) == made(20)
    assert len({article.text for article, _ in made(50)}) > 40
