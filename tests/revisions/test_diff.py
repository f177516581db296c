"""Comparisons are exact, readable and limited in work."""

import random
import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.revisions.diff import (
    Comparison,
    DiffSegment,
    Fold,
    Row,
    compare_fields,
    compare_texts,
    compare_values,
)

TEXTS = st.lists(
    st.sampled_from(
        [
            "och",
            "en",
            "ö",
            "Å ä",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            ".",
            "_",
            "a\u0308",
            "\u200d",
            "👨🏽",
            "🇸",
            "\u200b",
            "",
        ]
    )
).map("".join) | st.text(max_size=30)


def _old(comparison: Comparison) -> str:
    return "".join(s.text for row in comparison.rows for s in row.old_segments)


def _new(comparison: Comparison) -> str:
    return "".join(s.text for row in comparison.rows for s in row.new_segments)


def _marked(segments: tuple[DiffSegment, ...]) -> str:
    patterns = {"equal": "{}", "insert": "[+{}]", "delete": "[-{}]"}
    return "".join(patterns[segment.kind].format(segment.visible) for segment in segments)


@pytest.mark.parametrize(
    ("old", "new", "inline"),
    [
        ("en ny tjänst\n", "en ny vara\n", "en ny [-tjänst][+vara]\n"),
        ("på lång sikt", "på kort tid", "på [-lång sikt][+kort tid]"),
        ("Förändra nu", "Förändrat nu", "[-Förändra][+Förändrat] nu"),
        ("a b c", "a  b c", "a[-·][+··]b c"),
        ("slut rad", "slut rad  ", "slut rad[+··]"),
        ("en rad", "en rad\n", "en rad[+↵]"),
        ("en rad\n", "en rad\r\n", "en rad[-↵][+␍↵]"),
        ("\tkod x", "    kod x", "[-→][+····]kod x"),
        ("ett _nytt_ ord", "ett *nytt* ord", "ett [-_][+*]nytt[-_][+*] ord"),
        ("ett ord här", "ett o\u200brd här", "ett [-ord][+o‹U+200B›rd] här"),
        ("fri\xadlufts dag", "frilufts dag", "[-fri‹U+00AD›lufts][+frilufts] dag"),
        ("slut rad", "slut\u2060 rad\u200e", "slut[+‹U+2060›] rad[+‹U+200E›]"),
        ("10\u2009000 kr", "10 000 kr", "10[-‹U+2009›][+·]000 kr"),
        (
            "bor 👨\u200d👩\u200d👧 här",
            "bor 👨\u200d👩\u200d👦 här",
            "bor [-👨\u200d👩\u200d👧][+👨\u200d👩\u200d👦] här",
        ),
        ("bra 👍🏽 så", "bra 👍🏿 så", "bra [-👍🏽][+👍🏿] så"),
        ("från 🇸🇪🇳🇴 hit", "från 🇸🇪🇳🇱 hit", "från 🇸🇪[-🇳🇴][+🇳🇱] hit"),
        (
            "steg 1\ufe0f\u20e3 nu",
            "steg 2\ufe0f\u20e3 nu",
            "steg [-1\ufe0f\u20e3][+2\ufe0f\u20e3] nu",
        ),
        ("ordet क्षि är", "ordet क्षा är", "ordet [-क्षि][+क्षा] är"),
        ("می\u200cروم hem", "میروم hem", "[-می\u200cروم][+میروم] hem"),
    ],
)
def test_a_changed_line_is_compared_by_word(old: str, new: str, inline: str) -> None:
    (row,) = compare_texts(old, new).rows
    assert row.kind == "changed"
    assert _marked(row.inline_segments) == inline


def test_rows_fit_side_by_side() -> None:
    old = "Rubrik\n\nSista stycket om tvätt.\nBort med detta.\n"
    new = "Rubrik\n\nNytt här.\nSista stycket om tvättmaskiner.\n"
    rows = [(row.kind, row.old_number, row.new_number) for row in compare_texts(old, new).rows]
    assert rows == [
        ("equal", 1, 1),
        ("equal", 2, 2),
        ("added", None, 3),
        ("changed", 3, 4),
        ("removed", 4, None),
    ]


def test_letters_with_marks_stay_whole() -> None:
    (row,) = compare_texts("ma\u0308n o a\u030angest", "ma\u0308n o a\u030angesten").rows
    assert _marked(row.old_segments) == "ma\u0308n o [-a\u030angest]"


def test_unchanged_runs_are_folded_with_a_count() -> None:
    lines = [f"rad {number}\n" for number in range(1, 21)]
    changed = [*lines[:9], "helt annat\n", *lines[10:]]
    shown = compare_texts("".join(lines), "".join(changed)).folded()
    assert shown[0] == Fold(6)
    assert [row.old_number for row in shown if isinstance(row, Row)] == [
        *(7, 8, 9),
        *(10, None),
        *(11, 12, 13),
    ]
    assert shown[-1] == Fold(7)


def test_a_single_line_is_not_folded() -> None:
    shown = compare_texts("1\n2\n3\n4\nold", "1\n2\n3\n4\nnew").folded()
    assert [row.kind for row in shown] == ["equal"] * 4 + ["removed", "added"]


def test_equal_texts_have_no_changes() -> None:
    assert compare_texts("samma\n", "samma\n").is_equal
    assert not compare_texts("samma\n", "samma").is_equal
    assert compare_texts("", "").rows == ()


def test_values_of_every_type_are_compared() -> None:
    assert _marked(compare_values("Ny titel", "Ny rubrik").rows[0].inline_segments) == (
        "Ny [-titel][+rubrik]"
    )
    assert [row.kind for row in compare_values([4, 10], [4, 10, 17]).rows] == [
        "equal",
        "changed",
        "added",
    ]
    assert compare_values(None, 1999).rows[0].kind == "added"


def test_only_fields_that_differ_are_returned() -> None:
    old = {"place": "Borås", "year": 1990, "spread": "Inget."}
    new = {"year": 1991, "spread": "Inget.", "stage": "realising"}
    assert [name for name, _ in compare_fields(old, new)] == ["place", "year", "stage"]


@given(TEXTS, TEXTS)
def test_the_joined_segments_are_both_texts(old: str, new: str) -> None:
    comparison = compare_texts(old, new)
    assert _old(comparison) == old
    assert _new(comparison) == new
    assert comparison.is_equal == (old == new)


@given(TEXTS, TEXTS)
def test_the_inline_view_contains_both_texts(old: str, new: str) -> None:
    segments = [s for row in compare_texts(old, new).rows for s in row.inline_segments]
    assert "".join(s.text for s in segments if s.kind != "insert") == old
    assert "".join(s.text for s in segments if s.kind != "delete") == new


@given(TEXTS, TEXTS)
def test_folding_keeps_every_line_counted(old: str, new: str) -> None:
    comparison = compare_texts(old, new)
    shown = comparison.folded(context=1)
    counts = [row.count if isinstance(row, Fold) else 1 for row in shown]
    assert sum(counts) == len(comparison.rows)


@cache
def _hostile() -> dict[str, tuple[str, str]]:
    size = 256 * 1024
    dice = random.Random(7)

    def mix(alphabet: str) -> str:
        return "".join(dice.choices(alphabet, k=size))

    words = ["och", "att", "det", "i", "på", *(f"ord{n}" for n in range(3000))]
    prose = [" ".join(dice.choices(words, k=12)) + ".\n" for _ in range(4500)]
    rewritten = [line.replace("och", "men") if n % 2 else line for n, line in enumerate(prose)]
    shuffled = dice.sample(prose, len(prose))
    half = ["".join(dice.choices("ab ", k=16)) + "\n" for _ in range(14_900)]
    return {
        "line feeds": ("\n" * size, "a\n" * (size // 2)),
        "few letters per line": (mix("ab\n"), mix("ab\n")),
        "a single long line": (mix("ab "), mix("ab ")),
        "a single line of punctuation": (mix(".,"), mix(".,;")),
        "short lines": (mix("ab cd         \n"), mix("ab cd         \n")),
        "lines of few words": ("".join(half), "".join(dice.sample(half, len(half)))),
        "prose in part rewritten": ("".join(prose), "".join(rewritten)),
        "prose shuffled": ("".join(prose), "".join(shuffled)),
        "line endings converted": ("".join(prose), "".join(prose).replace("\n", "\r\n")),
        "nothing in common": ("a" * size, "b" * size),
        "every other line": (
            "".join(f"x y {n}\n" if n % 2 else "=\n" for n in range(14_000)),
            "".join(f"x y {n + 1}\n" if n % 2 else "=\n" for n in range(14_000)),
        ),
        "blocks of like lines": (
            "".join("=\n" if n % 50 == 0 else f"a b c {n}\n" for n in range(14_900)),
            "".join("=\n" if n % 50 == 0 else f"a b d {n}x\n" for n in range(14_900)),
        ),
    }


HOSTILE = (
    "line feeds",
    "few letters per line",
    "a single long line",
    "a single line of punctuation",
    "short lines",
    "lines of few words",
    "prose in part rewritten",
    "prose shuffled",
    "line endings converted",
    "nothing in common",
    "every other line",
    "blocks of like lines",
)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_any_pair_of_texts_is_compared_in_time(name: str) -> None:
    old, new = _hostile()[name]
    started = time.process_time()
    comparison = compare_texts(old, new)
    comparison.folded()
    seconds = time.process_time() - started
    assert _old(comparison) == old
    assert _new(comparison) == new
    # Five times what a slow core needs: only a runaway comparison fails.
    assert seconds < 5, seconds


def test_a_text_of_very_many_lines_is_compared_as_blocks() -> None:
    lines = [f"{number}\n" for number in range(20_000)]
    changed = [*lines[:10_000], "x\n", *lines[10_000:]]
    comparison = compare_texts("".join(lines), "".join(changed))
    assert comparison.is_coarse
    assert [row.kind for row in comparison.folded()] == [
        *("fold", "equal", "equal", "equal"),
        "added",
        *("equal", "equal", "equal", "fold"),
    ]
    assert comparison.folded()[0] == Fold(9997)
