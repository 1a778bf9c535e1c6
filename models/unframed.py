"""List how annotated news says what no frame says: examples that the lexicon lacks.

    python -m models.unframed GOLD ARTICLES [--least 5]

Of each fact whose ends stand in one sentence, the shape is the path between them in the
normalised parse, as "PERSON <subj founder poss> ORG". A line tells how many facts of a relation
have a shape and no frame, which share of all pairs of that shape are related so, and the last
sentence of the kind. GOLD and ARTICLES are those of `models.gold_from_corpus`.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, permutations
from pathlib import Path

import networkx as nx

from kg.extract.clauses import Clauses
from kg.extract.readers import FRAMES
from kg.lexicon.ontology import find_ontology, load_ontology
from models.judged import Annotation, Proposed, propose

# A longer path is seldom that of a second sentence.
LONGEST = 6

# A relation and a shape.
Saying = tuple[str, str]


@dataclass(slots=True)
class Shapes:
    """Counts of shapes and, with a relation, of its facts; `unframed` those that no frame finds."""

    seen: Counter[str] = field(default_factory=Counter)
    stated: Counter[Saying] = field(default_factory=Counter)
    unframed: Counter[Saying] = field(default_factory=Counter)
    sentences: dict[Saying, str] = field(default_factory=dict)

    def count(self, proposed: Proposed, annotation: Annotation) -> None:
        """Count the pairs of one article."""
        framed = {
            (found.subject.start, found.relation, found.object.start)
            for group in proposed.groups
            for found in group
            if found.reader == FRAMES
        }
        for clauses in proposed.sentences:
            names = [n for n, a in sorted(clauses.arguments.items()) if a.mention]
            for one, other in permutations(names, 2):
                subject, object_ = clauses.arguments[one], clauses.arguments[other]
                if subject.entity == object_.entity or not (subject.mention and object_.mention):
                    continue
                shape = describe_shape(clauses, one, other)
                if shape is None:
                    continue
                self.seen[shape] += 1
                for relation in annotation.relations(
                    proposed.article, subject.mention, object_.mention
                ):
                    self.stated[relation, shape] += 1
                    if (subject.start, relation, object_.start) not in framed:
                        self.unframed[relation, shape] += 1
                        self.sentences[relation, shape] = clauses.sentence.text.strip()

    def tell(self, least: int) -> Iterator[str]:
        """Yield two lines for each shape of at least so many facts without a frame."""
        for (relation, shape), number in self.unframed.most_common():
            if number < least:
                return
            share = self.stated[relation, shape] / self.seen[shape]
            yield f"{number:5} {share:.2f} {relation}: {shape}"
            yield f"      {self.sentences[relation, shape]}"


def describe_shape(clauses: Clauses, subject: int, object_: int) -> str | None:
    """Describe the shortest path between two nodes; None where it is long, or there is none.

    No other name is on the way.
    """
    others = [n for n in clauses.arguments if clauses.is_name(n) and n not in (subject, object_)]
    graph = nx.Graph(
        (head, child) for head, found in clauses.children.items() for _, child in found
    )
    graph.remove_nodes_from(others)
    try:
        path = nx.shortest_path(graph, subject, object_)
    except (nx.NodeNotFound, nx.NetworkXNoPath):
        return None
    if len(path) > LONGEST + 1:
        return None
    parts = [clauses.arguments[subject].label]
    for one, other in pairwise(path):
        argument = clauses.arguments.get(other)
        word = argument.label if argument else clauses.lemma(other)
        parts.append(f"{_describe_edge(clauses, one, other)} {word}")
    return " ".join(parts)


def _describe_edge(clauses: Clauses, one: int, other: int) -> str:
    down = [label for label, child in clauses.children.get(one, ()) if child == other]
    up = [label for label, child in clauses.children.get(other, ()) if child == one]
    return f"{down[0]}>" if down else f"<{up[0]}"


def main() -> None:
    """Count, and print what occurs most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--least", type=int, default=5, help="facts that a shape must have")
    options = parser.parse_args()
    ontology = load_ontology(find_ontology())
    annotation = Annotation(options.gold, ontology)
    shapes = Shapes()
    for proposed in propose(options.articles, ontology):
        shapes.count(proposed, annotation)
    for line in shapes.tell(options.least):
        print(line)


if __name__ == "__main__":
    main()
