"""Real articles are within the limits, hostile texts are refused before they are parsed."""

import pytest

from tests.markup.corpus import ACCEPTED, HONEST
from wiki.errors import TooComplex
from wiki.markup.limits import MAX_BODY_BYTES, TOO_COMPLEX, TOO_LONG, check_limits


@pytest.mark.parametrize("name", HONEST)
def test_honest_articles_pass(name: str) -> None:
    check_limits(HONEST[name])


@pytest.mark.parametrize("name", ACCEPTED)
def test_odd_but_small_texts_pass(name: str) -> None:
    check_limits(ACCEPTED[name])


def test_the_length_is_counted_in_bytes() -> None:
    check_limits("å" * (MAX_BODY_BYTES // 2))
    with pytest.raises(TooComplex) as raised:
        check_limits("å" * (MAX_BODY_BYTES // 2 + 1))
    assert raised.value.message == TOO_LONG


@pytest.mark.parametrize(
    "source",
    [
        "[" * 20_001,
        "![" * 10_000,
        "[[a " * 8_001,
        "<" * 10_001,
        ">" * 13 + " a",
        "> " * 13 + "a",
        " " * 52 + "- a",
        "\t" * 13 + "- a",
        "[^1] " * 5_001,
        "\n".join(f"[^{n}]: a" for n in range(2_001)),
        "\n".join(f"*[A{n}]: a" for n in range(201)),
        "*[A]: " + "a" * 301,
        "|a\n" * 5_001,
        "|" * 30_001,
        "- a\n" * 8_001,
        "# a\n" * 2_001,
        "a\n=\n\n" * 2_001,
        "# a\n" * 1_001 + "a\n---\n" * 1_001,
        "```\n" * 1_001,
        "*a " * 30_001,
        "\ud800" * 100_000,
    ],
    ids=lambda source: source[:12].encode("unicode_escape").decode(),
)
def test_hostile_texts_are_refused(source: str) -> None:
    with pytest.raises(TooComplex) as raised:
        check_limits(source)
    assert raised.value.message in (TOO_COMPLEX, TOO_LONG)
