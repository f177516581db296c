"""Cut a text where a line has no more room."""

import pytest

from wiki.characters import cut


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", ""), ("Åäö", "Åäö"), ("fyra", "fyra"), ("fem e", "fem…"), ("x" * 1000, "xxx…")],
)
def test_a_text_has_at_most_so_many_characters(text: str, shown: str) -> None:
    assert cut(text, 4) == shown
