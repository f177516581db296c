"""Prompts of a template: lines that tell an author what to write, and that no reader sees."""

from hypothesis import given
from hypothesis import strategies as st

from tests.markup.agreement import normal_form
from wiki.markup.limits import MAX_BODY_BYTES
from wiki.markup.parse import drop_prompts, find_prompts
from wiki.markup.render import render
from wiki.markup.wikilinks import find_wikilinks


def _read(source: str) -> str:
    return normal_form(render(source, "sv", frozenset()).html)


SHOWN = [
    ("%% Vilket behov?", ""),
    ("%%", ""),
    ("  %%\tVilket behov?", ""),
    ("## Behovet\n%% Vilket behov?\nDet var tvätten.", "## Behovet\n\nDet var tvätten."),
    ("Före\n%% Vilket behov?\nEfter", "Före\n\nEfter"),
    ("> Före\n> %% Vilket?\n\nEfter", "> Före\n\nEfter"),
    ("- ett\n  %% Vilket?\n- två", "- ett\n- två"),
]
NOT_PROMPTS = [
    "100 %% av deltagarna",
    "%%inte en ledfråga",
    "% en procent",
    "```\n%% MATLAB\n```",
    "    %% MATLAB",
    r"\%% synlig",
    "`%% kod`",
]


def test_a_prompt_ends_with_its_line_and_is_not_shown() -> None:
    for source, left in SHOWN:
        assert _read(source) == _read(left), source
        assert len(find_prompts(source)) == 1, source


def test_what_is_no_prompt_stays() -> None:
    for source in NOT_PROMPTS:
        assert "%" in _read(source), source
        assert find_prompts(source) == [], source
        assert drop_prompts(source) == source


def test_links_and_notes_in_a_prompt_are_none() -> None:
    source = "%% Länka till [[Samskapande]][^1].\n\nText.\n"

    assert find_wikilinks(source, "sv") == ()
    assert render(source, "sv", frozenset()).wikilinks == ()


def test_a_text_beyond_the_limits_has_no_prompts() -> None:
    assert find_prompts("%% a\n" * MAX_BODY_BYTES) == []


@given(st.lists(st.sampled_from(["%% Fråga?", "Svar.", "## Rubrik", "", "- punkt", "> citat"])))
def test_no_line_but_the_prompts_is_lost(lines: list[str]) -> None:
    source = "\n".join(lines)
    text = render(source, "sv", frozenset()).text

    assert text.count("Svar.") == lines.count("Svar.")
    assert "Fråga" not in text
    assert drop_prompts(source).split("\n") == [line for line in lines if "%%" not in line] or [""]
