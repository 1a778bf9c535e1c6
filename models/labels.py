"""The label sets of the embedded model, in the order of its outputs."""

NAME_TYPES = ("PERSON", "ORG", "LOC", "WORK", "PRODUCT", "EVENT", "TITLE")
NAME_TAGS = ("O", *(f"{position}-{name}" for name in NAME_TYPES for position in "BI"))
REFERENCE_TAGS = ("O", "B-REF", "I-REF")
UPOS = (
    "ADJ",
    "ADP",
    "ADV",
    "AUX",
    "CCONJ",
    "DET",
    "INTJ",
    "NOUN",
    "NUM",
    "PART",
    "PRON",
    "PROPN",
    "PUNCT",
    "SCONJ",
    "SYM",
    "VERB",
    "X",
)

# Letters of the inline corpus form.
NAME_OF_LETTER = {
    "P": "PERSON",
    "O": "ORG",
    "L": "LOC",
    "W": "WORK",
    "D": "PRODUCT",
    "E": "EVENT",
    "T": "TITLE",
}
VALUE_OF_LETTER = {"M": "MONEY", "%": "PERCENT", "Y": "DATE", "N": "ROUND"}
REFERENCE_LETTER = "R"

RELATIONS = (
    "investsIn",
    "acquires",
    "partnersWith",
    "mergesWith",
    "hasRole",
    "founded",
    "joins",
    "leaves",
    "subsidiaryOf",
    "owns",
    "produces",
    "directs",
    "starsIn",
    "writes",
    "develops",
    "launches",
    "competesWith",
    "sues",
    "headquarteredIn",
    "locatedIn",
    "receivesAward",
)
ATTRIBUTION = "reportedBy"
STATUSES = ("asserted", "planned", "rumoured", "denied", "former")
QUALIFIERS = ("amount", "stake", "round", "date", "role", "valuation")
SYMMETRIC = ("partnersWith", "mergesWith", "competesWith")
# What the relation head scores for each ordered pair of mentions. A qualifier is scored between
# each argument and the value or title.
PAIR_OUTPUTS = (*RELATIONS, "same", "lead", *QUALIFIERS)
QUALIFIERS_OF_LABEL = {
    "MONEY": ("amount", "valuation"),
    "PERCENT": ("stake",),
    "DATE": ("date",),
    "ROUND": ("round",),
    "TITLE": ("role",),
}


def tag_number(name: str, position: str) -> int:
    """Number of a name tag; `position` is B or I."""
    return NAME_TAGS.index(f"{position}-{name}")


def all_allowed() -> int:
    """Bit mask that allows every name tag: the annotation says nothing."""
    return (1 << len(NAME_TAGS)) - 1


def outside(*, titles_known: bool) -> int:
    """Bit mask of a word outside all names; a corpus without titles leaves them open."""
    mask = 1
    if not titles_known:
        mask |= 1 << tag_number("TITLE", "B") | 1 << tag_number("TITLE", "I")
    return mask
