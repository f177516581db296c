"""Read the units of systemd as systemd does, and compare them with the files that they name."""

import getpass
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.fixtures.required import is_missing

FOLDER = ROOT / "deploy"
UNITS = sorted([*FOLDER.glob("*.service"), *FOLDER.glob("*.timer")])


def read(name: str) -> dict[str, list[str]]:
    """Return the values of each key of a unit, in their order."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / name).read_text().splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_what_is_started_is_in_a_clone() -> None:
    unit = read("wiki.service")
    assert unit["WorkingDirectory"] == ["/srv/wiki"]
    assert unit["ExecStart"] == ["/srv/wiki/.venv/bin/python run.py"]
    assert unit["ExecStartPre"] == ["/usr/bin/python3 tools/environment.py run"]
    assert unit["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert (ROOT / "run.py").is_file()
    assert (ROOT / "tools" / "environment.py").is_file()


def test_the_wiki_may_write_its_folder_and_nothing_else() -> None:
    unit = read("wiki.service")
    assert unit["User"] == ["wiki"]
    assert unit["UMask"] == ["0077"]
    assert (unit["ProtectSystem"], unit["ReadWritePaths"]) == (["strict"], ["/srv/wiki"])
    assert unit["NoNewPrivileges"] == ["yes"]
    assert unit["CapabilityBoundingSet"] == [""]


def test_the_backup_runs_as_the_wiki_does_and_its_timer_starts_it() -> None:
    wiki, backup, timer = (
        read(name) for name in ("wiki.service", "wiki-backup.service", "wiki-backup.timer")
    )
    for key in ("User", "WorkingDirectory", "EnvironmentFile", "UMask"):
        assert backup[key] == wiki[key]
    (command,) = backup["ExecStart"]
    assert 'flask --app wiki backup --keep 30 "$F" &&' in command
    assert command.endswith('flask --app wiki backup verify "$F"\'')
    assert "ExecStartPost" not in backup  # the program knows which one to keep
    assert "%%F" in command  # systemd reads a single one as its own
    assert timer["Persistent"] == ["yes"]
    assert "Unit" not in timer  # that of the same name


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_has_nothing_to_say_of_a_unit(tmp_path: Path, unit: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        is_missing("systemd-analyze is not installed (Debian: apt install systemd)")
    for path in UNITS:  # a timer is read together with its service
        text = path.read_text().replace("/srv/wiki/.venv/bin/python", sys.executable)
        text = text.replace("User=wiki", f"User={getpass.getuser()}")
        (tmp_path / path.name).write_text(text.replace("/srv/wiki", str(ROOT)))
    command = [program, "verify", "--man=no", str(tmp_path / unit.name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    own = [line for line in done.stderr.splitlines() if unit.stem in line or str(tmp_path) in line]
    assert own == []
    assert done.returncode == 0, done.stderr
