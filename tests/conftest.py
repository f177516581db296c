"""Load the fixtures, and mark each test by what it needs."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.hurry import left_out

# Until all tests are collected nothing is garbage, and looking for it takes a seventh of the time.
gc.disable()

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
    "tests.fixtures.s3",
    "tests.fixtures.people",
    "tests.fixtures.browser",
]

MARKER_OF_FIXTURE = {
    "new_database": "database",
    "browser": "browser",
    "server_url": "browser",
    "started_wiki": "long",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by their fixtures, before `-m` selects by the markers."""
    hurried = set(left_out(items, config.rootpath))
    config.hook.pytest_deselected(items=list(hurried))
    items[:] = [item for item in items if item not in hurried]
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if marker := MARKER_OF_FIXTURE.get(fixture):
                item.add_marker(marker)


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never among what was imported and collected so far."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)
