"""Check what is written about the site, and when an announcement is shown."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from wiki.errors import InvalidInput
from wiki.site.presentation import EMPTY, Presentation, changed_fields, read_presentation


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"name_sv": "x" * 61}, "name_sv", "högst 60"),
        ({"name_en": "a\x00"}, "name_en", "inte är text"),
        ({"contact": "ring oss"}, "contact", "fullständig e-postadress"),
        ({"social_media": ("javascript:alert(1)",)}, "social_media", "webbadress"),
        ({"accent": "blå"}, "accent", "Skriv en färg"),
        ({"accent": "#12345"}, "accent", "Skriv en färg"),
        ({"accent": "#fc0"}, "accent", "är 1,3 till 1, och måste vara minst 4,5"),
        ({"announcement_sv": "x" * 501}, "announcement_sv", "högst 500"),
        ({"announcement_kind": "party"}, "announcement_kind", "Välj vilket"),
        (
            {"announcement_from": "2026-03-02", "announcement_until": "2026-03-01"},
            "announcement_until",
            "före den första",
        ),
        ({"cases_sv": tuple("abcdefg")}, "cases_sv", "högst 6 rader"),
        ({"searches_en": ("x" * 61,)}, "searches_en", "högst 60"),
        ({"answer_en": "\x07"}, "answer_en", "inte är text"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    app: Flask, values: dict[str, Any], field: str, words: str
) -> None:
    with app.test_request_context("/sv/"):
        with pytest.raises(InvalidInput) as refused:
            Presentation(**values).check()
        assert list(refused.value.fields) == [field]
        assert words in str(refused.value.fields[field])


def test_what_is_right_gets_one_form() -> None:
    checked = Presentation(
        name_sv="  Vår   wiki ",
        accent=" 1A5F8A",
        searches_sv=("  lek ", "", "lek", "vatten"),
        answer_sv="Ett svar.\r\n",
    ).check()
    assert checked.name_sv == "Vår wiki"
    assert checked.accent == "#1a5f8a"
    assert checked.searches_sv == ("lek", "vatten")
    assert checked.answer_sv == "Ett svar."
    assert checked.check() == checked


@pytest.mark.parametrize(
    ("first", "last", "day", "is_shown"),
    [
        ("", "", 15, True),
        ("2026-03-15", "2026-03-15", 15, True),
        ("2026-03-16", "", 15, False),
        ("", "2026-03-14", 15, False),
        ("2026-03-01", "2026-03-31", 15, True),
    ],
)
def test_an_announcement_has_its_days(first: str, last: str, day: int, is_shown: bool) -> None:
    said = Presentation(announcement_sv="Stängt.", announcement_from=first, announcement_until=last)
    assert (said.announcement("sv", date(2026, 3, day)) is not None) is is_shown


@pytest.mark.parametrize(
    ("sv", "en", "asked", "text", "language"),
    [("Hej", "Hello", "en", "Hello", "en"), ("Hej", "", "en", "Hej", "sv")],
)
def test_an_announcement_in_one_language_is_shown_in_both(
    sv: str, en: str, asked: str, text: str, language: str
) -> None:
    said = Presentation(announcement_sv=sv, announcement_en=en)
    found = said.announcement(asked, date(2026, 3, 1))
    assert found
    assert (found.text, found.language) == (text, language)


def test_what_a_later_or_earlier_program_stored_is_read() -> None:
    read = read_presentation({"name_sv": "Vi", "cases_sv": ["A", "B"], "motto": "x"})
    assert read == Presentation(name_sv="Vi", cases_sv=("A", "B"))
    assert changed_fields(EMPTY, read) == ["name_sv", "cases_sv"]
