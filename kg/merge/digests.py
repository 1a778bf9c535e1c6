"""What tells one statement, entity or article from another: a digest of all that is in it.

What is written of equal statements is equal, so that it need not be worked out twice, nor by
the next build.
"""

import hashlib
import marshal
from collections import defaultdict
from typing import Any  # whatever marshal takes

from kg.datamodel import (
    NO_QUALIFIERS,
    ArticleHeader,
    Entity,
    Qualifiers,
    Statement,
    StatementEvidence,
)


def digest(*values: Any) -> str:  # noqa: ANN401
    """Name plain values: numbers, text, and tuples of them; equal values have equal names.

    >>> digest("a", (1, 2)) == digest("a", (1, 2)) != digest("a", 1, 2)
    True
    """
    # The second form of marshal has no references, so that it tells nothing but the values.
    return hashlib.blake2b(marshal.dumps(values, 2), digest_size=16).hexdigest()


class Digests:
    """Digests of the statements of one graph, and of its entities and articles, each made once."""

    def __init__(self) -> None:
        # By the identity of a record; it is held, so that no other can have its place.
        self._known: dict[int, tuple[object, str]] = {}

    def of_statement(self, statement: Statement) -> str:
        """Return the digest of a statement, with its entities and its evidence."""
        known = self._known.get(id(statement))
        return known[1] if known else self._keep(statement, self._digest_statement(statement))

    def of_entity(self, entity: Entity) -> str:
        """Return the digest of an entity."""
        known = self._known.get(id(entity))
        if known:
            return known[1]
        merges = tuple([(m.name, m.into, m.reason, m.score, m.article) for m in entity.merges])
        found = digest(entity.iri, entity.label, entity.type, entity.aliases, merges)
        return self._keep(entity, found)

    def of_header(self, header: ArticleHeader) -> str:
        """Return the digest of what is known of an article, with that of its text."""
        known = self._known.get(id(header))
        if known:
            return known[1]
        date = header.date.isoformat() if header.date else None
        rest = (header.title, header.url, date, header.publisher, header.author)
        return self._keep(header, digest(header.id, header.digest, *rest))

    def by_article(self, statement: Statement) -> tuple[tuple[str, str], ...]:
        """Return of each article that says a statement a digest of what it says."""
        subject, object_ = self.of_entity(statement.subject), self.of_entity(statement.object)
        same = (statement.iri, subject, statement.relation, object_, statement.status)
        evidence: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        for found in statement.evidence:
            evidence[found.evidence.article].append(self._evidence(found))
        return tuple(
            [
                (article, digest(same, _plain(values), sure, tuple(evidence[article])))
                for article, values, sure in statement.by_article
            ]
        )

    def anchors(self, statement: Statement) -> tuple[str, ...]:
        """Return what tells each sentence of a statement, and whom it quotes, from all others."""
        return tuple(
            [
                digest(
                    found.evidence.article,
                    found.evidence.span.start,
                    found.evidence.span.end,
                    found.attributed_to.iri if found.attributed_to else None,
                )
                for found in statement.evidence
            ]
        )

    def _keep(self, record: object, found: str) -> str:
        self._known[id(record)] = record, found
        return found

    def _digest_statement(self, s: Statement) -> str:
        return digest(
            s.iri,
            self.of_entity(s.subject),
            s.relation,
            self.of_entity(s.object),
            s.status,
            _plain(s.qualifiers),
            s.confidence,
            s.sources,
            tuple([(article, _plain(values), sure) for article, values, sure in s.by_article]),
            tuple([self._evidence(found) for found in s.evidence]),
        )

    def _evidence(self, found: StatementEvidence) -> tuple[object, ...]:
        evidence, source = found.evidence, found.attributed_to
        return (
            evidence.article,
            evidence.span.start,
            evidence.span.end,
            evidence.quote,
            evidence.prefix,
            evidence.suffix,
            self.of_entity(source) if source else None,
            tuple([(span.start, span.end) for span in found.mentions]),
            found.confidence,
            found.reasons,
        )


def _plain(qualifiers: Qualifiers) -> str:
    return "" if qualifiers is NO_QUALIFIERS or qualifiers == NO_QUALIFIERS else repr(qualifiers)
