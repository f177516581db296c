"""Compare our own code with libraries that could replace it: time, memory, results.

Decisions 60 to 63 quote its figures. Libraries that are not installed are skipped:
`pip install merge3 patiencediff safetensors`.
"""

import argparse
import importlib
import json
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

if not __package__:  # started as a file, `python bench/libraries.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from bench.corpus import make_words
from bench.relevance import slip
from wiki.articles.merge import merge_texts
from wiki.search.cache import SharedCache
from wiki.search.language import analysis
from wiki.search.language.spelling import WordList
from wiki.search.segments import arrays
from wiki.search.segments.grams import make_grams

# Hard texts, as in tests/articles/test_merge.py: 256 kB from each of these sets of characters.
_ALPHABETS = ("a\n", "ab\n", "ab ", "\n", "\r\n", ".,;", "abcdefgh    \n")
_MOST_SECONDS = 20
_TYPED = 2_000
_CALLS = 100_000


def main() -> None:
    """Print the comparisons named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="merge, lookalikes, arrays, cache; or all")
    parser.add_argument("--docs", type=Path, help="use the stems of these documents (JSON lines)")
    given = parser.parse_args()
    comparisons: dict[str, Callable[[], None]] = {
        "merge": compare_merge,
        "lookalikes": partial(compare_lookalikes, given.docs),
        "arrays": compare_arrays,
        "cache": compare_cache,
    }
    for name in given.names or comparisons:
        print(f"\n{name}")
        comparisons[name]()


def _find(name: str) -> Any:
    """Return a library, or None when it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"  {name} is not installed")
        return None


def _milliseconds(work: Callable[[], object], times: int = 5) -> float:
    found = []
    for _ in range(times):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return statistics.median(found) * 1000


def _in_child(work: Callable[[], str]) -> str:
    """Return the result of `work` in a child process, which may fail or take too long."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sending.send(_try(work)))
    child.start()
    sending.close()
    try:
        if not receiving.poll(_MOST_SECONDS):
            return f"over {_MOST_SECONDS} s"
        return str(receiving.recv())
    finally:
        child.kill()
        child.join()


def _try(work: Callable[[], str]) -> str:
    try:
        return work()
    except BaseException as error:  # a Rust panic is not an Exception
        return f"fails ({type(error).__name__}: {error})"


def compare_merge() -> None:
    """Time the merge of three texts of 256 kB that have nothing or everything in common."""
    merge3, patience = _find("merge3"), _find("patiencediff")
    for alphabet in _ALPHABETS:
        dice = random.Random(3)
        texts = ["".join(dice.choices(alphabet, k=256 * 1024)) for _ in range(3)]
        results = [f"ours {_milliseconds(lambda: merge_texts(*texts), 1) / 1000:.2f} s"]  # noqa: B023 - called at once
        if merge3 and patience:
            for name, matcher in (
                ("patiencediff", patience.PatienceSequenceMatcher),
                ("difflib", None),
            ):

                def merge(matcher: Any = matcher, texts: Sequence[str] = texts) -> str:
                    versions = [text.splitlines(keepends=True) for text in texts]
                    merger = merge3.Merge3(*versions, sequence_matcher=matcher)
                    return f"{_milliseconds(lambda: list(merger.merge_groups()), 1) / 1000:.2f} s"

                results.append(f"merge3 with {name} {_in_child(merge)}")
        print(f"  {alphabet!r:16} {', '.join(results)}")


def compare_lookalikes(docs: Path | None) -> None:
    """Correct words with a typing mistake, and count how often the right word is found."""
    stems = sorted(_stems_of(docs)) if docs else make_words(random.Random(1))[0]
    known = WordList(stems)
    words = [stem for stem in stems if len(stem) >= 4 and stem.isalpha()]
    dice = random.Random(1)
    intended = [dice.choice(words) for _ in range(_TYPED)]
    typed = [slip(word, dice) for word in intended]
    begin = time.process_time()
    found = [[term for _, term in sorted(known.find_corrections(word))[:2]] for word in typed]
    each = (time.process_time() - begin) / _TYPED * 1000
    right = sum(
        word in near or word == slipped
        for word, slipped, near in zip(intended, typed, found, strict=True)
    )
    print(f"  corrections: {each:.2f} ms a word among {len(stems)} stems,")
    print(f"  {right} of {_TYPED} intended words among the best two")


def _stems_of(docs: Path) -> set[str]:
    rows = (json.loads(line) for line in docs.open(encoding="utf-8"))
    return {analysis.stem(word, "sv") for row in rows for word in analysis.words(row["text"])}


def compare_arrays() -> None:
    """Read 32 MB of arrays, and report how much of that is mapped, so shared by processes."""
    safetensors = _find("safetensors.numpy")
    made = _make_arrays()
    with tempfile.TemporaryDirectory() as name:
        folder, file = Path(name), Path(name, "all.safetensors")
        write = _milliseconds(lambda: arrays.write_arrays(folder, "MAIN_x", made))
        reading = _describe_reading(lambda: _named(arrays.read_arrays(folder, "MAIN_x")))
        print(f"  ours: written in {write:.0f} ms, synced, with a checksum; {reading}")
        if not safetensors:
            return
        write = _milliseconds(lambda: safetensors.save_file(_named(made), file))
        reading = _describe_reading(lambda: safetensors.load_file(file))
        print(f"  safetensors: written in {write:.0f} ms, neither; load_file {reading}")
        opened = importlib.import_module("safetensors").safe_open
        print(f"    safe_open {_describe_reading(lambda: _open_all(opened, file))}")
        begin = 8 + int.from_bytes(file.read_bytes()[:8], "little")
        facts = json.loads(file.read_bytes()[8:begin])
        places = {(begin + fact["data_offsets"][0]) % 64 for fact in facts.values()}
        print(f"    where arrays begin, modulo 64: {sorted(places)}")
        content = bytearray(file.read_bytes())
        content[-200] ^= 1
        file.write_bytes(content)
        safetensors.load_file(file)
        print("    a flipped bit is not noticed")


def _make_arrays() -> arrays.SegmentArrays:
    chance = np.random.default_rng(1)
    keys, postings, documents = 200_000, 2_000_000, 10_000
    return arrays.SegmentArrays(
        document_count=documents,
        keys=np.sort(chance.integers(0, 1 << 63, keys).astype(np.uint64)),
        starts=np.sort(chance.integers(0, postings, keys + 1).astype(np.uint32)),
        documents=chance.integers(0, documents, postings).astype(np.uint32),
        counts=chance.integers(0, 100, postings).astype(np.uint16),
        place_starts=np.sort(chance.integers(0, postings, keys + 1).astype(np.uint32)),
        places=chance.integers(0, 1_000, 2 * postings).astype(np.uint32),
        entries=np.zeros((4, documents), np.int64),
        lengths={},
        total_lengths={},
        values={},
        words={},
        grams=make_grams([]),
    )


def _named(made: arrays.SegmentArrays) -> dict[str, Any]:
    return {name: np.ascontiguousarray(getattr(made, name)) for name in arrays._PLAIN}


def _open_all(opened: Any, file: Path) -> dict[str, Any]:
    content = opened(file, "numpy")
    return {name: content.get_tensor(name) for name in content.keys()}  # noqa: SIM118 - no dictionary


def _describe_reading(read: Callable[[], dict[str, Any]]) -> str:
    took = _milliseconds(read)
    found = read().values()
    mapped = sum(array.nbytes for array in found if _is_mapped(array.ctypes.data))
    total = sum(array.nbytes for array in found)
    return f"read in {took:.0f} ms, {mapped / 1e6:.0f} of {total / 1e6:.0f} MB mapped from the file"


def _is_mapped(address: int) -> bool:
    """Return whether an address in memory of this process is mapped from the file (Linux)."""
    for row in Path("/proc/self/maps").read_text("utf-8").splitlines():
        first, last = (int(end, 16) for end in row.split()[0].split("-"))
        if first <= address < last:
            return "MAIN_x" in row or "safetensors" in row
    return False


def compare_cache() -> None:
    """Time looking up and storing a value in a full cache."""
    cache: SharedCache[int] = SharedCache(256, 60)
    for number in range(256):
        cache.put(number, number)
    found = _milliseconds(lambda: [cache.get(77) for _ in range(_CALLS)], 3)
    stored = _milliseconds(lambda: [cache.put(number, 1) for number in range(_CALLS)], 3)
    print(f"  {found / _CALLS * 1000:.1f} us found, {stored / _CALLS * 1000:.1f} us stored")


if __name__ == "__main__":
    main()
