"""Passages: whole paragraphs below the title, none too long, and nothing lost but the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.meaning.passages import cut_passages

LONG = "ord " * 400  # 1,600 characters


@pytest.mark.parametrize(
    ("title", "summary", "body", "passages"),
    [
        ("Skolan", "", "", ["Skolan"]),
        ("", "", "", [""]),
        ("Skolan", "Om elever.", "", ["Skolan\nOm elever."]),
        ("Skolan", "Om elever.", "Ett.\n\n  Två.\n", ["Skolan\nOm elever.\nEtt.\nTvå."]),
        ("A", "", "x" * 700 + "\n" + "y" * 700, ["A\n" + "x" * 700, "A\n" + "y" * 700]),
        ("A", "", "x" * 1_300, ["A\n" + "x" * 1_200, "A\n" + "x" * 100]),
        ("A", "", LONG, ["A\n" + ("ord " * 300).strip(), "A\n" + ("ord " * 100).strip()]),
    ],
)
def test_a_text_is_cut_between_paragraphs(
    title: str, summary: str, body: str, passages: list[str]
) -> None:
    assert cut_passages(title, summary, body) == passages


def test_of_a_very_long_text_the_beginning_is_taken() -> None:
    assert len(cut_passages("A", "", "\n".join(["x" * 1_000] * 50))) == 12


@given(st.text(max_size=50), st.text(max_size=200), st.text(max_size=6_000))
def test_no_passage_is_too_long_and_every_word_is_in_one(
    title: str, summary: str, body: str
) -> None:
    passages = cut_passages(title, summary, body)
    assert all(len(passage) <= len(title) + 1_201 for passage in passages)
    joined = "".join("".join(passage.removeprefix(title).split()) for passage in passages)
    whole = "".join(f"{summary} {body}".split())
    if title.strip() and title == title.strip() and title not in summary + body:
        assert whole.startswith(joined[: len(whole)])
