"""The coreference of GUM's documents, and what part of it our schema has."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from models.clusters import Clustering, cluster_mentions
from models.treebank import GumMention, Sentence, gum_mentions, read_documents

Place = tuple[int, int]  # of a mention, in words of its document, half-open


@dataclass(frozen=True, slots=True, kw_only=True)
class GumDocument:
    """A document with all its mentions, in words of the document."""

    sentences: tuple[Sentence, ...]
    mentions: tuple[GumMention, ...]

    def clusters(self, *, of_schema: bool) -> Clustering:
        """Return the things that are mentioned more than once.

        With `of_schema` only the mentions that our schema has too, of things named at least once.
        """
        named = {mention.group for mention in self.mentions if mention.is_name}
        return cluster_mentions(
            (_place(mention), mention.group)
            for mention in self.mentions
            if not of_schema
            or (mention.group in named and (mention.is_name or mention.is_reference))
        )

    def rename(self, found: Iterable[Iterable[Place]]) -> Clustering:
        """Give the mentions of found clusters the places of the annotated ones that they meet.

        A mention of GUM reaches over all that modifies it. It is met once, by the longest one
        found that holds its head and no word outside it; where one found meets two, the shorter
        counts.
        """
        clusters = [list(places) for places in found]
        free = sorted((start - end, start, end) for places in clusters for start, end in places)
        renamed: dict[Place, Hashable] = {}
        for mention in sorted(self.mentions, key=lambda m: (m.end - m.start, m.start)):
            for size, start, end in free:
                if mention.start <= start <= mention.head < end <= mention.end:
                    renamed[start, end] = _place(mention)
                    free.remove((size, start, end))
                    break
        return [{renamed.get(place, (*place, "found")) for place in one} for one in clusters]


def read_gum_documents(path: Path) -> Iterator[GumDocument]:
    """Read the documents of a CoNLL-U file of GUM."""
    for sentences in read_documents(path):
        yield GumDocument(sentences=tuple(sentences), mentions=tuple(_mentions(sentences)))


def _mentions(sentences: Iterable[Sentence]) -> Iterator[GumMention]:
    shift = 0
    for sentence in sentences:
        for mention in gum_mentions(sentence):
            yield replace(
                mention,
                start=shift + mention.start,
                end=shift + mention.end,
                head=shift + mention.head,
            )
        shift += len(sentence.words)


def _place(mention: GumMention) -> Place:
    return mention.start, mention.end
