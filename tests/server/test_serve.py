"""How many connections the server holds at the most."""

import resource

import pytest

from wiki.server.serve import most_connections


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
