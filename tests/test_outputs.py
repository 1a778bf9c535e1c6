import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.outputs import CURRENT, GENERATIONS, current_files, lock_folder, publish, read_current

OLD = {"graph.ttl": "old", "report.md": "old"}
NEW = {"graph.ttl": "new", "report.md": "new"}


@pytest.fixture
def out(tmp_path):
    """Make a folder with a generation."""
    publish(tmp_path, OLD)
    return tmp_path


def contents(folder):
    return {p.name: p.read_text() for p in sorted(folder.glob("[!.]*")) if p.is_file()}


# --- publish -----------------------------------------------------------------------------


def test_publish_replaces_all_files(out):
    publish(out, NEW)
    assert contents(out) == NEW


def test_publish_keeps_one_generation(out):
    publish(out, NEW)
    assert len(list((out / GENERATIONS).iterdir())) == 1


def test_publish_takes_away_what_a_generation_does_not_have(out):
    publish(out, {"graph.ttl": "new"})
    assert contents(out) == {"graph.ttl": "new"}
    assert not (out / "report.md").is_symlink()


def test_publish_keeps_files_that_are_not_its_own(out):
    (out / "notes.txt").write_text("mine")
    publish(out, NEW)
    assert contents(out) == {**NEW, "notes.txt": "mine"}


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(lambda a, b: shutil.copytree(a, b), id="links followed"),
        pytest.param(lambda a, b: shutil.copytree(a, b, symlinks=True), id="links kept"),
        pytest.param(lambda a, b: a.rename(b), id="moved"),
    ],
)
def test_publish_works_in_a_folder_that_was_copied(out, tmp_path_factory, copy):
    other = tmp_path_factory.mktemp("copy") / "out"
    copy(out, other)
    assert contents(current_files(other)) == OLD
    publish(other, NEW)
    assert contents(other) == contents(current_files(other)) == NEW


def test_publish_replaces_a_file_that_a_person_put_there(out):
    (out / "graph.ttl").unlink()
    (out / "graph.ttl").write_text("mine")
    publish(out, NEW)
    assert contents(out) == NEW


def test_publish_does_without_links(tmp_path, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    publish(tmp_path, OLD)
    publish(tmp_path, NEW)
    assert contents(tmp_path) == NEW
    assert current_files(tmp_path) == tmp_path
    assert list((tmp_path / GENERATIONS).iterdir()) == []


OPERATIONS = ["symlink_to", "replace", "mkdir", "open"]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("number", [1, 2])
def test_publish_stopped_at_any_operation_leaves_the_old_files(out, monkeypatch, operation, number):
    (out / "graph.ttl").unlink()
    (out / "graph.ttl").write_text("old")
    calls, real = [], getattr(Path, operation)

    def stop(*arguments, **options):
        calls.append(arguments)
        if len(calls) == number:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(Path, operation, stop)
    try:
        publish(out, NEW)
    except KeyboardInterrupt:
        assert contents(out) == OLD
    monkeypatch.undo()
    publish(out, NEW)
    assert contents(out) == NEW


def fill_the_disk(*arguments):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("operation", ["os.fsync", "pathlib.Path.symlink_to", "os.link"])
def test_publish_on_a_full_disk_says_so_and_leaves_the_old_files(out, monkeypatch, operation):
    (out / "graph.ttl").unlink()
    (out / "graph.ttl").write_text("old")
    monkeypatch.setattr(operation, fill_the_disk)
    with pytest.raises(OutputError, match="cannot be written to: No space left on device"):
        publish(out, NEW)
    assert contents(out) == OLD


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="root mounts a disk")
def test_publish_on_a_disk_that_is_full_leaves_the_old_files(tmp_path):
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path], check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        publish(tmp_path, OLD)
        with pytest.raises(OutputError, match="No space left on device"):
            publish(tmp_path, {"graph.ttl": "new", "report.md": "x" * 100_000})
        assert contents(tmp_path) == OLD
        publish(tmp_path, NEW)
        assert contents(tmp_path) == NEW
    finally:
        subprocess.run(["umount", tmp_path], check=True)


# --- read_current ------------------------------------------------------------------------


def test_current_files_changes_with_each_generation(out):
    before = current_files(out)
    publish(out, NEW)
    assert current_files(out) != before


def test_read_current_reads_anew_what_is_replaced_meanwhile(out):
    seen = []

    def read(folder):
        first = (folder / "graph.ttl").read_text()
        if not seen:
            publish(out, NEW)
        seen.append(folder)
        return first, (folder / "report.md").read_text()

    assert read_current(out, read) == ("new", "new")


def test_read_current_tells_what_is_really_missing(out):
    with pytest.raises(FileNotFoundError):
        read_current(out, lambda folder: (folder / "none").read_text())


# --- lock_folder -------------------------------------------------------------------------


HOLD = """
import sys
from pathlib import Path
from kg.outputs import lock_folder
with lock_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(out):
    """Start a process that holds the lock until its input ends."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLD, out], stdin=pipe, stdout=pipe) as process:
        assert process.stdout.readline() == b"held\n"
        yield process


def test_lock_folder_keeps_a_second_command_out(out, holder):
    with pytest.raises(OutputError, match="another command is writing to it"), lock_folder(out):
        pass


def test_lock_folder_lets_in_after_a_killed_command(out, holder):
    holder.kill()
    holder.wait()
    with lock_folder(out):
        assert (out / CURRENT).exists()


def test_lock_folder_makes_the_folder(tmp_path):
    with lock_folder(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()


def test_lock_folder_says_where_it_cannot_write(tmp_path):
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "below"
    with (
        pytest.raises(OutputError, match="cannot be written to: Not a directory"),
        lock_folder(out),
    ):
        pass


def test_lock_folder_says_that_a_file_is_no_folder(tmp_path):
    out = tmp_path / "file"
    out.write_text("")
    with pytest.raises(OutputError, match="file: is a file, and a folder is needed"):
        lock_folder(out).__enter__()
    assert out.read_text() == ""
