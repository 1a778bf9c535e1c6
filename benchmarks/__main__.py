"""Run every benchmark and print what it measured."""

from collections.abc import Iterable
from itertools import chain

from benchmarks.memory import measure_memory
from benchmarks.serving import measure_serving
from benchmarks.speed import measure_speed


def main() -> None:
    """Print each line as soon as it is measured."""
    lines: Iterable[str] = chain(measure_speed(), measure_memory(), measure_serving())
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
