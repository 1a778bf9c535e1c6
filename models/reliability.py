"""Count how often each frame is right on annotated news.

    python -m models.reliability GOLD ARTICLES

writes kg/extract/reliability.json. The passages may be those that the model was trained
on: frames are not trained.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from kg.extract.readers import FRAMES
from models.judged import read_judged

COUNTS = Path(__file__).parent.parent / "kg" / "extract" / "reliability.json"


def main() -> None:
    """Count, print the whole, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for _, group, _, is_right in read_judged(options.gold, options.articles):
        for wording in {c.frame for c in group if c.reader == FRAMES}:
            (right if is_right else wrong)[wording] += 1
    rows = {wording: (right[wording], wrong[wording]) for wording in sorted({*right, *wrong})}
    lines = ",\n".join(f"{json.dumps(wording)}: {json.dumps(row)}" for wording, row in rows.items())
    COUNTS.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    total = right.total() + wrong.total()
    print(f"{len(rows)} frames met {total} times, {right.total() / max(1, total):.3f} right")


if __name__ == "__main__":
    main()
