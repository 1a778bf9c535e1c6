"""What a reader proposes, and what the verdict says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg.datamodel import Argument, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A relation that one reader sees in a sentence.

    Attributes:
        status: None where the sentence states nothing (a question, a condition).
        hearsay: Whether a word beside the verb says that it is only said so ("reportedly").
        before_denial: Whether the sentence denies what comes next, and only that.
        denying: Whether any word of the sentence may deny it; a reader that has not looked says so.
        score: The reader's own, in [0, 1].
        frame: The wording of the frame that fits, for the frames reader.
        noun: What tells it where no verb does.
        values: Qualifier -> the value that belongs to it.
        near: Qualifier -> a value that stands near and may belong to it.
    """

    reader: str
    subject: Argument
    relation: str
    object: Argument
    sentence: SpacySpan
    status: Status | None
    score: float
    values: Mapping[str, Argument] = field(default_factory=dict)
    near: Mapping[str, Argument] = field(default_factory=dict)
    lead: bool = False
    hearsay: bool = False
    before_denial: bool = False
    denying: bool = True
    frame: str = ""
    noun: Token | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What the verdict says of one pair and relation in one sentence."""

    best: Candidate
    confidence: float
    reason: str | None
    doubtful: bool = False

    @property
    def sentence(self) -> int:
        """Return the first token of its sentence."""
        return self.best.sentence.start

    @property
    def ends(self) -> tuple[int, int]:
        """Return the numbers of subject and object."""
        return self.best.subject.entity, self.best.object.entity

    @property
    def pair(self) -> frozenset[int]:
        """Return the same without their order."""
        return frozenset({self.best.subject.entity, self.best.object.entity})


def without(values: Mapping[str, Argument], key: str) -> dict[str, Argument]:
    """Return the values but for one."""
    return {name: value for name, value in values.items() if name != key}
