"""What is kept beside a graph, so that nothing is worked out twice that has not changed.

records  what one article says, as JSON
store    the file that holds articles and their readings
parts    what was written of them, so that it is written again without being made again
"""

from kg.state.parts import PartStore, Verdict
from kg.state.records import content_key
from kg.state.store import ReadingStore, open_store, read_texts

__all__ = ["PartStore", "ReadingStore", "Verdict", "content_key", "open_store", "read_texts"]
