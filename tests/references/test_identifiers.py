"""Check the check digits of identifiers, right and wrong."""

import pytest

from wiki.references.identifiers import read_doi, read_isbn, read_orcid, read_ror


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1162/ITGG.2006.1.2.145", "10.1162/itgg.2006.1.2.145"),
        (" https://doi.org/10.1000/182 ", "10.1000/182"),
        ("http://dx.doi.org/10.1016%2FS0140-6736(05)1", "10.1016/s0140-6736(05)1"),
        ("doi: 10.1000.10/123.", "10.1000.10/123"),
        ("10.1/x", ""),
        ("11.1000/x", ""),
        ("10.1000/", ""),
        ("10.1000/a b", ""),
    ],
)
def test_a_doi_has_one_form(text: str, doi: str) -> None:
    assert read_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("978-0-306-40615-7", "9780306406157"),
        ("ISBN-13: 978 0 306 40615 7", "9780306406157"),
        ("0-306-40615-2", "9780306406157"),
        ("0-8044-2957-X", "9780804429573"),
        ("978–0–306–40615–7", "9780306406157"),
        ("979-10-90636-07-1", "9791090636071"),
        ("978-0-306-40615-6", ""),
        ("0-306-40615-3", ""),
        ("977-0-306-40615-7", ""),
        ("12345", ""),
    ],
)
def test_an_isbn_is_stored_as_thirteen_digits(text: str, isbn: str) -> None:
    assert read_isbn(text) == isbn


@pytest.mark.parametrize(
    ("text", "orcid"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0001-5109-3700", "0000-0001-5109-3700"),
        ("0000-0002-1694-233X", "0000-0002-1694-233X"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", ""),
        ("0000-0002-1825", ""),
    ],
)
def test_an_orcid_is_checked(text: str, orcid: str) -> None:
    assert read_orcid(text) == orcid


@pytest.mark.parametrize(
    ("text", "ror"),
    [
        ("https://ror.org/05wp7an13", "05wp7an13"),  # Malmö universitet
        ("016st3p78", "016st3p78"),  # Luleå tekniska universitet
        ("https://ror.org/05kb8h459", "05kb8h459"),  # Umeå universitet
        ("05wp7an14", ""),
        ("05wp7an1", ""),
        ("5wp7an13x", ""),
    ],
)
def test_a_ror_is_checked(text: str, ror: str) -> None:
    assert read_ror(text) == ror
