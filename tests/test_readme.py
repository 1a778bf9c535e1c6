"""The README shows what really happens."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNS = re.findall(r"<!-- run: (.+?) -->\n```text\n(.*?)```", README, re.DOTALL)
COMMANDS = sorted(
    {
        line.split("#")[0].strip()
        for line in re.findall(r"^ {4}(kg [a-z].*)$", README, re.MULTILINE)
        if not re.search(
            r"[A-Z]{4}|view", line.split("#")[0].replace("SELECT", "").replace("WHERE", "")
        )
    }
)
# Another processor rounds a score a little differently: a weak reading more or less may be
# listed, and others may come first among the firmest. Neither changes what is believed.
BY_SCORE = re.compile(r"\d+ (?=not believed$)|^  (.+ — .+)\n", re.MULTILINE)

pytestmark = pytest.mark.model


def run_command(command, folder):
    words = shlex.split(command)
    kg = Path(sys.executable).parent / "kg"
    return subprocess.run(
        [kg, *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("readme")
    (path / "seeds").symlink_to(ROOT / "seeds")
    built = run_command("kg build seeds -o out", path)
    assert built.returncode == 0, built.stderr
    return path


@pytest.mark.parametrize(("command", "shown"), RUNS, ids=[command for command, _ in RUNS])
def test_readme_shows_real_output(command, shown, folder):
    done = run_command(command, folder)
    assert done.returncode == 0, done.stderr
    assert BY_SCORE.sub("*", done.stdout) == BY_SCORE.sub("*", shown)
    report = (folder / "out" / "report.md").read_text(encoding="utf-8").replace("\\", "")
    assert all(f"- {told} · " in report for told in BY_SCORE.findall(shown) if told)


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_commands_work(command, folder):
    done = run_command(command, folder)
    assert done.returncode == 0, done.stderr


def test_readme_has_runs_and_commands():
    assert len(RUNS) >= 2
    assert len(COMMANDS) >= 5


def test_readme_names_the_confidence_from_which_a_statement_is_believed():
    verdict = (ROOT / "kg" / "extract" / "verdict.json").read_text(encoding="utf-8")
    assert f"believed from a confidence of {json.loads(verdict)['least']} on" in README
