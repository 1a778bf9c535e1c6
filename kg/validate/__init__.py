"""What is wrong with statements: sources that contradict each other, and nodes out of shape."""

from kg.validate.conflicts import find_disagreements

__all__ = ["find_disagreements"]
