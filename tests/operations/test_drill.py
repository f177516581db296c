"""The drill in docs/backup.md is performed as it is written."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.content.test_commands import everything
from tests.fixtures.sample import own_wiki

ROOT = Path(__file__).parents[2]
SECONDS = 240


def read_drill(**places: object) -> str:
    """Return the commands, with other places than those that the page names as an example."""
    section = (ROOT / "docs/backup.md").read_text("utf-8").partition("## The drill\n")[2]
    commands = "".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))
    for name, value in places.items():
        commands, count = re.subn(rf"^{name}=\S+$", f"{name}={value}", commands, flags=re.MULTILINE)
        assert count == 1
    return commands


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.slow
def test_the_drill_restores_a_filled_wiki(
    copy_started_wiki: Callable[[Path], str], tmp_path: Path
) -> None:
    instance, backups, trial = (tmp_path / name for name in ("instance", "backups", "trial"))
    backups.mkdir()
    url = copy_started_wiki(instance)
    with own_wiki(url, instance) as app:
        before = everything(app)
    commands = read_drill(BACKUPS=backups, TRIAL=trial, PORT=free_port())
    environment = {**os.environ, "WIKI_INSTANCE": str(instance), "DATABASE_URL": url}
    environment["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    with subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # so that its server can be ended too
    ) as drill:
        try:
            output, _ = drill.communicate(timeout=SECONDS)
        finally:
            if drill.poll() is None:
                os.killpg(drill.pid, signal.SIGKILL)

    assert drill.returncode == 0, output
    assert ": sound. Made " in output
    [first, again] = re.findall(r"\.zip: (\d+ rows of \d+ tables, and \d+ pictures.*)", output)
    assert first == again
    assert not first.startswith("0 rows")
    assert "The index agrees with the database." in output
    assert "b'ready\\n'" in output
    assert (list(backups.iterdir()), trial.exists()) == ([], False)
    with own_wiki(url, instance) as app:
        assert everything(app) == before
