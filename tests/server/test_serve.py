"""What the server decides before it serves: which application, and how many connections."""

import gc
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from wiki.app import create_app
from wiki.server.serve import enter, most_connections
from wiki.settings.load import read_settings

# What few processes need: a bucket, other databases, changes of the schema, passkeys, documents.
RARE = (
    "alembic boto3 botocore cryptography flask_migrate icalendar joserfc mammoth psycopg segno "
    "webauthn zxcvbn"
)
MAKE = f"""
import sys
from pathlib import Path
from wiki.server.serve import create_app
create_app(instance=Path(sys.argv[1]))
print(*(name for name in "{RARE}".split() if name in sys.modules))
"""
SETTINGS = "INDEX_IN_BACKGROUND = False\nSITE_NAME = 'Wikin'\n"


@pytest.mark.parametrize(
    ("workers", "files", "expected"),
    [
        (2, 1_048_576, 4096),
        (2, resource.RLIM_INFINITY, 4096),
        (2, 1024, 452),
        (2, 256, 68),
        (1, 100, 16),
    ],
)
def test_connections_leave_files_to_the_database(workers: int, files: int, expected: int) -> None:
    """A few hundred connections that rest would else fail the pages of all others."""
    assert most_connections(workers, files) == expected


@pytest.mark.long
def test_workers_share_an_application_until_a_setting_changes(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text(SETTINGS, "utf-8")
    made = create_app(instance=tmp_path)
    settings = read_settings(tmp_path)

    assert enter(made, settings) is made

    (tmp_path / "config.py").write_text(SETTINGS.replace("Wikin", "Boken"), "utf-8")
    other = enter(made, settings)
    gc.unfreeze()
    for app in (made, other):
        app.extensions["server_lock"].close()
    assert other is not made
    assert other.config["SITE_NAME"] == "Boken"


@pytest.mark.long
def test_what_few_need_is_not_loaded_at_the_start(tmp_path: Path) -> None:
    """It would take a quarter of the start, and 30 MB of memory."""
    command = [sys.executable, "-c", MAKE, str(tmp_path)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert loaded.split() == []
