"""Test which texts are stored, and in which form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.characters import FORBIDDEN
from wiki.search_log.texts import LONGEST, is_program, looks_personal, normalise_search


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  Social   Innovation ", "social innovation"),
        ("SKOLA\t och\nHEM", "skola och hem"),
        ("a\u030aldre", "åldre"),
        ("“exakt fras” -utan", "“exakt fras” -utan"),
        ("x" * 150, "x" * LONGEST),
        ("ord " * 40, ("ord " * 25).rstrip()),
        ("", ""),
        ("nul\x00l", ""),
        ("agenda 2030", "agenda 2030"),
        ("åren 2015-2020", "åren 2015-2020"),
        ("covid-19 2020", "covid-19 2020"),
        ("mål 10 11 12", "mål 10 11 12"),
        ("@", "@"),
    ],
)
def test_a_search_is_stored_in_one_form(text: str, stored: str) -> None:
    assert normalise_search(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "anna.andersson@example.org",
        "mejla anna @ example.org om",
        "anna＠example.org",
        "19811218-9876",
        "811218-9876",
        "8112189876",
        "811218+9876",
        "född 1981 12 18 9876",
        "811278-9873",
        "070-123 45 67",
        "070\u200b1234567",
        "08-123 456 78",
        "+46 70 123 45 67",
        "0046701234567",
        "ring (040) 66 57 000",
        "701234567",
        "８１１２１８-９８７６",
    ],
)
def test_personal_data_is_never_stored(text: str) -> None:
    assert looks_personal(text)
    assert normalise_search(f"fråga om {text} i kommunen") == ""
    assert normalise_search("x" * 120 + " " + text) == ""


@given(st.text(max_size=300))
def test_what_is_stored_is_short_stays_the_same_and_is_text(text: str) -> None:
    stored = normalise_search(text)
    assert len(stored) <= LONGEST
    assert not FORBIDDEN.search(stored)
    assert normalise_search(stored) in {stored, ""}


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit Safari", False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", True),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/142.0 Mobile Safari", False),
        ("Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/x)", True),
        ("facebookexternalhit/1.1", True),
        ("Mozilla/5.0 (compatible; ChatGPT-User/1.0)", True),
        ("Mozilla/5.0 (Linux) AppleWebKit Chrome-Lighthouse", True),
        ("Pingdom.com_bot_version_1.4", True),
        ("curl/8.5.0", True),
        ("python-requests/2.32", True),
        ("", True),
    ],
)
def test_programs_are_known_by_their_own_words(agent: str, expected: bool) -> None:
    assert is_program(agent) is expected
