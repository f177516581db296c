"""Code is blanked where the renderer shows code, and nothing else, in linear time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.markup.corpus import HOSTILE
from wiki.markup.parse import blank_code


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("`x` y", "y"),
        ("``x ` x`` y", "y"),
        ("` y", "`y"),
        ("\\`y` y", "\\`y`y"),
        ("y `x\nx` y", "yy"),
        ("`y\n\ny`", "`yy`"),
        ("```\nx\n```\ny", "y"),
        ("~~~ x\nx\n```\nx\n~~~~\ny", "y"),
        ("````\nx\n```\nx\n````\ny", "y"),
        ("```\nx", ""),  # open to the end of the text
        ("- ```\n  x\n  ```\n- y", "-y"),
        ("> ```\n> x\n> ```\n> y", ">y"),
        ("1. y\n\n   ```\n   x\n   ```\n", "1.y"),
        ("y\n\n    x\n\n\tx\n\ny", "yy"),
        ("y\n    y", "yy"),
        ("- y\n\n    y\n\n    y", "-yyy"),
        ("[^1]: y\n\n    y", "[^1]:yy"),
        ("[^1]: y\n\ny\n\n    x", "[^1]:yy"),
        ("```x```y", "y"),
        ("```\r\nx\r\n```\r\ny", "y"),
    ],
)
def test_code_is_blanked_and_nothing_else(source: str, left: str) -> None:
    blanked = blank_code(source)
    assert len(blanked) == len(source)
    assert "".join(blanked.split()) == left


@given(st.text(alphabet="`~x \n\t->1.[^]:\\", max_size=80))
def test_no_place_moves(source: str) -> None:
    blanked = blank_code(source)
    assert len(blanked) == len(source)
    assert all(new in (old, " ") for old, new in zip(source, blanked, strict=True))


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    "source",
    [
        *HOSTILE.values(),
        "````x\n" * 30_000 + "```\n" * 30_000,
        "".join(f"{'`' * (number % 400 + 1)} " for number in range(3_000)),
        "~~~\n" * 60_000,
    ],
)
def test_blanking_takes_linear_time(source: str) -> None:
    started = time.process_time()
    blank_code(source)
    assert time.process_time() - started < 3
