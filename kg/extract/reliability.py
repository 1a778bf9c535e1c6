"""How often each frame was right on annotated news.

reliability.json counts, for the wording of each frame, how often it was right and how
often wrong where `models/reliability.py` ran it over the annotated corpus. A frame seldom
met is held to be about as good as frames of its sort are on the whole.
"""

import json
from collections.abc import Mapping
from importlib.resources import files

from kg.extract.frames import Frame, is_bare

# The share of right ones among all frames with a word of their own, and among those without.
TRIGGERED, BARE = 0.7, 0.4
# How many sightings the share above counts for.
PRIOR = 4.0


class Reliability:
    """Counts of (right, wrong) by the wording of a frame."""

    def __init__(self, counts: Mapping[str, tuple[int, int]]) -> None:
        self._counts = counts

    def of(self, frame: Frame) -> float:
        """Return the share of right ones to expect of a frame, in (0, 1)."""
        right, wrong = self._counts.get(frame.wording, (0, 0))
        expected = BARE if is_bare(frame) else TRIGGERED
        return (right + PRIOR * expected) / (right + wrong + PRIOR)


def load_reliability() -> Reliability:
    """Load the counts that ship with the program."""
    text = files("kg.extract").joinpath("reliability.json").read_text(encoding="utf-8")
    return Reliability(
        {wording: (right, wrong) for wording, (right, wrong) in json.loads(text).items()}
    )
