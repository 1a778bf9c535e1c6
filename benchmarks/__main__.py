"""Run every benchmark and print what it measured."""

from collections.abc import Iterable
from itertools import chain

from benchmarks.keeping import measure_keeping
from benchmarks.memory import measure_memory
from benchmarks.names import measure_names
from benchmarks.page import measure_page
from benchmarks.serving import measure_serving
from benchmarks.speed import measure_speed
from benchmarks.validation import measure_validation


def main() -> None:
    """Print each line as soon as it is measured."""
    lines: Iterable[str] = chain(
        measure_speed(),
        measure_memory(),
        measure_names(),
        measure_validation(),
        measure_keeping(),
        measure_serving(),
        measure_page(),
    )
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
