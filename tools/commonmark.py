"""Count on how many examples of the CommonMark specification we agree: `make commonmark` (npm).

Left out are examples of raw HTML, which is shown as text here, and of pictures, which have rules of
their own. The others are compared by elements, addresses and words. Each that differs is listed
below with the reason; one that differs without a reason, or no longer differs, is a fault.
"""

import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.markup.agreement import normal_form
from tools.npm import get_file
from wiki.markup.render import render

_VERSION = "0.31.2"
_SHA512 = "vXKxmclzJPymhOJYD26G0oBjVmIcKC8p5m2DvHIq1A1btr1m0r0dT/PzRA5/nwxUbCAPedMNPEoiQE+zvuOcOw=="
_SPEC = Path(__file__).parent.parent / ".venv" / f"commonmark-spec-{_VERSION}.txt"
_LEAST = 513

_EXAMPLE = re.compile(
    r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} +([^\n]*)$", re.DOTALL | re.MULTILINE
)
_LEFT_OUT = {"HTML blocks", "Raw HTML", "Images"}
_RAW_HTML = re.compile(r"<(?!https?:|mailto:|[^<>@ ]+@|[a-z][a-z0-9+.-]+:)/?[a-zA-Z!?][^\n]*")

# Why examples differ, and their numbers.
_REASONS = {
    number: reason
    for reason, numbers in {
        "a heading without words is not shown: nobody could be led to it": [79],
        "only what is certainly an address defines a link, so that a list of sources stays text": [
            *(194, 203, 204)
        ],
        "a link that leads nowhere is shown as its words": [200, 485, 486, 487, 567],
        "a link without words shows its address: a screen reader could not name it": [484],
        "a picture from elsewhere is a link, since no page makes a request to another host": [
            *(517, 520, 531)
        ],
        "two brackets are a wiki link": [548, 559],
        "links lead to the web and to e-mail addresses only, never to other programs": [
            *(596, 598, 599, 601)
        ],
        "a bare address is a link, as on GitHub": [602, 608, 611, 612],
    }.items()
    for number in numbers
}


@dataclass(frozen=True)
class _Example:
    """An example: what is written, and what it means."""

    number: int
    section: str
    source: str
    html: str


def main() -> int:
    """Print the counts and the differences; return 1 if there are too many or unknown ones."""
    if not shutil.which("npm"):
        sys.exit("Not found: npm. See docs/testing.md.")
    get_file(f"commonmark-spec@{_VERSION}", _SHA512, "package/spec.txt", _SPEC)
    examples = list(_read_examples(_SPEC.read_text("utf-8")))
    differing = [example for example in examples if not _agrees(example)]
    _print_counts(examples, differing)
    numbers = {example.number for example in differing}
    for example in differing:
        print(f"{example.number}: {_REASONS.get(example.number, 'NO REASON')}")
        if example.number not in _REASONS:
            print(f"  {example.source!r}\n  {example.html!r}\n  {_render(example)!r}")
    known = sorted(_REASONS.keys() - numbers)
    if known:
        print(f"These agree by now; take them off the list: {known}")
    is_few = len(examples) - len(differing) < _LEAST
    return int(is_few or bool(known) or not numbers <= _REASONS.keys())


def _read_examples(text: str) -> Iterator[_Example]:
    """Yield the examples that count, with the numbers that the specification gives them."""
    section, number = "", 0
    for found in _EXAMPLE.finditer(text):
        if found[3] is not None:
            section = found[3]
            continue
        number += 1
        source, html = (part.replace("→", "\t") for part in found.groups()[:2])
        if section not in _LEFT_OUT and not _RAW_HTML.search(source):
            yield _Example(number, section, source, html)


def _render(example: _Example) -> str:
    return render(example.source, "en", frozenset()).html


def _agrees(example: _Example) -> bool:
    return normal_form(_render(example)) == normal_form(example.html)


def _print_counts(examples: list[_Example], differing: list[_Example]) -> None:
    """Print how many examples of each section agree."""
    totals = Counter(example.section for example in examples)
    faults = Counter(example.section for example in differing)
    for section, total in totals.items():
        print(f"{section:40} {total - faults[section]:3} of {total}")
    print(f"{'All':40} {len(examples) - len(differing):3} of {len(examples)}; at least {_LEAST}")


if __name__ == "__main__":
    sys.exit(main())
