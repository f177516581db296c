"""Three nodes behind nginx on one PostgreSQL: one is killed while it saves, and one is added.

`python -m bench.nodes` does the same for longer.
"""

import os
import re
import shutil

import pytest

from bench.nodes import run_nodes
from tests.fixtures.postgresql import running_postgresql
from tests.fixtures.required import is_missing

pytestmark = pytest.mark.slow
SAVES = 3


def test_what_one_node_saves_is_on_all_whatever_becomes_of_one() -> None:
    if shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is None:
        is_missing("nginx is not installed (Debian: apt install nginx-light)")
    with running_postgresql() as url:
        course = run_nodes(url, articles=4, rounds=SAVES, kills=1)
    assert (course.lost, course.stale, course.refused) == ([], [], [])
    assert len(course.saved) >= SAVES + 4
    assert all(
        re.search(r"^index: \d+ waiting, \d+\.\d s behind$", told, re.M) for told in course.health
    )
