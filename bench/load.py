"""Load 1,000 articles of 300 words from a folder, index included, as `content load` does.

Prints the wall time (at most 60 s), in all and of each part.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

if not __package__:  # started as a file, `python bench/load.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.corpus import make_documents
from bench.wikis import new_wiki
from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.content.actions import load_folder
from wiki.content.folder import Folder, read_folder, write_folder
from wiki.search.index.drainer import drain_now


def main() -> None:
    """Write a folder, then load and index it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as path, new_wiki(0) as app, app.app_context():
        write_folder(Path(path), Folder([], list(make_documents(articles))))
        begin = time.monotonic()
        folder, faults = read_folder(Path(path))
        if faults:
            raise ExceptionGroup("the folder is broken", faults)
        load_folder(folder, lambda *_: None, ensure_editorial_account("Bench"))
        loaded = time.monotonic()
        drain_now(app)
        indexed = time.monotonic()
    print(f"{articles} articles: loaded in {loaded - begin:.1f} s")
    print(f"indexed in {indexed - loaded:.1f} s")
    print(f"together {indexed - begin:.1f} s (at most 60 for 1,000)")


if __name__ == "__main__":
    main()
