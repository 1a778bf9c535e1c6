"""What must hold of a graph that can be followed back to its sources."""

import hashlib
from collections.abc import Iterator

from rdflib import DCTERMS, PROV, RDF, RDFS

from kg.trace.files import GraphFiles
from kg.trace.graph import Triples
from kg.vocab import ID, INFERRED, KG, OA, article_iri, shorten

# A check yields for each thing that it looks at what is wrong with it, or None.
Check = Iterator[str | None]


def check_articles(files: GraphFiles) -> Check:
    """Check that the text of each article is kept, as its digest names it."""
    merged = files.merged
    runs = merged.of_type(KG.Run)
    used = {article for run in runs for article in merged.all(run, PROV.used)}
    if not files.texts and merged.of_type(KG.Article):
        yield "no text of an article is kept, so that no quote was checked; run `kg build` again"
    for article in merged.of_type(KG.Article):
        digest, name = merged.one(article, KG.digest), shorten(article)
        graph = files.graphs.get(article)
        if not files.texts:
            yield None
        elif digest not in files.texts:
            yield f"{name}: its text is not kept; run `kg build` again"
        elif hashlib.sha256(files.texts[digest].encode()).hexdigest() != digest:
            yield f"{name}: the text that is kept is not the one that its digest names"
        elif article not in used:
            yield f"{name}: no run tells that it was read"
        elif graph is None or graph.one(article, KG.digest) != digest:
            yield f"{name}: its named graph does not tell its digest"
        elif str(article_iri(merged.one(article, DCTERMS.identifier))) != article:
            yield f"{name}: is not named by its identifier"
        else:
            yield None
    known = {*merged.of_type(KG.Article), str(INFERRED)}
    for other in sorted(files.graphs.keys() - known):
        yield f"{shorten(other)}: is a named graph of no article"


def check_runs(files: GraphFiles) -> Check:
    """Check that the graph tells what produced it."""
    merged = files.merged
    runs = merged.of_type(KG.Run)
    if not runs:
        yield "no run: the graph does not tell what produced it"
    for run in runs:
        wanted = (KG.version, KG.modelDigest, KG.ontologyDigest, PROV.wasAssociatedWith)
        missing = [shorten(p) for p in wanted if not merged.one(run, p)]
        yield f"{shorten(run)}: does not tell {', '.join(missing)}" if missing else None


def check_statements(files: GraphFiles) -> Check:
    """Check that each statement is whole, rests on evidence, and is plain where it is asserted."""
    merged = files.merged
    for node in merged.of_type(KG.Statement):
        parts = (RDF.subject, RDF.predicate, RDF.object, KG.status, KG.confidence, KG.sources)
        missing = [shorten(p) for p in parts if not merged.one(node, p)]
        subject, relation, value = (merged.one(node, p) for p in parts[:3])
        evidence = merged.all(node, PROV.wasDerivedFrom)
        name = shorten(node)
        if missing:
            yield f"{name}: has not one {', '.join(missing)}"
        elif not evidence:
            yield f"{name}: rests on no evidence"
        elif not all(str(KG.Evidence) in merged.all(e, RDF.type) for e in evidence):
            yield f"{name}: rests on evidence that is not there"
        elif merged.one(node, KG.status) == str(KG.asserted) and value not in merged.all(
            subject, relation
        ):
            yield f"{name}: is asserted, and has no plain triple"
        else:
            yield None


def check_plain(files: GraphFiles) -> Check:
    """Check that no plain triple stands without a statement that asserts it."""
    merged = files.merged
    said = {
        (merged.one(n, RDF.subject), merged.one(n, RDF.predicate), merged.one(n, RDF.object))
        for n in merged.of_type(KG.Statement)
        if merged.one(n, KG.status) == str(KG.asserted)
    }
    entities = str(ID["entity/"])
    for triple in merged.items():
        if triple[0].startswith(entities) and triple[2].startswith(entities):
            words = " ".join(map(shorten, triple))
            yield None if triple in said else f"{words}: no statement asserts it"


def check_ties(files: GraphFiles) -> Check:
    """Check what statements say of each other: each is there, and has what it is ranked for."""
    merged = files.merged
    statements = set(merged.of_type(KG.Statement))
    for node in sorted(statements):
        disputed = merged.all(node, KG.disagreesWith)
        name, rank = shorten(node), merged.one(node, KG.rank)
        if not statements.issuperset([*disputed, *merged.all(node, KG.followedBy)]):
            yield f"{name}: is tied to a statement that is not there"
        elif not all(node in merged.all(other, KG.disagreesWith) for other in disputed):
            yield f"{name}: disagrees with a statement that does not disagree with it"
        elif rank not in (str(KG.preferred), str(KG.normal)):
            yield f"{name}: has not one rank"
        elif rank == str(KG.preferred) and not disputed:
            yield f"{name}: is preferred, and disagrees with none"
        else:
            yield None


def check_inferred(files: GraphFiles) -> Check:
    """Check that what is inferred is about entities of the graph, and is not stated as well."""
    merged, graph = files.merged, files.graphs.get(str(INFERRED), Triples())
    entities = str(ID["entity/"])
    for triple in graph.items():
        subject, predicate, value = triple
        words = " ".join(map(shorten, triple))
        ends = [end for end in (subject, value) if end.startswith(entities)]
        if subject == str(INFERRED):
            continue
        if not ends or not all(merged.all(end, RDF.type) for end in ends):
            yield f"{words}: is inferred about what is not in the graph"
        elif value in merged.all(subject, predicate):
            yield f"{words}: is inferred, and stated"
        else:
            yield None


def check_evidence(files: GraphFiles) -> Check:
    """Check that each quote stands in its article, and that a statement rests on it."""
    merged = files.merged
    used = {
        e for node in merged.of_type(KG.Statement) for e in merged.all(node, PROV.wasDerivedFrom)
    }
    for node in merged.of_type(KG.Evidence):
        name, article = shorten(node), merged.one(node, OA.hasSource)
        text = files.texts.get(merged.one(article, KG.digest))
        if node not in used:
            yield f"{name}: no statement rests on it"
        elif str(KG.Article) not in merged.all(article, RDF.type):
            yield f"{name}: its article is not in the graph"
        elif text is not None and (fault := _find_misquote(merged, node, text)):
            yield f"{name}: {fault} {shorten(article)}"
        elif not files.graphs.get(article, Triples()).all(node, OA.hasSource):
            yield f"{name}: is not in the named graph of its article"
        else:
            yield None


def _find_misquote(merged: Triples, node: str, text: str) -> str:
    quotes, starts, ends = (
        [(s, value) for s in merged.all(node, OA.hasSelector) for value in merged.all(s, p)]
        for p in (OA.exact, OA.start, OA.end)
    )
    if not len(quotes) == len(starts) == len(ends) == 1:
        return "has not one quote, start and end in"
    (selector, quote), (_, first), (_, last) = quotes[0], starts[0], ends[0]
    start, end = int(first), int(last)
    if text[start:end] != quote:
        return f"its quote does not stand at {start} to {end} of"
    prefix, suffix = merged.one(selector, OA.prefix), merged.one(selector, OA.suffix)
    if not text[:start].endswith(prefix) or not text[end:].startswith(suffix):
        return "its quote is not preceded and followed as it tells in"
    return ""


def check_entities(files: GraphFiles) -> Check:
    """Check that each entity takes part in a statement, and each that does is described."""
    merged = files.merged
    used = {
        value
        for node in (*merged.of_type(KG.Statement), *merged.of_type(KG.Evidence))
        for predicate in (RDF.subject, RDF.object, KG.attributedTo)
        for value in merged.all(node, predicate)
    }
    prefix = str(ID["entity/"])
    known = {node for node, _, _ in merged.items() if node.startswith(prefix)}
    for node in sorted(known | used):
        if node not in used:
            yield f"{shorten(node)}: takes part in no statement"
        elif not merged.one(node, RDFS.label) or not merged.one(node, RDF.type):
            yield f"{shorten(node)}: has not one type and one label"
        else:
            yield None
