"""Compare the codes with those of RFC 6238, and refuse a code that was used."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.second_factor.codes import (
    hash_code,
    is_app_code,
    is_backup_code,
    new_backup_codes,
    read_code,
)
from wiki.second_factor.qr import draw_qr
from wiki.second_factor.totp import address_for_app, code_of, find_step, new_secret, step_of

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
NOON = datetime(2026, 11, 29, 12, 0, 10, tzinfo=UTC)


# Appendix B of the RFC has eight digits; ours are the last six.
@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert code_of(RFC_SECRET, step_of(moment)) == code[-6:]


@pytest.mark.parametrize(
    ("off", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_off_by_half_a_minute(off: int, is_right: bool) -> None:
    step = step_of(NOON) + off
    found = find_step(RFC_SECRET, code_of(RFC_SECRET, step), NOON, 0)
    assert found == (step if is_right else None)


def test_a_code_is_right_once_and_earlier_ones_never_again() -> None:
    step = step_of(NOON)
    assert find_step(RFC_SECRET, code_of(RFC_SECRET, step), NOON, step - 1) == step
    assert find_step(RFC_SECRET, code_of(RFC_SECRET, step), NOON, step) is None
    assert find_step(RFC_SECRET, code_of(RFC_SECRET, step - 1), NOON, step) is None
    later = NOON + timedelta(seconds=30)
    assert find_step(RFC_SECRET, code_of(RFC_SECRET, step + 1), later, step) == step + 1


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    code = read_code(text)
    if is_app_code(code):
        find_step(RFC_SECRET, code, NOON, 0)
    assert not (is_app_code(code) and is_backup_code(code))


def test_the_app_is_told_secret_and_names() -> None:
    address = urlsplit(address_for_app("ABCD", "sara@example.org", "Wiki: åäö"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == "/Wiki%20%20%C3%A5%C3%A4%C3%B6%3Asara%40example.org"
    assert parse_qs(address.query) == {"secret": ["ABCD"], "issuer": ["Wiki  åäö"]}


def test_secrets_and_codes_are_long_and_never_the_same() -> None:
    assert len(base64.b32decode(new_secret())) == 20
    assert new_secret() != new_secret()
    codes = new_backup_codes()
    assert len(set(codes)) == 10
    assert all(is_backup_code(read_code(code)) for code in codes)


@pytest.mark.parametrize(
    "typed", ["ABCD-efgh-2345-jkmn", " abcd efgh 2345 jkmn", "abcdefgh2345jkmn"]
)
def test_a_backup_code_is_read_however_it_is_typed(typed: str) -> None:
    assert hash_code(typed) == hash_code("abcd-efgh-2345-jkmn")


def test_a_qr_code_is_drawn_within_its_frame() -> None:
    drawn = draw_qr(address_for_app(new_secret(), "sara@example.org", "Wiki"))
    assert drawn.side > 29
    # The three corners by which a camera finds it: seven dark modules, four from the edge.
    assert drawn.path.startswith("M4 4h7v1h-7z")
    assert f"M{drawn.side - 11} 4h7v1h-7z" in drawn.path
    assert f"M4 {drawn.side - 11}h7v1h-7z" in drawn.path
