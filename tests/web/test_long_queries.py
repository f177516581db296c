"""An endless query does not come back several times over."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("path", ["/sv/", "/sv/search", "/sv/privacy", "/sv/articles/nothing"])
@pytest.mark.parametrize("unit", ["&", "%26", '"', "%22"])
def test_the_page_does_not_repeat_it(client: FlaskClient, path: str, unit: str) -> None:
    answer = client.get(f"{path}?q=" + unit * (120_000 // len(unit)))
    assert answer.status_code in {200, 404}
    assert len(answer.data) < 200_000


def test_an_ordinary_question_is_kept_in_the_other_language(client: FlaskClient) -> None:
    question = "%F0%9F%99%82" * 400
    assert f'href="/en/search?q={question}"' in client.get(f"/sv/search?q={question}").text
