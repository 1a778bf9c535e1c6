"""What is kept beside a graph, so that an article is read only once.

records  what one article says, as JSON
store    the file that holds articles and their readings
"""

from kg.state.records import content_key
from kg.state.store import ReadingStore, open_store, read_texts

__all__ = ["ReadingStore", "content_key", "open_store", "read_texts"]
