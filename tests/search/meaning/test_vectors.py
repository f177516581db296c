"""The file of vectors: what is written is read by all, and damage is told and mended."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wiki.search.meaning.model import DIMENSIONS
from wiki.search.meaning.vectors import UNKNOWN, VectorFile

ROW_BYTES = 408
IDS = np.array([30, 10, 20])


def directions(*axes: int) -> np.ndarray:
    vectors = np.zeros((len(axes), DIMENSIONS), np.float32)
    vectors[range(len(axes)), axes] = 1
    return vectors


@pytest.fixture
def file(tmp_path: Path) -> VectorFile:
    """Write a text of two passages, and one of one."""
    file = VectorFile(tmp_path / "vectors")
    file.write(10, directions(0, 1))
    file.write(20, directions(2))
    return file


def near(file: VectorFile, axis: int) -> list[float]:
    found = file.read().nearness(directions(axis)[0], IDS)
    return [round(float(value), 2) for value in found]


def test_the_nearest_passage_counts(file: VectorFile) -> None:
    assert near(file, 1) == [UNKNOWN, 1.0, 0.0]
    assert near(file, 2) == [UNKNOWN, 0.0, 1.0]


def test_a_text_that_was_indexed_again_is_near_in_both_places(file: VectorFile) -> None:
    found = file.read().nearness(directions(2)[0], np.array([20, 10, 20]))
    assert found.round(2).tolist() == [1.0, 0.0, 1.0]


def test_a_text_of_which_a_row_is_lost_is_not_whole(file: VectorFile) -> None:
    assert file.read().whole.tolist() == [10, 20]
    file.blank(np.array([1]))
    assert file.read().whole.tolist() == [20]


def test_without_a_file_or_documents_nothing_is_near(tmp_path: Path, file: VectorFile) -> None:
    assert near(VectorFile(tmp_path / "none"), 0) == [UNKNOWN] * 3
    assert not len(file.read().nearness(directions(0)[0], np.zeros(0, np.int64)))


def test_others_see_what_is_written_and_what_is_blanked(file: VectorFile) -> None:
    other = VectorFile(file.path)
    assert near(other, 2) == [UNKNOWN, 0.0, 1.0]
    file.write(30, directions(2))
    assert near(other, 2) == [1.0, 0.0, 1.0]
    file.blank(np.nonzero(other.read().revisions == 20)[0])
    assert near(other, 2) == [1.0, 0.0, UNKNOWN]


def test_blank_rows_are_used_again(file: VectorFile) -> None:
    size = file.path.stat().st_size
    file.blank(np.array([0, 1]))
    assert not any(file.path.read_bytes()[: 2 * ROW_BYTES])  # nothing is left of a hidden text
    file.write(30, directions(5, 6))
    assert file.path.stat().st_size == size
    assert near(file, 6) == [1.0, UNKNOWN, 0.0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: 2 * ROW_BYTES],
        lambda content: content[: 2 * ROW_BYTES + 100],
        lambda content: content[: 2 * ROW_BYTES] + bytes(ROW_BYTES),
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: content[: 2 * ROW_BYTES] + b"\xff" * ROW_BYTES,
    ],
)
def test_a_damaged_row_is_none_and_is_made_anew(
    file: VectorFile, spoil: Callable[[bytes], bytes]
) -> None:
    file.path.write_bytes(spoil(file.path.read_bytes()))
    assert near(file, 2) == [UNKNOWN, 0.0, UNKNOWN]
    file.write(20, directions(2))
    assert near(file, 2) == [UNKNOWN, 0.0, 1.0]
    assert file.path.stat().st_size == 3 * ROW_BYTES


@pytest.mark.parametrize("content", [b"", b"x", b"\xff" * 5_000, bytes(5_000)])
def test_a_foreign_file_has_no_vectors(file: VectorFile, content: bytes) -> None:
    file.path.write_bytes(content)
    assert near(file, 0) == [UNKNOWN] * 3
    file.write(10, directions(0))
    assert near(file, 0) == [UNKNOWN, 1.0, UNKNOWN]


@given(
    arrays(np.float32, (3, DIMENSIONS), elements=st.floats(-1, 1, width=32)),
    st.integers(1, 2**40),
)
def test_eight_bits_a_number_change_little(
    tmp_path_factory: pytest.TempPathFactory, vectors: np.ndarray, revision_id: int
) -> None:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    file = VectorFile(tmp_path_factory.mktemp("vectors") / "file")
    file.write(revision_id, vectors / lengths)
    found = file.read().nearness(vectors[0] / lengths[0], np.array([revision_id]))
    exact = (vectors / lengths @ (vectors[0] / lengths[0])).max()
    assert float(found[0]) == pytest.approx(float(exact), abs=0.05)
