"""Doc -> relation mentions: two readers, one verdict.

clauses     a sentence's parse, normalised
compile     examples of the lexicon -> frames
frames      frames matched on the normalised parse
readers     frames, and the relation head of the model, as candidates
casting     who plays whom
obstacles   what grammar rules out, whatever the readers say
unnamed     what is said of things that have no name
dates       which date is not of a fact
status      asserted, planned, rumoured, denied, former
deaths      what has ended with somebody's life
titles      whose title it is, by its place
qualifiers  amounts, dates, roles that belong to a relation mention
rounds      what another sentence has told of a funding round
attribution who says so
verdict     what is believed
together    what the sentences of an article say together
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from kg.extract.attribution import carry_sources, find_source, find_source_line
from kg.extract.candidates import Candidate, Judged
from kg.extract.casting import find_castings, give_parts
from kg.extract.clauses import Clauses
from kg.extract.compile import check_lexicon, compile_lexicon
from kg.extract.dates import leave_out_aside, leave_out_bound
from kg.extract.deaths import end_with_life
from kg.extract.frames import FrameIndex
from kg.extract.normalise import build_clauses
from kg.extract.obstacles import rule_out
from kg.extract.qualifiers import make_qualifiers, settle_price
from kg.extract.readers import read_with_frames, read_with_head
from kg.extract.reliability import load_reliability
from kg.extract.rounds import find_told_round
from kg.extract.signature import sign_text
from kg.extract.status import is_when_offered, settle_by_date
from kg.extract.titles import keep_to_titles, share_rows
from kg.extract.together import weigh_together
from kg.extract.unnamed import UnnamedThings
from kg.extract.verdict import Rivals, group_candidates, load_verdict
from kg.lexicon.frames import Lexicon
from kg.lexicon.gazetteer import Gazetteer
from kg.schema import Schema

__all__ = ["RelationExtractor", "check_lexicon", "compile_lexicon"]

# How much of the text around a quote goes with it, so that it can be found again.
CONTEXT = 32


def _own_text(doc: Doc, furniture: Iterable[tuple[int, str]]) -> str:
    """Return the text without the furniture of the page, which copies of it do not share."""
    skipped = {start for start, _ in furniture}
    return " ".join(sentence.text for sentence in doc.sents if sentence.start not in skipped)


class RelationExtractor:
    """Find where sentences word a relation between two mentions."""

    def __init__(
        self,
        schema: Schema,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
        frames: FrameIndex,
        *,
        min_confidence: float | None = None,
    ) -> None:
        self._schema = schema
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._frames = frames
        self._unnamed = UnnamedThings(schema, lexicon, frames)
        self._reliability = load_reliability()
        self._verdict = load_verdict(min_confidence)

    def extract_relations(self, doc: Doc) -> ArticleReading:
        """Read one Doc.

        Args:
            doc: Needs lemmas, parse and `user_data` "article" (its header) and "arguments".

        Returns:
            Relation mentions in order of their sentences; rejected candidates likewise.
        """
        header: ArticleHeader = doc.user_data["article"]
        furniture: tuple[tuple[int, str], ...] = doc.user_data.get("furniture", ())
        sentences = self.read_clauses(doc)
        has_head = "relation_scores" in doc.user_data
        groups = self.propose(doc, sentences)
        rivals = Rivals(groups, self._schema)
        verdicts = (self._verdict.judge(g, self._schema, rivals, has_head=has_head) for g in groups)
        judged = weigh_together(
            [*end_with_life(doc, (Judged(*v) for v in verdicts), self._schema, self._lexicon)],
            self._verdict,
            self._schema,
            self._lexicon,
            self._gazetteer.normalise_role,
        )
        source_of = self._find_sources(doc, sentences, judged, furniture)
        text = doc.text  # put together anew at each call
        found: list[RelationMention] = []
        rejected: list[Rejection] = []
        for one in judged:
            for mention in self._make_mentions(one, text, header, source_of(one)):
                if one.reason is None:
                    found.append(mention)
                else:
                    rejected.append(
                        Rejection(found=mention, reason=one.reason, doubtful=one.doubtful)
                    )
        return ArticleReading(
            header=header,
            found=tuple(found),
            rejected=tuple(rejected),
            sentences=sum(1 for _ in doc.sents),
            words=sum(1 for token in doc if not token.is_space and not token.is_punct),
            furniture=len(furniture),
            signature=sign_text(_own_text(doc, furniture)),
        )

    def read_clauses(self, doc: Doc) -> list[Clauses]:
        """Normalise the sentences that name something, in order; not the page furniture."""
        arguments: tuple[Argument, ...] = doc.user_data["arguments"]
        furniture = {start for start, _ in doc.user_data.get("furniture", ())}
        starts = [argument.start for argument in arguments]
        found = []
        for sentence in doc.sents:
            first, end = (bisect_left(starts, at) for at in (sentence.start, sentence.end))
            inside = arguments[first:end]
            if sentence.start not in furniture and any(a.mention for a in inside):
                found.append(build_clauses(sentence, inside, self._lexicon))
        return found

    def propose(self, doc: Doc, sentences: Sequence[Clauses]) -> list[Sequence[Candidate]]:
        """Return what the readers say of each pair and relation, before the verdict."""
        candidates = [
            candidate
            for clauses in sentences
            for candidate in read_with_frames(
                clauses, self._frames, self._reliability, self._lexicon, self._schema
            )
        ]
        candidates += read_with_head(doc, self._schema, self._lexicon)
        is_wide = self._gazetteer.is_wide_place
        castings = find_castings(doc, self._lexicon)
        candidates = rule_out(doc, candidates, castings, self._schema, self._lexicon, is_wide)
        candidates = list(self._unnamed.rule_out(candidates, sentences))
        candidates = keep_to_titles(doc, candidates)
        candidates = give_parts(doc, candidates, castings, self._schema)
        candidates = share_rows(doc, candidates, self._gazetteer.split_roles)
        return list(group_candidates(candidates, self._schema))

    def _find_sources(
        self,
        doc: Doc,
        sentences: Sequence[Clauses],
        judged: Sequence[Judged],
        furniture: Sequence[tuple[int, str]],
    ) -> Callable[[Judged], Mention | None]:
        by_start = {clauses.sentence.start: clauses for clauses in sentences}
        told: dict[int, frozenset[str]] = {}
        for one in judged:
            if one.reason is None or one.doubtful:
                relations = told.get(one.sentence, frozenset())
                told[one.sentence] = relations | {one.best.relation}
        parties = frozenset(number for one in judged for number in one.pair)
        carried = carry_sources(sentences, told, parties, self._lexicon)
        line = find_source_line(doc, furniture)

        def source_of(one: Judged) -> Mention | None:
            clauses = by_start.get(one.sentence)
            ends = one.best.subject, one.best.object
            own = clauses and find_source(clauses, self._lexicon, besides=one.pair, ends=ends)
            return own or carried.get((one.sentence, one.best.relation)) or line

        return source_of

    def _make_mentions(
        self, judged: Judged, text: str, header: ArticleHeader, source: Mention | None
    ) -> Iterator[RelationMention]:
        """Yield one relation mention, or one for each of several roles: "co-founder and CEO"."""
        candidate = judged.best
        subject, object_ = candidate.subject.mention, candidate.object.mention
        if subject is None or object_ is None:
            return
        doc = candidate.sentence.doc
        relation = self._schema.relations[candidate.relation]
        values = {k: v for k, v in candidate.values.items() if k in relation.takes}
        if candidate.status != "former" and not relation.ends:
            values = dict(leave_out_bound(doc, values, self._lexicon.words("until")))
        nouns = self._lexicon.nouns.get(candidate.relation, frozenset())
        if candidate.noun is not None:
            light = self._lexicon.words("light")
            values = dict(leave_out_aside(doc, values, candidate.noun, nouns, light))
        deals = nouns | self._lexicon.words("holding")
        settled = settle_price(doc, values, deals, self._lexicon)
        values = {k: v for k, v in settled.items() if k in relation.takes}
        if "round" in relation.takes and "round" not in values:
            definite = self._lexicon.words("definite")
            told = find_told_round(
                candidate.sentence, candidate.object.entity, nouns=nouns, definite=definite
            )
            values |= {"round": told} if told else {}
        qualifiers = make_qualifiers(
            values,
            lambda argument: doc[argument.start : argument.end].text,
            self._gazetteer.normalise_role,
            lead=candidate.lead and "lead" in relation.takes,
        )
        status = candidate.status or "asserted"
        if not is_when_offered(doc, values.get("date"), self._lexicon):
            status = settle_by_date(status, qualifiers.date, header.date)
        steps = (*candidate.subject.steps, *candidate.object.steps)
        mention = RelationMention(
            subject=subject,
            relation=candidate.relation,
            object=object_,
            evidence=_make_evidence(candidate, text, header, source),
            status=status,
            qualifiers=qualifiers,
            confidence=judged.confidence,
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
            if implied is not None and implied in self._schema.relations:
                # Who is a former founder has founded; when, the date of the post does not tell.
                status = "asserted" if mention.status == "former" else mention.status
                yield replace(mention, relation=implied, qualifiers=Qualifiers(), status=status)
            else:
                role = self._gazetteer.normalise_role(part)
                qualifiers = replace(mention.qualifiers, role=role, role_wording=part)
                yield replace(mention, qualifiers=qualifiers)


def _make_evidence(
    candidate: Candidate, text: str, header: ArticleHeader, source: Mention | None
) -> Evidence:
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
