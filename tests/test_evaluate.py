import json
from pathlib import Path

import pytest

from kg.errors import InputError, OutputError
from kg.evaluate import (
    Rules,
    check_floors,
    evaluate_graph,
    gold_digest,
    read_floors,
    render_evaluation,
)
from kg.evaluate.facts import Name
from kg.evaluate.names import agree, make_surroundings
from kg.schema import load_schema

ROOT = Path(__file__).parents[1]
NEWS = ROOT / "tests" / "gold" / "news"
ROLES = {"chief executive": "CEO", "ceo": "CEO"}
PLAIN = make_surroundings()
AROUND = make_surroundings(before=["Dr", "Dr."], after=["Inc", "Inc.", "S.p.A.", "Co.", "Ltd."])


@pytest.fixture(scope="module")
def schema():
    return load_schema(ROOT / "ontology" / "schema.ttl")


def gold(subject, relation, thing, status="asserted", *, need="must", by=None, **qualifiers):
    fact = {"subject": named(subject), "relation": relation, "object": named(thing)}
    fact |= {"status": status, "need": need, "qualifiers": qualifiers, "evidence": ["..."]}
    return fact | ({"attributedTo": by} if by else {})


def stated(subject, relation, thing, status="asserted", *, of=("a",), by=None, **qualifiers):
    fact = {"subject": named(subject), "relation": relation, "object": named(thing)}
    fact |= {"id": "s", "status": status, "qualifiers": qualifiers}
    quote = {"start": 0, "end": 4, "quote": "Said so.", "attributedTo": by}
    return fact | {"evidence": [quote | {"article": article} for article in of]}


def named(names):
    label, *aliases = names.split("/")
    return {"label": label, "aliases": aliases, "type": "Organization"}


@pytest.fixture(scope="module")
def plain_rules(schema):
    return Rules(schema=schema, around=PLAIN, normalise_role=str.casefold)


@pytest.fixture
def evaluate(tmp_path, schema):
    def run(facts, statements, *, schema=schema, around=PLAIN, **roles):
        articles = facts if isinstance(facts, dict) else {"a": facts}
        rows = [{"article": article, "facts": found} for article, found in articles.items()]
        write_lines(tmp_path / "gold.jsonl", rows)
        write_lines(tmp_path / "statements.jsonl", statements)
        rules = Rules(schema=schema, around=around, **{"normalise_role": str.casefold} | roles)
        return evaluate_graph(tmp_path / "gold.jsonl", tmp_path, rules)

    return run


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def counts(score):
    return score.right, score.stated, score.found, score.wanted


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("Globex", "GLOBEX", True, id="case"),
        pytest.param("The Ledger", "Ledger", True, id="article"),
        pytest.param("Novahelix, Inc.", "Novahelix", True, id="legal form"),
        pytest.param("Shokai Co., Ltd.", "Shokai", True, id="two legal forms"),
        pytest.param("Tecnoflusso S.p.A.", "Tecnoflusso", True, id="legal form with dots"),
        pytest.param("Dr. Ada Lund", "Ada Lund", True, id="honorific"),
        pytest.param("Acme\u2019s", "Acme", True, id="possessive"),
        pytest.param("Pargeter's", "Pargeter\u2019s", True, id="apostrophes"),
        pytest.param("Café Noir", "Cafe Noir", True, id="accent"),
        pytest.param("“Backrooms,”", "Backrooms", True, id="quotes"),
        pytest.param("Google DeepMind/DeepMind", "DeepMind", True, id="alias on one side"),
        pytest.param("Ada Lund/Lund", "A. Lund/Lund", True, id="alias on both sides"),
        pytest.param("Google DeepMind", "Google", False, id="part of the name"),
        pytest.param("Lund", "Ada Lund", False, id="surname alone"),
        pytest.param("Inc.", "Ltd.", False, id="nothing but a legal form"),
        pytest.param("The", "Acme", False, id="nothing but an article"),
    ],
)
def test_agree_compares_whole_names(one, other, expected):
    names = [Name(label=n.split("/")[0], aliases=tuple(n.split("/")[1:])) for n in (one, other)]
    assert agree(*names, AROUND) is expected


@pytest.mark.parametrize(
    ("facts", "statements", "expected"),
    [
        pytest.param(
            [gold("A", "owns", "B")], [stated("A", "owns", "B")], (1, 1, 1, 1), id="found"
        ),
        pytest.param([gold("A", "owns", "B")], [], (0, 0, 0, 1), id="missed"),
        pytest.param(
            [gold("A", "owns", "B")], [stated("B", "owns", "A")], (0, 1, 0, 1), id="crossed"
        ),
        pytest.param(
            [gold("A", "partnersWith", "B")],
            [stated("B", "partnersWith", "A")],
            (1, 1, 1, 1),
            id="symmetric relation the other way round",
        ),
        pytest.param(
            [gold("A", "owns", "B")], [stated("A", "acquires", "B")], (0, 1, 0, 1), id="relation"
        ),
        pytest.param(
            [gold("A", "owns", "B", need="may")], [], (0, 0, 0, 0), id="may be missed at no loss"
        ),
        pytest.param(
            [gold("A", "owns", "B", need="may")],
            [stated("A", "owns", "B")],
            (1, 1, 0, 0),
            id="may be found and is right",
        ),
        pytest.param([], [stated("A", "owns", "B")], (0, 1, 0, 0), id="article without facts"),
        pytest.param([], [stated("A", "owns", "B", of=["z"])], (0, 0, 0, 0), id="another article"),
        pytest.param(
            [gold("A", "sues", "B"), gold("A", "sues", "B", date="2025")],
            [stated("A", "sues", "B")],
            (1, 1, 1, 1),
            id="mentions of one fact count once",
        ),
        pytest.param(
            [gold("A", "sues", "B", "former"), gold("A", "sues", "B")],
            [stated("A", "sues", "B"), stated("A", "sues", "B", "former")],
            (2, 2, 2, 2),
            id="two statuses are two facts",
        ),
        pytest.param(
            [gold("A", "owns", "B")],
            [stated("A", "owns", "B", "planned")],
            (1, 1, 1, 1),
            id="another status is still found",
        ),
        pytest.param(
            [gold("A", "owns", "B")],
            [stated("A", "owns", "B"), stated("A", "owns", "B", stake=5)],
            (1, 1, 1, 1),
            id="a repeat does not count",
        ),
        pytest.param(
            [gold("A", "owns", "B")],
            [stated("A", "owns", "B", "denied"), stated("A", "owns", "B")],
            (1, 2, 1, 1),
            id="a repeat that contradicts is wrong",
        ),
        pytest.param(
            [gold("P", "hasRole", "B", role="CEO"), gold("P", "hasRole", "B", role="chair")],
            [stated("P", "hasRole", "B", role="Chair"), stated("P", "hasRole", "B", role="CEO")],
            (2, 2, 2, 2),
            id="two roles are two facts",
        ),
        pytest.param(
            [gold("P", "hasRole", "B", role="CEO"), gold("P", "hasRole", "B")],
            [stated("P", "hasRole", "B", role="CEO")],
            (1, 1, 1, 1),
            id="a mention without role is no second fact",
        ),
        pytest.param(
            [gold("P", "hasRole", "B", role="chief executive"), gold("P", "hasRole", "B")],
            [stated("P", "hasRole", "B", role="ceo"), stated("P", "hasRole", "B", role="cook")],
            (1, 2, 1, 1),
            id="a second role that the gold has not is wrong",
        ),
    ],
)
def test_evaluate_graph_counts(evaluate, facts, statements, expected):
    report = evaluate(facts, statements, normalise_role=lambda r: ROLES.get(r.lower(), r.lower()))
    assert counts(report.total) == expected


def test_evaluate_graph_counts_a_statement_in_each_of_its_articles(evaluate):
    facts = {"a": [gold("A", "owns", "B")], "b": [gold("A", "owns", "B")], "c": []}
    report = evaluate(facts, [stated("A", "owns", "B", of=["a", "b", "c", "z"])])
    assert counts(report.total) == (2, 3, 2, 2)
    assert [wrong.article for wrong in report.wrong] == ["c"]


def test_evaluate_graph_takes_each_role_of_a_row_for_a_fact(evaluate):
    facts = [
        gold("P", "hasRole", "B", role="Chair, CEO"),
        gold("P", "directs", "B", role="Chair, CEO"),
    ]
    report = evaluate(
        facts,
        [stated("P", "hasRole", "B", role="CEO"), stated("P", "directs", "B", role="Chair, CEO")],
        split_roles=lambda wording: wording.split(", "),
    )
    found = [one.gold.fact.qualifiers.role for one in report.found]
    assert (found, report.wrong) == (["CEO", "Chair, CEO"], ())
    assert [missed.fact.qualifiers.role for missed in report.missed] == ["Chair"]


def test_evaluate_graph_prefers_the_statement_of_the_same_role(evaluate):
    facts = [
        gold("P", "hasRole", "B", "former", role="cook"),
        gold("P", "hasRole", "B", role="CEO"),
    ]
    report = evaluate(facts, [stated("P", "hasRole", "B", role="CEO")])
    assert [found.gold.fact.qualifiers.role for found in report.found] == ["CEO"]
    assert [missed.fact.qualifiers.role for missed in report.missed] == ["cook"]


def test_evaluate_graph_asks_for_the_status_in_the_table_of_statuses(evaluate):
    report = evaluate([gold("A", "owns", "B")], [stated("A", "owns", "B", "planned")])
    assert counts(report.statuses["asserted"]) == (0, 0, 0, 1)
    assert counts(report.statuses["planned"]) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("wanted", "said", "expected"),
    [
        pytest.param({}, {}, {"status": (1, 1)}, id="nothing beyond the triple"),
        pytest.param(
            {"amount": 5, "currency": "USD"},
            {"amount": 5.0, "currency": "USD"},
            {"status": (1, 1), "amount": (1, 1)},
            id="amount",
        ),
        pytest.param(
            {"amount": 5, "currency": "USD"},
            {"amount": 5, "currency": "EUR"},
            {"status": (1, 1), "amount": (0, 1)},
            id="currency",
        ),
        pytest.param(
            {"date": "2026-11"},
            {"date": "2026-11-01", "datePrecision": "month"},
            {"status": (1, 1), "date": (1, 1)},
            id="date of the same precision",
        ),
        pytest.param(
            {"date": "2026-11"},
            {"date": "2026-11-01"},
            {"status": (1, 1), "date": (0, 1)},
            id="date of another precision",
        ),
        pytest.param(
            {}, {"round": "seed"}, {"status": (1, 1), "round": (0, 1)}, id="not in the gold"
        ),
        pytest.param(
            {"lead": True}, {"lead": False}, {"status": (1, 1), "lead": (0, 1)}, id="missing"
        ),
        pytest.param(
            {"by": "Bloomberg"},
            {"by": {"label": "Bloomberg News", "aliases": ["Bloomberg"]}},
            {"status": (1, 1), "attribution": (1, 1)},
            id="attribution",
        ),
        pytest.param({}, {"by": "Bloomberg"}, {"status": (1, 1)}, id="gold names no source"),
    ],
)
def test_evaluate_graph_scores_what_a_found_fact_says_beyond_its_triple(
    evaluate, wanted, said, expected
):
    report = evaluate(
        [gold("A", "investsIn", "B", **wanted)], [stated("A", "investsIn", "B", **said)]
    )
    found = {name: (a.right, a.counted) for name, a in report.qualifiers.items() if a.counted}
    assert found == expected


def test_evaluate_graph_forgives_what_a_statement_knows_from_another_article(evaluate):
    statement = stated("A", "investsIn", "B", of=["a", "z"], amount=5, currency="USD")
    report = evaluate([gold("A", "investsIn", "B")], [statement])
    assert report.found[0].differences == ()


def test_render_evaluation_lists_fact_by_fact(evaluate):
    facts = [
        gold("A", "investsIn", "B", "planned", amount=75000000, currency="USD"),
        gold("A", "owns", "C"),
    ]
    statements = [
        stated("A", "investsIn", "B", amount=75000000, currency="USD"),
        stated("D", "owns", "C"),
    ]
    lines = render_evaluation(evaluate(facts, statements)).splitlines()
    assert lines[:7] == [
        "a",
        "  found   A — investsIn — B [75,000,000 USD; planned]",
        "          but status asserted, wanted planned",
        "  missed  A — owns — C",
        "  WRONG   D — owns — C (not in the gold)",
        "          “Said so.”",
        "",
    ]
    assert lines[7] == "precision 0.500 (1 of 2)  recall 0.500 (1 of 2)  F1 0.500  articles 1"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        pytest.param("{", "is not JSON", id="not JSON"),
        pytest.param("[]", "is not a JSON object", id="no object"),
        pytest.param('{"facts": []}', '"article" is missing', id="no article"),
        pytest.param('{"article": "a", "facts": []}', "stands in line 1 already", id="twice"),
        pytest.param('{"article": "b"}', '"facts" is missing', id="no facts"),
        pytest.param('{"article": "b", "facts": [3]}', "not an object", id="fact is a number"),
    ],
)
def test_evaluate_graph_names_the_faulty_line_of_the_gold(tmp_path, plain_rules, line, fault):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"article": "a", "facts": []}\n' + line, encoding="utf-8")
    with pytest.raises(InputError, match=fault) as error:
        evaluate_graph(path, tmp_path, plain_rules)
    assert str(error.value).startswith(f"{path}:2: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(
            {"relation": "likes"}, r'"facts\[1\].relation" \'likes\' is not', id="relation"
        ),
        pytest.param({"status": "maybe"}, r"status\" is 'maybe', not one of", id="status"),
        pytest.param({"need": None}, r'need" is missing', id="need"),
        pytest.param({"subject": {"label": ""}}, r'subject.label" is missing', id="label"),
        pytest.param({"object": "B"}, r'object" is not an object', id="object"),
        pytest.param({"qualifiers": {"amount": "five"}}, r'amount" is not a number', id="amount"),
        pytest.param({"qualifiers": {"date": "May"}}, r"date\" is 'May', not a date", id="date"),
        pytest.param({"qualifiers": {"date": "2026-02-30"}}, "no day of the", id="calendar"),
        pytest.param({"qualifiers": {"lead": "yes"}}, "neither true nor false", id="lead"),
    ],
)
def test_evaluate_graph_names_the_faulty_field_of_a_fact(evaluate, change, fault):
    with pytest.raises(InputError, match=fault):
        evaluate([gold("A", "owns", "B") | change], [])


def test_evaluate_graph_names_what_is_not_there(tmp_path, plain_rules):
    with pytest.raises(InputError, match=r"gold\.jsonl: cannot be read"):
        evaluate_graph(tmp_path / "gold.jsonl", tmp_path, plain_rules)
    write_lines(tmp_path / "gold.jsonl", [])
    with pytest.raises(OutputError, match=r"statements\.jsonl: is not there"):
        evaluate_graph(tmp_path / "gold.jsonl", tmp_path, plain_rules)


@pytest.mark.parametrize(
    ("total", "relations", "faults"),
    [
        pytest.param({"precision": 0.5, "recall": 1.0}, {}, [], id="held"),
        pytest.param({"precision": 0.6}, {}, ["total: precision 0.500"], id="precision"),
        pytest.param({}, {"owns": {"recall": 1}}, [], id="relation held"),
        pytest.param(
            {}, {"sues": {"recall": 0.1}}, ["sues: recall 0.000"], id="relation not found"
        ),
    ],
)
def test_check_floors_names_what_falls_below(tmp_path, evaluate, total, relations, faults):
    report = evaluate(
        [gold("A", "owns", "B")], [stated("A", "owns", "B"), stated("B", "owns", "A")]
    )
    digest = gold_digest(tmp_path / "gold.jsonl")
    path = tmp_path / "floors.json"
    entry = {"digest": digest, "total": total, "relations": relations}
    path.write_text(json.dumps({"news": entry}), encoding="utf-8")
    found = check_floors(report, read_floors(path)["news"], digest=digest)
    assert [fault.split(" is ")[0] for fault in found] == faults


def test_check_floors_refuses_other_facts(tmp_path, evaluate):
    report = evaluate([gold("A", "owns", "B")], [stated("A", "owns", "B")])
    path = tmp_path / "floors.json"
    entry = {"digest": "0", "total": {}, "relations": {}}
    path.write_text(json.dumps({"news": entry}), encoding="utf-8")
    digest = gold_digest(tmp_path / "gold.jsonl")
    assert len(check_floors(report, read_floors(path)["news"], digest=digest)) == 1


def test_read_floors_names_the_fault(tmp_path):
    path = tmp_path / "floors.json"
    path.write_text('{"news": {"digest": "0", "total": {"recall": 85}, "relations": {}}}')
    with pytest.raises(InputError, match=r'"news.total.recall" does not lie between 0 and 1'):
        read_floors(path)


@pytest.mark.parametrize("name", ["development", "held-out"])
def test_annotated_news_quotes_its_articles(name):
    articles = read_lines(NEWS / f"{name}-articles.jsonl")
    texts = {article["id"]: article["text"] for article in articles}
    rows = read_lines(NEWS / f"{name}.jsonl")
    assert [row["article"] for row in rows] == list(texts)
    for row in rows:
        for fact in row["facts"]:
            assert all(quote in texts[row["article"]] for quote in fact["evidence"])


@pytest.mark.parametrize("name", ["seeds.jsonl", "news/development.jsonl", "news/held-out.jsonl"])
def test_evaluate_graph_reads_the_annotated_facts(tmp_path, plain_rules, name):
    (tmp_path / "statements.jsonl").touch()
    report = evaluate_graph(ROOT / "tests" / "gold" / name, tmp_path, plain_rules)
    assert report.total.wanted > 0
    assert report.total.recall == 0
