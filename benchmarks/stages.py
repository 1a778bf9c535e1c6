"""The stages of a build, and how long each takes."""

import sys
import time
from collections.abc import Callable, Mapping

import kg.build
from kg.build import Listener, incremental, merging
from kg.lexicon.ontology import Ontology
from kg.merge import GraphContents
from kg.state import PartStore, ReadingStore
from kg.view import render_contents

# Of each stage its name for people, and the functions that are timed.
_STAGES = {
    "ontology and shapes": ((kg.build, "load_ontology"), (kg.build, "load_shapes")),
    "read": ((kg.build, "gather_articles"), (kg.build, "regather")),
    "load the state": ((PartStore, "load"), (merging, "read_state"), (merging, "read_basis")),
    "load readings": ((ReadingStore, "get_reading"),),
    "resolve": ((incremental, "resolve_articles"),),
    "copies, doubts": ((incremental, "find_sources"), (incremental, "confirm_doubtful")),
    "merge": ((incremental, "merge_statements"),),
    "gate": ((merging, "_judge"),),
    "compare": ((merging, "_compare"),),
    "page": ((sys.modules[__name__], "draw_page"),),
    "report, rejections": ((kg.build, "render_report"), (kg.build, "render_rejections")),
    "other files": ((kg.build, "write_outputs"),),
    "save the state": ((PartStore, "save"),),
}


def draw_page(contents: GraphContents, ontology: Ontology, kept: PartStore) -> str:
    """Draw the page as the command line does."""
    return render_contents(contents, schema=ontology.schema, kept=kept)


# Looks the function up when it is called, so that it can be timed.
LISTENER = Listener(render_page=lambda *given: draw_page(*given))


def _wrap(
    timed: Callable[..., object], stage: str, function: Callable[..., object]
) -> Callable[..., object]:
    """Return a function that is timed, also where it is a method."""
    return lambda *args, **options: timed(stage, function, *args, **options)


def time_stages(work: Callable[[], object]) -> Mapping[str, float]:
    """Do some work and return the seconds of the processor of each stage, and of the rest."""
    seconds = dict.fromkeys(_STAGES, 0.0)
    originals = [
        (stage, module, name, getattr(module, name))
        for stage, functions in _STAGES.items()
        for module, name in functions
    ]

    inside = [0.0]

    def timed(
        stage: str, function: Callable[..., object], *args: object, **options: object
    ) -> object:
        start = time.process_time()
        inside.append(0.0)
        result = function(*args, **options)
        taken = time.process_time() - start
        # What one stage asks of another is that one's.
        seconds[stage] += taken - inside.pop()
        inside[-1] += taken
        return result

    for stage, module, name, function in originals:
        setattr(module, name, _wrap(timed, stage, function))
    start = time.process_time()
    try:
        work()
    finally:
        for _, module, name, function in originals:
            setattr(module, name, function)
    return seconds | {"the rest": time.process_time() - start - sum(seconds.values())}
