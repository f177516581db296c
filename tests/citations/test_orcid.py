"""Read ORCID iDs."""

import pytest

from wiki.citations.orcid import read_orcid

CARBERRY = "0000-0002-1825-0097"


@pytest.mark.parametrize(
    "text",
    [
        CARBERRY,
        " 0000000218250097 ",
        "https://orcid.org/0000-0002-1825-0097/",
        "orcid.org/0000-0002-1825-0097",
        "ORCID: 0000-0002-1825-0097",
        "0000 0002 1825 0097",
        "0000\u20130002\u20131825\u20130097",  # as Word writes them
    ],
)
def test_an_id_is_read_however_it_is_copied(text: str) -> None:
    assert read_orcid(text) == CARBERRY


def test_the_last_sign_may_be_an_x() -> None:
    assert read_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000-0002-1825-0079",
        "0000-0002-1825-009",
        "0000-0002-1825-00977",
        "0000-0002-1825-0097; DROP",
        "https://example.org/0000-0002-1825-0097",
        "٠٠٠٠-0002-1825-0097",
    ],
)
def test_what_is_mistyped_is_none(text: str) -> None:
    assert read_orcid(text) == ""
