"""An index that could not be written can be written again."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.corpora import make_document
from wiki.search.index.documents import IndexDocument
from wiki.search.index.writer import build_index


def test_a_commit_that_fails_locks_nothing(tmp_path: Path) -> None:
    in_the_way = tmp_path / "_MAIN_1.toc"
    readings = iter([False, True])  # the first is for the words alone

    def read_documents() -> Iterator[IndexDocument]:
        yield make_document(random.Random(7), 1)
        if next(readings):
            in_the_way.mkdir()

    with pytest.raises(Exception, match=r"_MAIN_1\.toc") as raised:
        build_index(tmp_path, read_documents)
    in_the_way.rmdir()
    # The error still holds the writer, and with it what the writer has not given back.
    assert build_index(tmp_path, lambda: [make_document(random.Random(7), 1)]) == 1
    assert raised.tb
