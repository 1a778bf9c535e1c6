"""What is kept beside a graph, so that nothing is worked out twice that has not changed.

records     what one article says, as JSON
statements  what a merged statement holds, as plain values
store       the file of articles and what each says
layout      where parts stand that follow one another
shelf       records that are read when they are asked for
parts       what was written, found out and merged, from one build for the next
"""

from kg.state.layout import Layout
from kg.state.parts import Parts, PartStore
from kg.state.records import content_key
from kg.state.shelf import Lazy, Shelf
from kg.state.statements import decode_statement, encode_statement
from kg.state.store import ReadingStore, open_store, read_texts

__all__ = [
    "Layout",
    "Lazy",
    "PartStore",
    "Parts",
    "ReadingStore",
    "Shelf",
    "content_key",
    "decode_statement",
    "encode_statement",
    "open_store",
    "read_texts",
]
