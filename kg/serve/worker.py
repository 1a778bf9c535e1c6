"""A process that answers one question after another, with no way to the network.

It is told what to do by lines of JSON on its standard input. It holds no state, so it can
be killed at any moment.
"""

import json
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kg.serve.answer import Question, Reply, answer_question
from kg.vocab import PREFIXES

# A process whose server is gone ends itself, this much after its time.
GRACE = 2.0


def main() -> None:
    """Answer from the database in a folder: `python -m kg.serve.worker FOLDER MEMORY`."""
    folder, memory = sys.argv[1:]
    # A database keeps open as many files as this allows.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    store = Store.read_only(str(Path(folder)))
    prefixes = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    close_off()

    def answer(task: dict[str, Any]) -> Reply:
        return answer_question(store, _read_question(task), prefixes)

    answer_lines(answer)


def close_off() -> None:
    """Take from this process the means to open anything more: a file, or a connection.

    Oxigraph would follow SERVICE to any address. What is open stays usable, and it is
    all that a database needs: it opens its files when it starts.
    """
    standard_streams = 3
    resource.setrlimit(resource.RLIMIT_NOFILE, (standard_streams, standard_streams))


def answer_lines(answer: Callable[[dict[str, Any]], Reply]) -> None:
    """Answer each line of standard input: a header line, then the body.

    The first line that is written, an empty one, says that this process is ready.
    """
    out = sys.stdout.buffer
    out.write(b"\n")
    out.flush()
    for line in sys.stdin.buffer:
        task = json.loads(line)
        # The default action of this signal ends the process, whatever it is busy with.
        signal.setitimer(signal.ITIMER_REAL, task["seconds"] + GRACE)
        reply = answer(task)
        signal.setitimer(signal.ITIMER_REAL, 0)
        header = {"status": reply.status, "type": reply.type, "length": len(reply.body)}
        out.write(json.dumps(header).encode() + b"\n" + reply.body)
        out.flush()


def _read_question(task: dict[str, Any]) -> Question:
    return Question(
        query=task["query"],
        default_graphs=tuple(task["default_graphs"]),
        named_graphs=tuple(task["named_graphs"]),
        accept=task["accept"],
        rows=task["rows"],
        size=task["size"],
    )


if __name__ == "__main__":
    main()
