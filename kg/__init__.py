"""News articles in, a knowledge graph out that shows the sentence behind every fact."""

__version__ = "0.1.0"
