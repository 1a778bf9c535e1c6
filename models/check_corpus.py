"""Check annotated passages: `python -m models.check_corpus FILE...`; exits 1 on faults."""

import sys
from collections import Counter
from pathlib import Path

from models.corpus import parse_passages


def main(paths: list[str]) -> int:
    """Print faults and counts of the files."""
    counts: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    faulty = 0
    for path in paths:
        seen: set[str] = set()
        for passage, faults in parse_passages(Path(path).read_text(encoding="utf-8")):
            reasons = [f"{path}:{fault.line}: {fault.reason}" for fault in faults]
            if passage.name in seen:
                reasons.append(f"{path}: passage {passage.name} twice")
            seen.add(passage.name)
            faulty += len(reasons)
            sys.stdout.writelines(f"{reason}\n" for reason in reasons)
            counts["passages"] += 1
            counts["lines"] += len(passage.lines)
            for line in passage.lines:
                counts["mentions"] += len(line.mentions)
                counts["references"] += sum(mention.label == "REF" for mention in line.mentions)
                relations.update(fact.relation for fact in line.facts)
                statuses.update(fact.status for fact in line.facts)
    for table in (counts, relations, statuses):
        sys.stdout.write(f"{dict(table.most_common())}\n")
    sys.stdout.write(f"{faulty} faults\n")
    return int(faulty > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
