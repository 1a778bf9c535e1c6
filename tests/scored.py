"""What the relation head says, made by hand."""

from kg.annotate.relations import ScoredRelation


def score_pair(relation, subject, other, score, *, sentence):
    """Make the score of two tokens, of a relation asserted without qualifiers."""
    return ScoredRelation(
        sentence=sentence,
        subject=(subject, subject + 1),
        object=(other, other + 1),
        relation=relation,
        score=score,
        status="asserted",
        qualifiers=(),
        lead=0.0,
    )
