"""Load the fixtures, and mark each test by what it needs."""

import gc
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine must not fail a property test; speed is measured in bench/.
settings.register_profile("untimed", parent=settings(), deadline=None)
# For `make unit`: a tenth of the examples; `make test` tries them all.
settings.register_profile("quick", settings.get_profile("untimed"), max_examples=10)
settings.load_profile("untimed")

# Database and index rightly wait for the disk at each commit; a folder in memory is faster.
_MEMORY = Path("/dev/shm")
_MIN_FREE_BYTES = 2**30
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _MIN_FREE_BYTES:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.application",
    "tests.fixtures.sample",
    "tests.fixtures.mail",
    "tests.fixtures.people",
    "tests.fixtures.browser",
]

MARKER_OF_FIXTURE = {
    "new_database": "database",
    "browser": "browser",
    "server_url": "browser",
    "started_wiki": "long",
}


# In a hurry, PostgreSQL gets so many sets of parameters of each test: more ask the same of it.
_MOST_SETS = 3


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their fixtures, before `-m` selects by the markers."""
    if os.environ.get("WIKI_HURRY") and os.environ.get("WIKI_TEST_DATABASE") == "postgresql":
        sets: Counter[str] = Counter()
        for item in items:
            sets[item.nodeid.partition("[")[0]] += 1
            if sets[item.nodeid.partition("[")[0]] > _MOST_SETS:
                item.add_marker("slow")
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if marker := MARKER_OF_FIXTURE.get(fixture):
                item.add_marker(marker)


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never among what was imported and collected so far."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
