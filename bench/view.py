"""Compare the time of an article's page in a large and in a small wiki, in the same run.

No page is ready: each is made anew.

Prints the median CPU time of a view in each, their ratio (at most 1.3), and the number of SQL
statements of a view (at most 5).
"""

import argparse
import random
import statistics
import sys
import time
from pathlib import Path

if not __package__:  # started as a file, `python bench/view.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask

from bench.wikis import count_statements, new_wiki

_VIEWS = 300


def main() -> None:
    """Measure, alternating between the two wikis so that a slow moment affects both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=100)
    parser.add_argument("--large", type=int, default=10_000)
    sizes = parser.parse_args()
    with (
        new_wiki(sizes.small, PAGE_CACHE_MEGABYTES=0) as small,
        new_wiki(sizes.large, PAGE_CACHE_MEGABYTES=0) as large,
    ):
        times: dict[int, list[float]] = {sizes.small: [], sizes.large: []}
        for round_number in range(_VIEWS + 20):
            for app, size in ((small, sizes.small), (large, sizes.large)):
                seconds = _view(app, f"/sv/articles/artikel-{random.randrange(size)}")
                if round_number >= 20:  # the first rounds fill the caches
                    times[size].append(seconds)
        statements = _count_statements(large)
    medians = {size: statistics.median(values) * 1000 for size, values in times.items()}
    for size, median in medians.items():
        print(f"{size:>6} articles: view {median:6.2f} ms CPU (median of {_VIEWS})")
    print(f"ratio {medians[sizes.large] / medians[sizes.small]:.2f} (at most 1.30)")
    print(f"{statements} SQL statements a view (at most 5)")


def _view(app: Flask, url: str) -> float:
    begin = time.process_time()
    response = app.test_client().get(url)
    seconds = time.process_time() - begin
    if response.status_code != 200:
        raise RuntimeError(f"{url} responded with {response.status_code}")
    return seconds


def _count_statements(app: Flask) -> int:
    with count_statements(app) as counted:
        _view(app, "/sv/articles/artikel-7")
    return len(counted)


if __name__ == "__main__":
    main()
