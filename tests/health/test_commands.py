"""Tell monitoring how the installation is; a backup leaves its mark."""

from pathlib import Path

import pytest
from flask import Flask

from tests.builders import make_user
from wiki.health.backupmark import read_mark
from wiki.health.commands import health
from wiki.operations.commands import backup


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(health, list(words))
    return result.exit_code, result.output


@pytest.mark.long
def test_the_exit_code_says_how_it_is(app: Flask, instance: Path, tmp_path: Path) -> None:
    code, output = run(app)
    assert code == 2
    assert output.startswith("bad         Last backup: No backup")
    assert "            flask --app wiki backup FILE\n" in output

    file = tmp_path / "wiki.zip"
    assert app.test_cli_runner().invoke(backup, [str(file)]).exit_code == 0
    mark = read_mark(instance)
    assert (mark.file, mark.size) == (str(file), file.stat().st_size)

    assert run(app)[0] == 0
    assert run(app, "--strict")[0] == 1
    assert "good        Last backup: " in run(app)[1]
    make_user("admin", email="admin@example.org", app=app)
    assert run(app)[0] == 2


@pytest.mark.long
def test_a_backup_that_fails_is_told_until_the_next(
    app: Flask, instance: Path, tmp_path: Path
) -> None:
    def write(file: str) -> int:
        return app.test_cli_runner().invoke(backup, [str(tmp_path / file)]).exit_code

    assert write("no/w.zip") == 1
    mark = read_mark(instance)
    assert (mark.made_at, mark.reason) == (
        None,
        f"There is no folder {tmp_path}/no: create it, or choose another.",
    )
    assert write("w.zip") == 0
    assert write("no/w.zip") == 1
    output = run(app)[1]
    assert output.startswith("bad         Last backup: ")
    assert f"{tmp_path}/w.zip" in output
    assert "The last try failed on " in output
    assert write("w.zip") == 0
    assert "good        Last backup: " in run(app)[1]
