"""Test how an account is named for a text."""

import pytest

from wiki.accounts.models import User
from wiki.accounts.queries import credit_of


@pytest.mark.parametrize(
    ("name", "shown", "family", "given"),
    [
        ("Ersta Diakoni,", "Ersta Diakoni", "Ersta Diakoni", ""),
        ("{Ersta Diakoni}", "Ersta Diakoni", "Ersta Diakoni", ""),
        ("Anna Lind", "Anna Lind", "Lind", "Anna"),
    ],
)
def test_an_account_can_have_a_name_that_is_whole(
    name: str, shown: str, family: str, given: str
) -> None:
    credit = credit_of(User(id=1, name=name, email="anna@example.org", orcid="", family=""))
    assert credit.name == shown
    author = credit.read()
    assert (author.family, author.given) == (family, given)
