"""Take out of a line what nobody sees, and what turns the rest of it round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.characters import normalise_line, normalise_text


@pytest.mark.parametrize(
    "character",
    [
        *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
        *"\u200b\u2060\u2061\u2064\u206a\u206f\ufeff",
        *"\x80\x84\x86\x9b\x9f",
        *"\ufff9\ufffa\ufffb",
        *"\U000e0001\U000e0020\U000e0041\U000e007f",
        *"\u3164\u115f\u1160\uffa0\u2800\u17b4\U0001d173",
        *"\u200c\u200d\ufe00\ufe0f\U000e0100\U000e01ef",
    ],
)
def test_what_deceives_is_taken_out_of_a_line(character: str) -> None:
    for text in (f"Eva{character} Berg", f"{character}Eva Berg", f"Eva Berg{character * 3}"):
        assert normalise_line(text) == "Eva Berg"
    assert normalise_text(f"Eva{character}") == f"Eva{character}"  # a text stays as it was typed


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian
        "क्\u200dष",  # Devanagari
        "👩\u200d🔬 och 👨\u200d👩\u200d👧",
        "❤\ufe0f ✈\ufe0e 1\ufe0f\u20e3 ©\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # a flag
        "葛\U000e0100城市",
        "sam\xadhälls\xadinnovation",
        "שלום עולם",
        "Åsa Öberg – “Malmö”",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert normalise_line(text) == text


def test_nothing_deceptive_is_left_by_taking_out() -> None:
    assert normalise_line("a\u200d\u200b\u200db") == "ab"
    assert normalise_line("Ed\u202e\u200bit\u2066or") == "Editor"


@given(
    st.text(st.sampled_from("ab1é \xad\u200b\u200c\u200d\ufe0f\u202e\U000e0100\U000e0061❤🏴می\x85"))
)
def test_a_second_time_changes_nothing(text: str) -> None:
    once = normalise_line(text)
    assert normalise_line(once) == once
    assert not set(once) & set("\u200b\u202e")
