"""The arrays of each segment: damage is noticed, and they are restored from Whoosh's own files."""

import random
from pathlib import Path

import numpy as np
import pytest

from tests.search.corpora import make_document, make_index, make_random_index
from wiki.search.index.store import ArraysUnusableError, Index, open_index
from wiki.search.index.writer import update_index
from wiki.search.ranking.bm25f import Scoring
from wiki.search.ranking.plan import make_plan
from wiki.search.ranking.query import parse
from wiki.search.segments.arrays import ArraysTornError, read_arrays, term_key


def arrays_of(index: Index) -> list[Path]:
    return sorted(index.folder().glob("*.arr"))


def segments_of(index: Index) -> list[Path]:
    return sorted(index.folder().glob("*.seg"))


@pytest.mark.long
def test_a_commit_of_one_article_adds_one_small_set_and_keeps_the_rest(tmp_path: Path) -> None:
    chance = random.Random(1)
    index = make_index(tmp_path, [make_document(chance, number) for number in range(1, 200)])
    before = index.open()
    update_index(index.folder(), [5], [make_document(chance, 5)], before)
    after = index.open()
    assert len(after.segments) == 2
    assert after.segments[0].segment is before.segments[0].segment
    assert after.segments[1].segment.arrays.document_count == 1
    assert int(after.alive.sum()) == int(before.alive.sum()) == 199
    assert before.size == 199


@pytest.mark.long
def test_segments_stay_few_and_no_arrays_are_left_behind(tmp_path: Path) -> None:
    index = make_random_index(tmp_path, 2, articles=120, commits=60)
    assert len(segments_of(index)) < 20
    assert [path.stem.removeprefix("arrays-") for path in arrays_of(index)] == [
        path.stem for path in segments_of(index)
    ]
    snapshot = index.open()
    held = snapshot.entries[0][snapshot.alive].tolist()
    assert len(held) == len(set(held))


@pytest.mark.long
def test_a_merge_numbers_documents_as_whoosh_does(tmp_path: Path) -> None:
    index = make_random_index(tmp_path, 4, articles=30, commits=40)
    snapshot = index.open()
    with open_index(index.folder()).reader() as reader:
        stored = dict(reader.iter_docs())
    assert set(np.nonzero(snapshot.alive)[0].tolist()) == set(stored)
    for number, fields in stored.items():
        assert snapshot.stored_ids(number) == (
            int(fields["article_id"]),
            fields["revision_id"],
            fields["published_seconds"],
            fields["check_day"],
        )


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "garbled", "garbled head"])
def test_damaged_arrays_are_noticed_and_made_again_from_whoosh(tmp_path: Path, damage: str) -> None:
    index = make_random_index(tmp_path, 5, articles=40, commits=4)
    snapshot = index.open()
    plan = make_plan(parse("social innovation skolan omsorg"), snapshot)
    before = np.where(snapshot.alive, Scoring(snapshot).score(plan).scores, 0)
    path = max(arrays_of(index), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    path.unlink()
    if damage == "garbled":
        content[-200] ^= 1
    elif damage == "garbled head":
        content[20] ^= 1
    cut = {"empty": 0, "cut": len(content) // 2}.get(damage, len(content))
    if damage != "missing":
        path.write_bytes(content[:cut])
    index.forget()
    with pytest.raises(ArraysUnusableError):
        index.open()
    assert index.restore_arrays() == 1
    after = index.open()
    assert after.name == snapshot.name
    scores = np.where(after.alive, Scoring(after).score(plan).scores, 0)
    # Restored arrays do not count deleted documents any more.
    assert np.nonzero(scores)[0].tolist() == np.nonzero(before)[0].tolist()
    assert scores == pytest.approx(before, rel=0.1)


def test_arrays_read_back_are_those_that_were_written(tmp_path: Path) -> None:
    chance = random.Random(6)
    index = make_index(tmp_path, [make_document(chance, number) for number in range(1, 50)])
    (path,) = arrays_of(index)
    written = path.read_bytes()
    path.unlink()
    index.restore_arrays()
    is_same = path.read_bytes() == written  # a difference is not worth printing
    assert is_same


def test_arrays_of_no_segment_are_a_file_not_found(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_arrays(tmp_path, "MAIN_gone")
    (tmp_path / "MAIN_here.seg").touch()
    with pytest.raises(ArraysTornError):
        read_arrays(tmp_path, "MAIN_here")


def test_keys_tell_fields_and_terms_apart() -> None:
    names = [("a", "bc"), ("ab", "c"), ("a", "b"), ("a", "\ud800"), ("a", "")]
    assert len({term_key(*name) for name in names}) == len(names)
