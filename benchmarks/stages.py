"""The stages of a build, and how long each takes."""

import sys
import time
from collections.abc import Callable, Mapping
from functools import partial

import kg.build
from kg.build import Listener, merging
from kg.lexicon.ontology import Ontology
from kg.merge import GraphContents
from kg.view import render_contents

# Of each stage its name for people, and the functions that are timed.
_STAGES = {
    "ontology and shapes": ((kg.build, "load_ontology"), (kg.build, "load_shapes")),
    "read": ((kg.build, "gather_articles"), (kg.build, "regather")),
    "load readings": ((kg.build, "load_readings"),),
    "resolve": ((merging, "resolve_mentions"),),
    "copies, doubts": ((merging, "find_sources"), (merging, "confirm_doubtful")),
    "merge": ((merging, "merge_statements"),),
    "gate": ((merging, "_judge"),),
    "compare, infer": ((merging, "_compare"),),
    "page": ((sys.modules[__name__], "draw_page"),),
    "report, rejections": ((kg.build, "render_report"), (kg.build, "render_rejections")),
    "other files": ((kg.build, "write_outputs"),),
}


def draw_page(contents: GraphContents, ontology: Ontology) -> str:
    """Draw the page as the command line does."""
    return render_contents(contents, schema=ontology.schema)


# Looks the function up when it is called, so that it can be timed.
LISTENER = Listener(render_page=lambda contents, ontology: draw_page(contents, ontology))


def time_stages(work: Callable[[], object]) -> Mapping[str, float]:
    """Do some work and return the seconds of the processor of each stage, and of the rest."""
    seconds = dict.fromkeys(_STAGES, 0.0)
    originals = [
        (stage, module, name, getattr(module, name))
        for stage, functions in _STAGES.items()
        for module, name in functions
    ]

    def timed(
        stage: str, function: Callable[..., object], *args: object, **options: object
    ) -> object:
        start = time.process_time()
        result = function(*args, **options)
        seconds[stage] += time.process_time() - start
        return result

    for stage, module, name, function in originals:
        setattr(module, name, partial(timed, stage, function))
    start = time.process_time()
    try:
        work()
    finally:
        for _, module, name, function in originals:
            setattr(module, name, function)
    return seconds | {"the rest": time.process_time() - start - sum(seconds.values())}
