"""Tell monitoring how the installation is; a backup leaves its mark."""

from pathlib import Path

from flask import Flask

from tests.builders import make_user
from wiki.health.backupmark import read_mark
from wiki.health.commands import health
from wiki.operations.commands import backup


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(health, list(words))
    return result.exit_code, result.output


def test_the_exit_code_says_how_it_is(app: Flask, instance: Path, tmp_path: Path) -> None:
    code, output = run(app)
    assert code == 2
    assert output.startswith("bad         Last backup: No backup")
    assert "            flask --app wiki backup FILE\n" in output

    file = tmp_path / "wiki.zip"
    assert app.test_cli_runner().invoke(backup, [str(file)]).exit_code == 0
    mark = read_mark(instance)
    assert mark is not None
    assert (mark.file, mark.size) == (str(file), file.stat().st_size)

    assert run(app)[0] == 0
    assert run(app, "--strict")[0] == 1
    assert "good        Last backup: " in run(app)[1]
    make_user("admin", email="admin@example.org", app=app)
    assert run(app)[0] == 2


def test_a_backup_that_fails_leaves_no_mark(app: Flask, instance: Path, tmp_path: Path) -> None:
    assert app.test_cli_runner().invoke(backup, [str(tmp_path / "no/w.zip")]).exit_code == 1
    assert read_mark(instance) is None
