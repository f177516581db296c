"""Check that an answer belongs to a question, and what the question is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wiki.oidc.claims import Refused
from wiki.oidc.flow import check_question, make_question, read_asked

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
# Two processes must name each case alike, so the secrets are not drawn here.
STATE = "s" * 43
ASKED = replace(make_question("malmo", NOON, "sv", "/sv/desk/"), state=STATE)


def test_the_answer_to_a_question_is_taken() -> None:
    assert check_question(ASKED, "malmo", ASKED.state, NOON + timedelta(minutes=14)) == ASKED


@pytest.mark.parametrize(
    ("asked", "key", "state", "minutes", "reason"),
    [
        (None, "malmo", STATE, 1, "not asked"),
        (ASKED, "umea", STATE, 1, "not asked"),
        (ASKED, "malmo", "", 1, "state"),
        (ASKED, "malmo", STATE[:-1], 1, "state"),
        (ASKED, "malmo", "åäö", 1, "state"),
        (ASKED, "malmo", STATE, 16, "late"),
        (ASKED, "malmo", STATE, -1, "late"),
    ],
)
def test_another_answer_is_refused(
    asked: object, key: str, state: str, minutes: int, reason: str
) -> None:
    found = read_asked(ASKED.values) if asked else None
    with pytest.raises(Refused) as refused:
        check_question(found, key, state, NOON + timedelta(minutes=minutes))
    assert refused.value.reason == reason


@pytest.mark.parametrize("values", [None, 1, {}, {"state": "x"}, {**ASKED.values, "more": 1}])
def test_what_is_no_question_is_none(values: object) -> None:
    assert read_asked(values) is None
    assert read_asked(replace(ASKED).values) == ASKED
