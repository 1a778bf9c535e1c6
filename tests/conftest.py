"""What several test modules need: Docs annotated by hand, the shipped ontology, a build."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from hypothesis import settings as hypothesis_settings
from scored import score_pair
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.annotate.items import OUTSIDE, Items
from kg.annotate.relations import RELATION_SCORES
from kg.build import Settings, build_graph
from kg.datamodel import (
    Argument,
    ArticleHeader,
    Entity,
    Evidence,
    Mention,
    Qualifiers,
    RelationMention,
    Span,
)
from kg.extract import compile_lexicon
from kg.extract.normalise import build_clauses
from kg.extract.readers import read_with_head
from kg.lexicon.frames import parse_example
from kg.lexicon.ontology import find_ontology, load_ontology

# The same examples in every run; a slow machine is no failure.
hypothesis_settings.register_profile("newskg", derandomize=True, deadline=None)
hypothesis_settings.load_profile("newskg")

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
CHROMIUM = Path("/usr/bin/chromium")
TYPES = {
    "ORG": "Organization",
    "PERSON": "Person",
    "LOC": "Place",
    "WORK": "CreativeWork",
    "PRODUCT": "Product",
    "EVENT": "Event",
}
VALUES = frozenset({"MONEY", "PERCENT", "DATE", "ROUND", "TITLE"})
_GLUED_LEFT = frozenset({",", ".", "?", "!", "'s", "n't", ")", "-", "%", "’s", "”"})
_GLUED_RIGHT = frozenset({"(", "-", "$", "“"})


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """Compile the frames once for all tests, and leave the user's cache alone."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


# --- the shipped ontology ----------------------------------------------------------


@pytest.fixture(scope="session")
def ontology():
    return load_ontology(find_ontology())


@pytest.fixture(scope="session")
def schema(ontology):
    return ontology.schema


@pytest.fixture(scope="session")
def lexicon(ontology):
    return ontology.lexicon


@pytest.fixture(scope="session")
def gazetteer(ontology):
    return ontology.gazetteer


# --- Docs annotated by hand --------------------------------------------------------


LINE_BREAK = "⏎"


@pytest.fixture(scope="session")
def make_doc():
    """Make a Doc of tokens `text[=lemma]/POS/head/dep[/label]`, one sentence a line.

    `head` counts from 1 within its sentence, 0 is the root; a label begins a name or a
    value, "+" goes on with it; "⏎" is a line break. `values` gives the value of a text,
    `types` the class of a name. Equal names are one entity.
    """
    vocab = spacy.blank("en").vocab

    def make(rows, *, values=None, types=None, article="a"):
        sentences = [line.split() for line in rows.strip().splitlines()]
        cells, heads = [], []
        for sentence in sentences:
            first = len(cells)
            for number, token in enumerate(sentence):
                parts = token.split("/")
                cells.append(parts)
                heads.append(first + (int(parts[2]) or number + 1) - 1)
        words = [parts[0].partition("=")[0].replace(LINE_BREAK, "\n") for parts in cells]
        doc = Doc(
            vocab,
            words=words,
            spaces=_spaces(words),
            pos=[parts[1] for parts in cells],
            lemmas=[p[0].partition("=")[2] or p[0].partition("=")[0] for p in cells],
            heads=heads,
            deps=[_root(parts[3]) for parts in cells],
            sent_starts=[n == 0 for sentence in sentences for n in range(len(sentence))],
        )
        labels = [parts[4] if len(parts) > 4 else "" for parts in cells]
        spans = list(_spans(doc, labels))
        doc.set_ents(
            [span for span in spans if span.label_ not in VALUES or span.label_ == "TITLE"]
        )
        doc.user_data["article"] = ArticleHeader(id=article, path=f"{article}.txt", digest="0" * 64)
        doc.user_data["items"] = Items([OUTSIDE] * len(doc))
        doc.user_data["arguments"] = tuple(_arguments(spans, values or {}, types or {}, article))
        return doc

    return make


def _root(dep):
    return "ROOT" if dep == "root" else dep


def _spaces(words):
    following = [*words[1:], "."]
    return [
        word not in _GLUED_RIGHT and after not in _GLUED_LEFT
        for word, after in zip(words, following, strict=True)
    ]


def _spans(doc, labels):
    start = 0
    while start < len(labels):
        end = start + 1
        while end < len(labels) and labels[end] == "+":
            end += 1
        if labels[start]:
            yield SpacySpan(doc, start, end, label=labels[start])
        start = end


def _arguments(spans, values, types, article):
    numbers = {}
    for span in spans:
        mention, entity = None, -1
        if span.label_ not in VALUES:
            entity = numbers.setdefault(span.text, len(numbers))
            kind = types.get(span.text, TYPES[span.label_])
            mention = Mention(
                article=article,
                span=Span(span.start_char, span.end_char),
                text=span.text,
                name=span.text,
                types=((kind, 1.0),),
            )
        yield Argument(
            start=span.start,
            end=span.end,
            label=span.label_,
            mention=mention,
            value=values.get(span.text),
            entity=entity,
        )


@pytest.fixture(scope="session")
def clauses_of(make_doc, lexicon):
    """Normalise the parse of one sentence given as `make_doc` takes it."""

    def build(rows, **options):
        doc = make_doc(rows, **options)
        return build_clauses(doc[:], doc.user_data["arguments"], lexicon)

    return build


@pytest.fixture(scope="session")
def read_pair(make_doc, schema, lexicon):
    """Read the one pair of a Doc that the relation head is made to score.

    `ends` are words of it, the first two names unless given; a qualifier is its key, its word
    and its score. `sentence` says which tokens are read, all unless given.
    """

    def read(rows, relation, *, ends=None, qualifiers=(), values=None, sentence=None):
        doc = make_doc(rows, values=values)
        places = {token.text: token.i for token in doc}
        subject, object_ = (places[w] for w in ends or [ent.text for ent in doc.ents[:2]])
        scored = score_pair(relation, subject, object_, 0.9, sentence=sentence or (0, len(doc)))
        found = tuple((key, (places[w], places[w] + 1), s) for key, w, s in qualifiers)
        doc.user_data[RELATION_SCORES] = (replace(scored, qualifiers=found),)
        (candidate,) = read_with_head(doc, schema, lexicon)
        return candidate

    return read


class HandParser:
    """Stands where a pipeline would: parses the sentences that it was given, no others."""

    pipe_names = ()

    def __init__(self, docs):
        self._docs = {doc.text: doc for doc in docs}

    def pipe(self, pairs, *, as_tuples, disable=()):
        for text, context in pairs:
            yield self._docs[text], context


@pytest.fixture(scope="session")
def compile_frames(make_doc, lexicon):
    """Compile {relation: [(wording, rows)]}; return the frames, the faults, lexicon and parser."""

    def compile_all(wordings):
        docs, examples = [], []
        for relation, pairs in wordings.items():
            for wording, rows in pairs:
                docs.append(make_doc(rows))
                example = parse_example(wording, frame="test", relation=relation)
                assert example.text == docs[-1].text
                examples.append(example)
        own, parser = replace(lexicon, examples=tuple(examples)), HandParser(docs)
        frames, faults = compile_lexicon(own, parser)
        return frames, faults, own, parser

    return compile_all


# --- records -----------------------------------------------------------------------


@pytest.fixture(scope="session")
def make_mention():
    def make(name, kind="Organization", *, article="a", start=0, aliases=(), types=None):
        return Mention(
            article=article,
            span=Span(start, start + len(name)),
            text=name,
            name=name,
            aliases=aliases,
            types=types if types is not None else ((kind, 1.0),),
        )

    return make


@pytest.fixture(scope="session")
def make_found(make_mention):
    """Make a relation mention of `subject relation object` in one sentence of an article."""

    def make(fact, *, article="a", start=0, by=None, kinds=None, quote=None, **more):
        names = fact.split(" ")
        subject, object_ = (
            make_mention(
                name.replace("_", " "), (kinds or {}).get(name, "Organization"), article=article
            )
            for name in (names[0], names[2])
        )
        quote = quote or fact
        own = {key: more.pop(key) for key in ("status", "confidence", "reasons") if key in more}
        return RelationMention(
            subject=subject,
            relation=names[1],
            object=object_,
            evidence=Evidence(
                article=article,
                span=Span(start, start + len(quote)),
                quote=quote,
                attributed_to=make_mention(by, article=article) if by else None,
            ),
            qualifiers=Qualifiers(**more),
            **own,
        )

    return make


@pytest.fixture(scope="session")
def entity_of():
    """Return the entity of a mention: the one of its name."""

    def entity(mention):
        return Entity(
            iri=f"https://newskg.example/id/entity/{mention.name.lower().replace(' ', '-')}",
            label=mention.name,
            type=mention.types[0][0],
        )

    return entity


# --- the whole program -------------------------------------------------------------


@pytest.fixture(scope="session")
def build():
    """Build a graph from paths, without a page, with the embedded model."""

    def run(paths, out, *, ontology=None):
        return build_graph(paths, out, Settings(ontology=ontology or find_ontology()))

    return run


@pytest.fixture(scope="session")
def read_rows():
    """Read the statements that a build left in a folder."""

    def read(out):
        lines = (out / "statements.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    return read


@pytest.fixture(scope="session")
def run_kg():
    """Run the command line in a process of its own, as a user does."""
    code = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"

    def run(*arguments, cwd=ROOT, env=None):
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "COLUMNS": "200", **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return run


# --- a browser ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium():
    """Start Debian's Chromium; two at one time are one too many for playwright."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: `apt-get install chromium`, or `-m 'not browser'`")
    with sync_playwright() as running:
        found = running.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield found
        found.close()


@pytest.fixture
def open_html(chromium, tmp_path):
    """Open a page of the viewer; at the end nothing may have gone wrong or been asked for."""
    faults, contexts = [], []

    def open_html(text, *, width=1400, height=860, scheme="light", fragment="", **options):
        path = tmp_path / "graph.html"
        path.write_text(text, encoding="utf-8")
        own = (path.as_uri(), "data:,", "blob:")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on("request", lambda r: r.url.startswith(own) or faults.append(r.url))
        page.goto(path.as_uri() + fragment)
        return page

    yield open_html
    for context in contexts:
        context.pages[0].wait_for_timeout(100)
        context.close()
    assert faults == []
