"""The options that all commands of the recipe share."""

import argparse
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Folders, and how long to train."""

    data: Path
    corpus: tuple[Path, ...]
    work: Path
    minutes: float
    start: Path | None
    start_relations: Path | None
    output: Path
    layers: int
    share: float


def read_options(description: str | None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="open corpora")
    parser.add_argument(
        "--corpus", type=Path, nargs="+", default=[HERE / "corpus"], help="annotated passages"
    )
    parser.add_argument("--work", type=Path, required=True, help="prepared data and checkpoints")
    parser.add_argument("--minutes", type=float, default=27.0, help="length of training")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--start-relations", type=Path, help="the same for the relation head")
    parser.add_argument(
        "--output", type=Path, default=HERE.parent / "kg" / "model", help="the model folder"
    )
    parser.add_argument("--layers", type=int, default=1, help="layers of the relation head")
    parser.add_argument("--share", type=float, default=0.5, help="of a mean, of the first")
    found = parser.parse_args()
    return Options(
        data=found.data,
        corpus=tuple(found.corpus),
        work=found.work,
        minutes=found.minutes,
        start=found.start,
        start_relations=found.start_relations,
        output=found.output,
        layers=found.layers,
        share=found.share,
    )
