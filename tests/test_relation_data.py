"""Windows of annotated passages."""

import random

from models.examples import TokenLine, TokenMention
from models.relation_data import passage_tasks


def make_line(text, *names):
    """Make a line of words, with names at (place, key)."""
    mentions = tuple(
        TokenMention(start=place, end=place + 1, label="ORG", key=key) for place, key in names
    )
    return TokenLine(words=tuple(text.split()), mentions=mentions, facts=())


def test_passage_tasks_read_items_with_what_stands_above_their_list():
    lines = [
        make_line("Acme raised cash from :", (0, 1)),
        make_line("- Globex", (1, 2)),
        make_line("- Hooli", (1, 3)),
        make_line("Umbra did not", (0, 4)),
    ]
    tasks = list(passage_tasks(lines, None, None))
    assert [task.window.mentions for task in tasks] == [(1, 0), (2, 0), (3, 0, 1, 2)]


def test_passage_tasks_imitate_errors_of_the_tagger():
    lines = [make_line("Acme met Globex", (0, 1), (2, 2))] * 50
    tasks = list(passage_tasks(lines, None, random.Random(1)))
    assert len({task.window.mentions for task in tasks}) > 1
    shares = {share for task in tasks for share in task.window.labels.max(1).tolist()}
    assert 1.0 in shares
    assert 0.5 <= min(shares) < 1.0
