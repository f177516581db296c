"""Store the postings of a segment as arrays in a file: written once, mapped, never changed.

The file holds a line of JSON that says where each array begins, then the arrays. It is written
under another name and renamed, so that nobody maps half a file; a checksum detects damage.
"""

import json
import mmap
import os
import struct
import zlib
from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Numbers = npt.NDArray[np.intp]

_SUFFIX = ".arr"
# Not the segment's name: Whoosh packs every file whose name begins with that into its own.
_PREFIX = "arrays-"
_MAGIC = b"MSIARR01"
_HEAD = struct.Struct("<8sIQ")  # magic, checksum of all that follows the head, length of the JSON
_ALIGNMENT = 64
# Smaller files are read: a mapping costs a page of memory at least, and two system calls.
_MAPPED_FROM_BYTES = 1 << 16


class ArraysTornError(Exception):
    """The arrays of a segment are missing or damaged."""


class Grams(NamedTuple):
    """Which grams the documents of a segment hold (see `wiki.search.language.grams`).

    - `words`: the numbers of the different words of each document, from `starts[i]` to
      `starts[i + 1]`.
    - `cuts`: likewise the grams of each word, by `cut_starts`, as places in `keys`.
    - `keys`: the sorted hashes of all grams; `frequencies` is how many documents hold each.
    - `sizes`: how many different grams each document holds.
    """

    starts: Array
    words: Array
    cut_starts: Array
    cuts: Array
    keys: Array
    frequencies: Array
    sizes: Array

    def cuts_of(self, document: int) -> Array:
        """Return the places in `keys` of a document's grams, once for each of its words."""
        words = self.words[self.starts[document] : self.starts[document + 1]]
        begins = self.cut_starts[words].astype(np.int64)
        sizes = self.cut_starts[words.astype(np.int64) + 1] - begins
        ends = np.cumsum(sizes)
        taken = np.repeat(begins - (ends - sizes), sizes)
        taken += np.arange(len(taken))
        cuts: Array = self.cuts[taken]
        return cuts


@dataclass(frozen=True)
class SegmentArrays:
    """The contents of one segment, with its documents numbered from 0.

    - `keys`: the sorted keys of all (field, term) pairs; see `term_key`. The postings of `keys[i]`
      are `documents[starts[i]:starts[i + 1]]`, `counts` is how often each holds the term, and
      `places[place_starts[i]:place_starts[i + 1]]` where, document by document.
    - `lengths`, `total_lengths`: how many terms each document, and all together, have in a field.
    - `entries`: four rows, article ids, revision ids, times of publication and days of checks.
    - `values`: the terms of the fields that group documents.
    - `words`: the sorted stems of each language, as UTF-8 with a line for each.
    - `grams`: parts of the words as they are written.
    """

    document_count: int
    keys: Array
    starts: Array
    documents: Array
    counts: Array
    place_starts: Array
    places: Array
    entries: Array
    lengths: Mapping[str, Array]
    total_lengths: Mapping[str, int]
    values: Mapping[str, list[str]]
    words: Mapping[str, Array]
    grams: Grams

    def words_of(self, language: str) -> list[str]:
        """Return the stems of all texts in a language, sorted."""
        return self.words[language].tobytes().decode().split("\n") if language in self.words else []

    @cached_property
    def _lookup(self) -> tuple[memoryview, memoryview]:
        """Return keys and starts as memoryviews, from which Python reads single numbers fastest."""
        return memoryview(self.keys.data), memoryview(self.starts.data)

    def place_of(self, key: int) -> int | None:
        """Return the place of a key, or None when the segment does not have it."""
        keys = self._lookup[0]
        place = bisect_left(keys, key)
        return place if place < len(keys) and keys[place] == key else None

    def frequency(self, key: int) -> int:
        """Return how many documents hold the field and term of `key`."""
        place = self.place_of(key)
        starts = self._lookup[1]
        return 0 if place is None else starts[place + 1] - starts[place]

    def documents_with(self, key: int) -> Array:
        """Return the documents that hold the field and term of `key`."""
        place = self.place_of(key)
        if place is None:
            return self.documents[:0]
        return self.documents[self.starts[place] : self.starts[place + 1]]


@lru_cache(maxsize=20_000)
def term_key(field: str, term: str) -> int:
    """Return the 64-bit hash that stands for a term of a field.

    With ten million terms, the chance that any two share a hash is 1 in 400,000.
    """
    return term_key_of_bytes(field, term.encode("utf-8", "surrogatepass"))


def term_key_of_bytes(field: str, term: bytes) -> int:
    """Return the hash of a term of a field from the term's UTF-8 bytes."""
    digest = blake2b(b"%b\0%b" % (field.encode("ascii"), term), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def arrays_path(folder: Path, segment: str) -> Path:
    """Return the path of a segment's arrays."""
    return folder / f"{_PREFIX}{segment}{_SUFFIX}"


def delete_arrays_but(folder: Path, segments: Collection[str]) -> None:
    """Delete the arrays of all other segments; a process that has mapped them can still read."""
    for path in folder.glob(f"{_PREFIX}*"):
        if path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX) not in segments:
            path.unlink()


def write_arrays(folder: Path, segment: str, arrays: SegmentArrays) -> None:
    """Write the arrays of a segment; readers see the whole file or none."""
    named = {name: getattr(arrays, name) for name in _PLAIN}
    named.update((f"length:{name}", array) for name, array in arrays.lengths.items())
    named.update((f"words:{name}", array) for name, array in arrays.words.items())
    of_grams = zip(Grams._fields, arrays.grams, strict=True)
    named.update((f"grams:{name}", array) for name, array in of_grams)
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    offset = 0
    for name, array in named.items():
        places[name] = (array.dtype.str, array.shape, offset)
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    facts = {
        "document_count": arrays.document_count,
        "total_lengths": dict(arrays.total_lengths),
        "values": dict(arrays.values),
        "arrays": places,
    }
    header = json.dumps(facts).encode()
    header += b" " * (-(len(header) + _HEAD.size) % _ALIGNMENT)
    checksum = zlib.crc32(header)
    path = arrays_path(folder, segment)
    fresh = path.with_suffix(".new")
    with open(fresh, "wb") as file:
        file.write(bytes(_HEAD.size))
        file.write(header)
        for array in named.values():
            content = np.ascontiguousarray(array).tobytes()
            content += bytes(-len(content) % _ALIGNMENT)
            checksum = zlib.crc32(content, checksum)
            file.write(content)
        file.seek(0)
        file.write(_HEAD.pack(_MAGIC, checksum, len(header)))
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


_PLAIN = ("keys", "starts", "documents", "counts", "place_starts", "places", "entries")


def read_arrays(folder: Path, segment: str) -> SegmentArrays:
    """Map the arrays of a segment; raise ArraysTornError when they are missing or damaged."""
    try:
        content = _map(arrays_path(folder, segment))
        return _read(content)
    except FileNotFoundError as error:
        if not (folder / f"{segment}.seg").exists():
            raise  # the segment was merged away meanwhile: the caller tries again
        raise ArraysTornError(f"the arrays of segment {segment} are missing") from error
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise ArraysTornError(f"the arrays of segment {segment} are torn") from error


def _map(path: Path) -> memoryview:
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < _MAPPED_FROM_BYTES:
            return memoryview(file.read())
        return memoryview(mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ))


def _read(content: memoryview) -> SegmentArrays:
    magic, checksum, header_bytes = _HEAD.unpack_from(content)
    if magic != _MAGIC or zlib.crc32(content[_HEAD.size :]) != checksum:
        raise ValueError("checksum")
    begin = _HEAD.size + header_bytes
    facts = json.loads(bytes(content[_HEAD.size : begin]))
    found: dict[str, Array] = {}
    for name, (kind, shape, offset) in facts["arrays"].items():
        dtype = np.dtype(kind)
        size = int(np.prod(shape, dtype=np.int64))
        found[name] = np.frombuffer(content, dtype, size, begin + offset).reshape(shape)
    return SegmentArrays(
        document_count=facts["document_count"],
        total_lengths=facts["total_lengths"],
        values=facts["values"],
        lengths=_below(found, "length:"),
        words=_below(found, "words:"),
        grams=Grams(**_below(found, "grams:")),
        **{name: found[name] for name in _PLAIN},
    )


def _below(found: Mapping[str, Array], prefix: str) -> dict[str, Array]:
    return {
        name.removeprefix(prefix): array for name, array in found.items() if name.startswith(prefix)
    }
