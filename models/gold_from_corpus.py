"""Turn annotated passages into articles and gold facts for `kg eval`.

    python -m models.gold_from_corpus FILE FOLDER NAME [--dates TABLE] [--part dev] [--data DATA]

FILE may be a folder of such files, of which --part takes one part; with --data also the passages
of open documents whose marks lie there (`models.standoff`). It reads passages in the inline form
(corpus/README.md) whose first line may give title, date and publisher, and writes
FOLDER/NAME.jsonl and FOLDER/NAME-articles.jsonl.
"""

import argparse
import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.lexicon.values import ValueWords, load_value_words
from kg.schema import Schema, load_schema
from models.corpus import ARTICLE, Fact, Line, Mention, Passage, parse_passages, part_of
from models.examples import even_out_names
from models.gold_values import DatesByHand, ValueReader, read_dates_by_hand
from models.labels import ATTRIBUTION, REFERENCE_LETTER
from models.standoff import read_open_passages

Json = dict[str, object]

CLASS_OF_LETTER = {
    "P": "Person",
    "O": "Organization",
    "L": "Place",
    "W": "CreativeWork",
    "D": "Product",
    "E": "Event",
}
_AWARDED, _ROLE, _FOUNDED = "receivesAward", "hasRole", "founded"
_FOUNDER = re.compile(r"(?:co-?)?founders?", re.IGNORECASE)
_LEAD = "lead"
_ONTOLOGY = Path(__file__).parents[1] / "ontology"


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """An article as `kg build` reads it, its facts, and a count of what was left out."""

    article: Json
    gold: Json
    left_out: Counter[str]


@dataclass(slots=True, kw_only=True)
class _Converter:
    """One passage with its names and values."""

    passage: Passage
    values: ValueReader
    schema: Schema
    left_out: Counter[str] = field(default_factory=Counter)

    def mentions(self, key: int, line: Line | None = None) -> Iterator[tuple[Line, Mention]]:
        """Yield the mentions of a thing; those of `line` first, then the nearest before it."""
        lines = list(self.passage.lines)
        if line is not None:
            at = lines.index(line)
            lines = [*reversed(lines[: at + 1]), *lines[at + 1 :]]
        for other in lines:
            yield from ((other, mention) for mention in other.mentions if mention.key == key)

    def name(self, key: int) -> Json | None:
        """Return the fullest name of a thing and its others; None for a mere description."""
        found = [
            (line.text[mention.start : mention.end], mention.letter)
            for line, mention in self.mentions(key)
            if mention.letter in CLASS_OF_LETTER
        ]
        if not found:
            return None
        texts = list(dict.fromkeys(text for text, _ in found))
        label = max(texts, key=lambda text: (len(text), not text.isupper()))
        named: Json = {"label": label}
        if aliases := [text for text in texts if text != label]:
            named["aliases"] = aliases
        facts = (fact for line in self.passage.lines for fact in line.facts)
        award = any(fact.relation == _AWARDED and fact.object == key for fact in facts)
        named["type"] = "Award" if award else CLASS_OF_LETTER[found[0][1]]
        return named

    def qualifiers(self, fact: Fact, line: Line) -> Json:
        """Return the qualifiers that can be read, and count the others."""
        told: Json = {}
        for key, value in fact.qualifiers:
            if value != _LEAD and key not in self.schema.relations[fact.relation].takes:
                self.left_out[f"{key} that the relation does not take"] += 1
                continue
            read = self._qualifier(key, value, line)
            if not read:
                self.left_out[f"{key} without a value"] += 1
            told |= read
        return told

    def _qualifier(self, key: str, value: str, line: Line) -> Json:
        if value == _LEAD:
            return {_LEAD: True}
        if key == "role":
            return self._wording(int(value), line) if value.isdigit() else {key: value}
        if not value.isdigit():
            return {}
        read = (self.values.read(key, *found) for found in self.mentions(int(value), line))
        return next((told for told in read if told), {})

    def _wording(self, key: int, line: Line) -> Json:
        for other, mention in self.mentions(key, line):
            if mention.letter != REFERENCE_LETTER:
                return {"role": other.text[mention.start : mention.end]}
        return {}

    def facts(self) -> Iterator[Json]:
        """Yield the facts line by line, with the source that their line names."""
        for line in self.passage.lines:
            source = self._source(line)
            for fact in line.facts:
                if fact.relation == ATTRIBUTION:
                    continue
                subject, thing = self.name(fact.subject), self.name(fact.object)
                if subject is None or thing is None:
                    self.left_out["fact about what has no name"] += 1
                    continue
                relation, status = fact.relation, fact.status
                told = self.qualifiers(fact, line)
                if relation == _ROLE and _FOUNDER.fullmatch(str(told.get("role"))):
                    if self._states_founding(fact):
                        self.left_out["role of a founder stated as founding too"] += 1
                        continue
                    # who founded something has founded it for good
                    relation, status = _FOUNDED, "asserted" if status == "former" else status
                    del told["role"]
                row: Json = {"subject": subject, "relation": relation, "object": thing}
                row |= {"qualifiers": told, "status": status, "need": "must"}
                row |= {"evidence": [line.text]}
                yield row | ({"attributedTo": source} if source else {})

    def _states_founding(self, role: Fact) -> bool:
        return any(
            (fact.relation, fact.subject, fact.object) == (_FOUNDED, role.subject, role.object)
            for line in self.passage.lines
            for fact in line.facts
        )

    def _source(self, line: Line) -> str | Json | None:
        reports = [fact for fact in line.facts if fact.relation == ATTRIBUTION]
        if len(reports) == len(line.facts):
            self.left_out["source of a line without a fact"] += len(reports)
            return None
        named = next((self.name(f.object) for f in reports if f.subject == ARTICLE), None)
        if named is None:
            return None
        return named if "aliases" in named else str(named["label"])


def convert_passage(
    passage: Passage, words: ValueWords, by_hand: DatesByHand, schema: Schema
) -> Converted:
    """Turn a passage into an article and its facts; its names are evened out as for training."""
    passage = even_out_names(passage)
    header = dict(part.split(": ", 1) for part in passage.style.split(" | ")[1:])
    date = datetime.date.fromisoformat(header["date"]) if "date" in header else None
    values = ValueReader(article=passage.name, words=words, date=date, by_hand=by_hand)
    converter = _Converter(passage=passage, values=values, schema=schema)
    facts = _join_repeats(converter.facts())
    text = "\n".join(line.text for line in passage.lines)
    return Converted(
        article={"id": passage.name, "text": text, **header},
        gold={"article": passage.name, "facts": facts},
        left_out=converter.left_out,
    )


def _join_repeats(facts: Iterable[Json]) -> list[Json]:
    """Join facts that differ only in their evidence."""
    joined: dict[str, tuple[Json, list[str]]] = {}
    for fact in facts:
        same = json.dumps({key: fact[key] for key in fact if key != "evidence"})
        kept, sentences = joined.setdefault(same, (fact, []))
        found = fact["evidence"]
        sentences += [s for s in found if s not in sentences] if isinstance(found, list) else []
        kept["evidence"] = sentences
    return [fact for fact, _ in joined.values()]


def main() -> int:
    """Convert a file; faulty passages are named and left out, and make it exit with 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("name", help="name of the two files to write")
    parser.add_argument("--dates", type=Path, help="table of dates that a person has read")
    parser.add_argument("--part", choices=("train", "dev", "test"), help="part of the corpus")
    parser.add_argument("--data", type=Path, help="open corpora, where FILE is a folder")
    arguments = parser.parse_args()
    by_hand = read_dates_by_hand(arguments.dates) if arguments.dates else {}
    words = load_value_words(_ONTOLOGY / "values.ttl")
    schema = load_schema(_ONTOLOGY / "schema.ttl")
    sound: list[Passage] = []
    faulty = 0
    whole = arguments.file.is_dir()
    files = sorted(arguments.file.glob("*.txt")) if whole else [arguments.file]
    passages = ((f, *found) for f in files for found in parse_passages(f.read_text("utf-8")))
    for file, passage, faults in passages:
        faulty += len(faults)
        for fault in faults:
            sys.stderr.write(f"{file}:{fault.line}: {fault.reason}\n")
        if not faults:
            sound.append(passage)
    if arguments.data:
        sound += read_open_passages([arguments.file], arguments.data)
    converted = [
        convert_passage(passage, words, by_hand, schema)
        for passage in sound
        if arguments.part in (None, part_of(passage.name))
    ]
    arguments.folder.mkdir(parents=True, exist_ok=True)
    target = arguments.folder / arguments.name
    _write(target.with_name(f"{target.name}.jsonl"), (c.gold for c in converted))
    _write(target.with_name(f"{target.name}-articles.jsonl"), (c.article for c in converted))
    facts = sum(len(c.gold["facts"]) for c in converted if isinstance(c.gold["facts"], list))
    print(f"{len(converted)} articles, {facts} facts; left out:")
    for reason, count in sum((c.left_out for c in converted), Counter()).most_common():
        print(f"  {count} {reason}")
    return int(faulty > 0)


def _write(path: Path, rows: Iterable[Json]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
