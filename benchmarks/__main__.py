"""Run every benchmark and print what it measured."""

from itertools import chain

from benchmarks.speed import measure_speed
from benchmarks.validation import measure_validation


def main() -> None:
    """Print each line as soon as it is measured."""
    for line in chain(measure_speed(), measure_validation()):
        print(line, flush=True)


if __name__ == "__main__":
    main()
