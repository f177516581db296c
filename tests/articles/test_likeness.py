"""A note that is corrected stays the same note, and one that names another source is another."""

import pytest

from tests.articles.merged import BASE, add, merge
from wiki.articles.merging.likeness import is_another_note

ANDERSSON = "Andersson, K. (2019). Social innovation i kommunen. Stockholm: Liber."
BERG = "Berg, L. (2021). Samverkan i vården. Stockholm: Studentlitteratur."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ANDERSSON, f"{ANDERSSON[:-1]}, s. 12."),
        (ANDERSSON, f"{ANDERSSON} https://doi.org/10.1000/182"),
        (ANDERSSON, f"{ANDERSSON} doi:10.1000/182"),
        (ANDERSSON, ANDERSSON.replace("2019", "2020")),
        (ANDERSSON, ANDERSSON.replace("K.", "Karin").replace("kommunen", "*kommunen*")),
        (ANDERSSON, ANDERSSON.replace("Andersson", "Anderson").replace("Liber", "Natur & Kultur")),
        (ANDERSSON.replace("innovation i kommunen", "inovation i komunen"), ANDERSSON),
        (f"{ANDERSSON} https://old.example.org/a", f"{ANDERSSON} https://example.org/rapporter/b"),
        ("Se Andersson", ANDERSSON),
        ("Svensson 2020", "Svensson, Anna (2020). Samverkan i vården. Stockholm: Liber."),
        ("Svensson 2020", "Svenson 2020"),
        ("Svensson 2020", "Svensson 2020, s. 4"),
        ("Svensson 2020, s. 3", "Svensson 2020, s. 14"),
        ("[@svensson2020]", "[@svensson2020, s. 4]"),
        ("https://example.org/a", "Svensson, A. (2020). Boken. <https://www.example.org/a/>."),
        ("https://example.org/a", "http://example.org/a"),
        ("Detta gäller inte i alla kommuner.", "Detta gäller inte alla kommuner, t.ex. Malmö."),
        ("SCB", "Statistiska centralbyrån (SCB), 2020"),
        ("", "Svensson 2020"),
        ("–", "Svensson 2020"),
    ],
)
def test_a_note_that_is_corrected_is_the_same(before: str, after: str) -> None:
    assert not is_another_note(before, after)
    assert not is_another_note(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ANDERSSON, BERG),
        (ANDERSSON, "Berg, L. (2019). Social innovation i vården. Stockholm: Liber."),
        (ANDERSSON, "Andersson, K. (2019). Samverkan i vården. Stockholm: Liber."),
        (ANDERSSON, "Andersson, K. (2021). Social innovation i regionen. Lund: Roos."),
        ("Svensson 2020", "Ek 2020"),
        ("Svensson 2020", "Svensson 2021"),
        ("Svensson 2020, s. 123", "Ek 2020, s. 123"),
        ("Svensson 2020, s. 3", "Nilsson 2020, s. 3"),
        ("Svensson och Ek 2020", "Berg och Lund 2018"),
        ("Ek 2020", "Berg, L. (2020). Samverkan i vården."),
        ("Se sidan 4 i rapporten från Vinnova", "Se sidan 9 i boken av Andersson"),
        ("Intervju med Anna Svensson, 3 maj 2020.", "Intervju med Bo Ek, 7 juni 2021."),
        ("Anna Svensson", "Anna Berg"),
        ("SOU 2019:3", "SOU 2020:14"),
        ("SOU 2019:3", "Prop. 2019:3"),
        ("https://example.org/rapporter/a", "https://example.org/rapporter/b"),
        ("[@svensson2020]", "[@berg2021]"),
        ("[@svensson2020]", "[@svensson2021]"),
        ("10.1000/182", "10.1000/183"),
        ("Ett", "Två"),
    ],
)
def test_a_note_of_another_source_is_another(before: str, after: str) -> None:
    assert is_another_note(before, after)
    assert is_another_note(after, before)


def test_a_reference_does_not_change_its_source_for_a_word_that_both_share() -> None:
    base = add(BASE, "kommuner", "[^1]", f"[^1]: {ANDERSSON}")
    mine = base.replace("regioner.", "regioner.\n\nMitt stycke.[^1]")
    theirs = base.replace(ANDERSSON, BERG)
    for merged in (merge(base, mine, theirs), merge(base, theirs, mine)):
        assert f"kommuner[^2].\n\n[^2]: {BERG}" in merged
        assert "Mitt stycke.[^1]" in merged
        assert f"[^1]: {ANDERSSON}" in merged
