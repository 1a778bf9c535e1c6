"""Statements of a graph as a page of the viewer, or as JSON for one, in a process of its own."""

import json
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.schema import Schema, load_schema
from kg.serve.answer import Reply
from kg.serve.worker import answer_lines
from kg.view import Share, render_share, write_share
from kg.view.facts import make_facts
from kg.view.whole import Whole


def main() -> None:
    """Draw what comes as N-Triples: `python -m kg.serve.draw SCHEMA`."""
    schema = load_schema(Path(sys.argv[1]))
    answer_lines(lambda task: draw(task, schema))


def draw(task: dict[str, Any], schema: Schema) -> Reply:
    """Draw a page (`draw` says how, `share` what else there is), or write JSON (with `told`)."""
    found = ox.parse(task["triples"], ox.RdfFormat.N_TRIPLES)
    facts = make_facts(((q.subject, q.predicate, q.object) for q in found), schema)
    share = task["share"]
    whole = Whole(**share.pop("whole")) if "whole" in share else None
    part = Share(facts=facts, whole=whole, **share)
    if "draw" in task:
        page = render_share(part, schema, **task["draw"])
        return Reply(status=200, type="text/html; charset=utf-8", body=page.encode())
    told = {**task["told"], **write_share(part, schema, sentences=task["sentences"])}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Reply(status=200, type="application/json", body=body.encode())


if __name__ == "__main__":
    main()
