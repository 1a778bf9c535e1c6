"""Names of the open corpora."""

import json
from pathlib import Path

from models.names import read_titles

ROWS = [
    ("Ürlau", "director"),
    ("Ürlau", "cast member"),
    ("A Cup of Rain", "lyrics by "),
    ("Ada Roe", "award received"),
    ("folk song", "composer"),
]


def test_titles_are_subjects_of_relations_of_works(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    rows = (
        {
            "id": f"ont_{number}",
            "sub_label": subject.encode().decode("latin-1"),
            "rel_label": relation,
            "obj_label": "Bo",
            "sent": "",
        }
        for number, (subject, relation) in enumerate(ROWS)
    )
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "train" / "a.jsonl").write_text(lines)
    assert read_titles(tmp_path) == ["A Cup of Rain", "Ürlau"]
