"""Run the command of an installed wiki, from a folder that holds no checkout."""

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

# What pip writes for the entry point, in short.
_SCRIPT = "import sys; from wiki.server.command import main; sys.exit(main())"


def run_command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = folder / "msi-wiki"
    script.write_text(_SCRIPT)
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "WIKI_INSTANCE": str(folder / "instance"), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_entry_point_is_the_command() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    entry = settings["options.entry_points"]["console_scripts"].strip()
    assert entry == "msi-wiki = wiki.server.command:main"


def test_the_package_takes_along_every_file_that_is_no_module() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    patterns = settings["options.package_data"]["wiki"].split()
    package = ROOT / "wiki"
    taken = {path for pattern in patterns for path in package.glob(pattern)}
    others = {
        path for path in package.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert len(others) > 50
    assert others - taken == set()


@pytest.mark.slow
def test_the_command_serves_and_has_the_commands_for_operators(tmp_path: Path) -> None:
    finished = run_command(tmp_path, "--help")
    assert finished.returncode == 0, finished.stderr
    for name in ("serve", "backup", "restore", "users", "search", "content", "db"):
        assert f"  {name} " in finished.stdout
    assert finished.stdout.startswith("Usage: msi-wiki ")


@pytest.mark.slow
def test_what_prevents_a_start_is_said_before_the_application_is_made(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("a file, not a folder")
    finished = run_command(tmp_path, "serve")
    assert finished.returncode == 1
    assert "Cannot create the instance folder" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("name", ["wiki.server.command", "wiki.markup.sandbox"])
def test_a_rendering_process_does_not_load_the_application(name: str) -> None:
    code = f"import sys, {name}; sys.exit('flask_sqlalchemy' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60)
    assert finished.returncode == 0
