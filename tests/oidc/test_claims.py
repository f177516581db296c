"""What a provider says is text, or it says nothing."""

import pytest

from wiki.clock import now
from wiki.oidc.claims import Refused, check_claims, read_person
from wiki.oidc.providers import Provider

PROVIDER = Provider("malmo", "Malmö universitet", "https://id.example", "wiki")
CLAIMS = {"iss": PROVIDER.issuer, "aud": "wiki", "nonce": "n", "sub": "sara-1"}


@pytest.mark.parametrize("subject", ["\ud800", "a\0b", "", "a" * 256, 5, None])
def test_a_number_that_no_database_takes_is_refused(subject: object) -> None:
    seconds = now().timestamp()
    claims = {**CLAIMS, "iat": seconds, "exp": seconds + 60}
    check_claims(claims, PROVIDER, "n", now())
    with pytest.raises(Refused) as refused:
        check_claims({**claims, "sub": subject}, PROVIDER, "n", now())
    assert refused.value.reason == "subject"


@pytest.mark.parametrize("sign", ["\ud800", "\0", "\x1b"])
def test_what_is_no_text_is_left_out(sign: str) -> None:
    told = dict.fromkeys(("email", "name", "given_name"), f"sara{sign}@mau.example")
    told["eduperson_scoped_affiliation"] = f"staff{sign}@mau.example"
    person = read_person({**CLAIMS, **told, "email_verified": True}, PROVIDER)
    assert (person.email, person.name, person.affiliations) == ("", "", [])
