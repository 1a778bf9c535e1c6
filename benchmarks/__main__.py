"""Run every benchmark and print what it measured."""

from benchmarks.speed import measure_speed


def main() -> None:
    """Print each line as soon as it is measured."""
    for line in measure_speed():
        print(line, flush=True)


if __name__ == "__main__":
    main()
