"""What tells one statement, entity or article from another: a digest of all that is in it.

What is written of equal statements is equal, so that it need not be worked out twice, nor by
the next build.
"""

import hashlib
import marshal
from collections import defaultdict
from typing import Any  # whatever marshal takes

from kg.datamodel import ArticleHeader, Entity, Statement
from kg.state import encode_statement


def digest(*values: Any) -> bytes:  # noqa: ANN401
    """Name plain values: numbers, text, and what holds them; equal values have equal names.

    >>> digest("a", (1, 2)) == digest("a", (1, 2)) != digest("a", 1, 2)
    True
    """
    # The second form of marshal has no references, so that it tells nothing but the values.
    return hashlib.blake2b(marshal.dumps(values, 2), digest_size=16).digest()


class Digests:
    """Digests of the statements of one graph, and, made once, of its entities and articles."""

    def __init__(self) -> None:
        # By the identity of a record; it is held, so that no other can have its place.
        self._known: dict[int, tuple[object, bytes]] = {}

    def of_statement(self, statement: Statement) -> bytes:
        """Return the digest of a statement, with its entities and its evidence."""
        return digest(encode_statement(statement, self.of_entity))

    def of_entity(self, entity: Entity) -> bytes:
        """Return the digest of an entity."""
        known = self._known.get(id(entity))
        if known:
            return known[1]
        merges = tuple([(m.name, m.into, m.reason, m.score, m.article) for m in entity.merges])
        found = digest(entity.iri, entity.label, entity.type, entity.aliases, merges)
        return self._keep(entity, found)

    def of_header(self, header: ArticleHeader) -> bytes:
        """Return the digest of what is known of an article, with that of its text."""
        known = self._known.get(id(header))
        if known:
            return known[1]
        date = header.date.isoformat() if header.date else None
        rest = (header.title, header.url, date, header.publisher, header.author)
        return self._keep(header, digest(header.id, header.digest, *rest))

    def by_article(self, statement: Statement) -> tuple[tuple[str, bytes], ...]:
        """Return of each article that says a statement a digest of what it says."""
        whole = encode_statement(statement, self.of_entity)
        iri, subject, relation, object_, status, *_, by_article, found = whole
        evidence: dict[str, list[object]] = defaultdict(list)
        for sentence in found:
            evidence[sentence[0]].append(sentence)
        same = (iri, subject, relation, object_, status)
        return tuple(
            [
                (article, digest(same, values, sure, evidence[article]))
                for article, values, sure in by_article
            ]
        )

    def _keep(self, record: object, found: bytes) -> bytes:
        self._known[id(record)] = record, found
        return found
