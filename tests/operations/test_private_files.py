"""Nobody else on the machine can read what commands and servers write."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wiki.app import create_app

ROOT = Path(__file__).parents[2]


def readable(folder: Path) -> list[str]:
    """Return what others can reach below a folder, by its path."""
    found = []
    for path, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            if (Path(path) / name).lstat().st_mode & 0o077:
                found.append((Path(path) / name).relative_to(folder).as_posix())
        folders[:] = [name for name in folders if (Path(path) / name).stat().st_mode & 0o077]
    return sorted(found)


@pytest.mark.slow
def test_what_commands_write_is_private(tmp_path: Path) -> None:
    instance, out = tmp_path / "instance", tmp_path / "out"
    environment = {**os.environ, "WIKI_INSTANCE": str(instance), "DATABASE_URL": ""}
    flask = [sys.executable, "-m", "flask", "--app", "wiki"]
    for command in (
        ["db", "upgrade"],
        ["search", "rebuild"],
        ["content", "export", str(out)],
        ["backup", str(tmp_path / "wiki.zip")],
        ["restore", "--replace", str(tmp_path / "wiki.zip")],
    ):
        subprocess.run(
            [*flask, *command], env=environment, cwd=ROOT, check=True, umask=0o022, timeout=300
        )
    assert {"wiki.db", "index", "secret_key"} <= {path.name for path in instance.iterdir()}
    assert readable(tmp_path) == []


def test_what_others_could_read_is_closed_at_the_start(tmp_path: Path) -> None:
    instance, elsewhere = tmp_path / "instance", tmp_path / "elsewhere"
    for folder in (instance, instance / "index", elsewhere):
        folder.mkdir()
    files = [
        *(instance / name for name in ("secret_key", "before-restore-1.zip", "index/_MAIN_1.toc")),
        *(elsewhere / f"wiki.db{ending}" for ending in ("", "-wal", "-shm")),
    ]
    for file in files:
        file.write_text("x" * 64 if file.name == "secret_key" else "")
        file.chmod(0o644)
    (tmp_path / "theirs").write_text("")
    (tmp_path / "theirs").chmod(0o644)
    (instance / "wiki.db").symlink_to(tmp_path / "theirs")
    (instance / "mine.txt").write_text("")
    (instance / "mine.txt").chmod(0o644)
    before = os.umask(0o022)
    try:
        create_app({"DATABASE_URL": f"sqlite:///{elsewhere / 'wiki.db'}"}, instance=instance)
        (instance / "later").write_text("")
    finally:
        os.umask(before)
    assert readable(instance) == ["mine.txt", "wiki.db"]  # a link has no rights of its own
    assert readable(elsewhere) == []
    assert (tmp_path / "theirs").stat().st_mode & 0o777 == 0o644


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("setting", ["DATABASE_URL", "INDEX_DIR"])
def test_a_wrong_setting_closes_nothing_that_is_not_the_wikis(tmp_path: Path, setting: str) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "theirs").write_text("")
    for path in (folder, folder / "theirs"):
        path.chmod(0o755)
    value = f"sqlite:///{folder}" if setting == "DATABASE_URL" else str(folder)
    create_app({setting: value}, instance=tmp_path / "instance")
    assert [path.stat().st_mode & 0o777 for path in (folder, folder / "theirs")] == [0o755] * 2
