"""Doc -> relation mentions: two readers, one verdict.

    clauses     a sentence's parse, normalised
    compile     examples of the lexicon -> frames
    frames      frames matched on the normalised parse
    readers     frames, and the relation head of the model, as candidates
    status      asserted, planned, rumoured, denied, former
    qualifiers  amounts, dates, roles that belong to a relation mention
    attribution who says so
    verdict     what is believed
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kg.datamodel import (
    Argument,
    ArticleHeader,
    ArticleReading,
    Evidence,
    Mention,
    Qualifiers,
    Rejection,
    RelationMention,
    Span,
)
from kg.extract.attribution import find_source
from kg.extract.candidates import Candidate
from kg.extract.clauses import Clauses, build_clauses
from kg.extract.compile import check_lexicon, compile_lexicon
from kg.extract.frames import FrameIndex
from kg.extract.qualifiers import make_qualifiers
from kg.extract.readers import read_with_frames, read_with_head
from kg.extract.verdict import group_candidates, judge
from kg.lexicon.frames import Lexicon
from kg.lexicon.gazetteer import Gazetteer
from kg.schema import Schema

__all__ = ["RelationExtractor", "check_lexicon", "compile_lexicon"]

# How much of the text around a quote goes with it, so that it can be found again.
CONTEXT = 32


class RelationExtractor:
    """Find where sentences word a relation between two mentions."""

    def __init__(
        self, schema: Schema, lexicon: Lexicon, gazetteer: Gazetteer, frames: FrameIndex
    ) -> None:
        self._schema = schema
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._frames = frames

    def extract_relations(self, doc: Doc) -> ArticleReading:
        """Read one Doc.

        Args:
            doc: Needs lemmas, parse and `user_data` "article" (its header) and "arguments".

        Returns:
            Relation mentions in order of their sentences; rejected candidates likewise.
        """
        header: ArticleHeader = doc.user_data["article"]
        found: list[RelationMention] = []
        rejected: list[Rejection] = []
        clauses = {c.sentence.start: c for c in self._read_clauses(doc)}
        candidates = [
            *(
                candidate
                for one in clauses.values()
                for candidate in read_with_frames(one, self._frames, self._lexicon, self._schema)
            ),
            *read_with_head(doc),
        ]
        for group in group_candidates(candidates):
            best, confidence, reason = judge(group, self._schema)
            source = self._find_source(best, clauses.get(best.sentence.start))
            for mention in self._make_mentions(best, confidence, header, source):
                if reason is None:
                    found.append(mention)
                else:
                    rejected.append(Rejection(found=mention, reason=reason))
        return ArticleReading(
            header=header,
            found=tuple(found),
            rejected=tuple(rejected),
            sentences=sum(1 for _ in doc.sents),
            words=sum(1 for token in doc if not token.is_space and not token.is_punct),
            furniture=len(doc.user_data.get("furniture", ())),
        )

    def _read_clauses(self, doc: Doc) -> Iterator[Clauses]:
        arguments: tuple[Argument, ...] = doc.user_data["arguments"]
        for sentence in doc.sents:
            inside = [a for a in arguments if sentence.start <= a.start < sentence.end]
            if sum(1 for a in inside if a.mention is not None) >= 2:
                yield build_clauses(sentence, inside, self._lexicon)

    def _find_source(self, candidate: Candidate, clauses: Clauses | None) -> Mention | None:
        if clauses is None:
            return None
        parties = frozenset({candidate.subject.entity, candidate.object.entity})
        return find_source(clauses, self._lexicon, besides=parties)

    def _make_mentions(
        self, candidate: Candidate, confidence: float, header: ArticleHeader, source: Mention | None
    ) -> Iterator[RelationMention]:
        """Yield one relation mention, or one for each of several roles: "co-founder and CEO"."""
        subject, object_ = candidate.subject.mention, candidate.object.mention
        if subject is None or object_ is None:
            return
        doc = candidate.sentence.doc
        relation = self._schema.relations[candidate.relation]
        qualifiers = make_qualifiers(
            {k: v for k, v in candidate.values.items() if k in relation.takes},
            lambda argument: doc[argument.start : argument.end].text,
            self._gazetteer.normalise_role,
            lead=candidate.lead and "lead" in relation.takes,
        )
        steps = (*candidate.subject.steps, *candidate.object.steps)
        mention = RelationMention(
            subject=subject,
            relation=candidate.relation,
            object=object_,
            evidence=_make_evidence(candidate, header, source),
            status=candidate.status or "asserted",
            qualifiers=qualifiers,
            confidence=confidence,
            reasons=(*candidate.reasons, *steps),
        )
        yield from self._split_roles(mention)

    def _split_roles(self, mention: RelationMention) -> Iterator[RelationMention]:
        wording = mention.qualifiers.role_wording
        if wording is None or "role" not in self._schema.relations[mention.relation].identified_by:
            yield mention
            return
        for part in self._gazetteer.split_roles(wording):
            implied = self._gazetteer.implied_relation(part)
            if implied in self._schema.relations:
                yield replace(mention, relation=implied, qualifiers=Qualifiers(), status="asserted")
            else:
                role = self._gazetteer.normalise_role(part)
                qualifiers = replace(mention.qualifiers, role=role, role_wording=part)
                yield replace(mention, qualifiers=qualifiers)


def _make_evidence(
    candidate: Candidate, header: ArticleHeader, source: Mention | None
) -> Evidence:
    text = candidate.sentence.doc.text
    quote = candidate.sentence.text
    start = candidate.sentence.start_char + len(quote) - len(quote.lstrip())
    quote = quote.strip()
    end = start + len(quote)
    if text[start:end] != quote:
        raise ValueError(f"{header.id}: evidence at {start} is not the article's text")
    return Evidence(
        article=header.id,
        span=Span(start, end),
        quote=quote,
        prefix=text[max(start - CONTEXT, 0) : start],
        suffix=text[end : end + CONTEXT],
        attributed_to=source,
    )
