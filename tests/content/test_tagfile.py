"""Every fault of a vocabulary is named with its line, and a sound one is read as it was written."""

import pytest

from wiki.content.plain_yaml import ContentError
from wiki.content.tagfile import TagEntry, read_tags, write_tags
from wiki.tags.terms import Term
from wiki.universities.profile import Contact, Profile

SOUND = "- {slug: skola, kind: topic}\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("slug: skola", 1, "the file must be a list of tags"),
        (f"{SOUND}- skola", 2, "a tag must be a mapping of keys to values"),
        (f"{SOUND}- {{slug: lek, kind: topic, colour: red}}", 2, "unknown key 'colour'"),
        (f"{SOUND}- {{slug: lek, kind: cake}}", 2, "kind must be one of university, topic, sdg"),
        (f"{SOUND}- {{kind: topic}}", 2, "a tag needs a slug"),
        (f"{SOUND}- {{slug: [7], kind: topic}}", 2, "a tag needs a slug"),
        (f"{SOUND}- {{slug: lek, kind: sdg, number: true}}", 2, "number must be a whole number"),
        (f"{SOUND}- {{slug: lek, kind: sdg, number: x}}", 2, "number must be a whole number"),
        (f"{SOUND}- {{slug: lek, kind: topic, label: Lek}}", 2, "label must be given as {sv: "),
        (
            f"{SOUND}- {{slug: lek, kind: topic, label: {{fi: x}}}}",
            2,
            "label must be given as {sv: ",
        ),
        (f"{SOUND}- {{slug: lek, kind: topic, synonyms: {{sv: x}}}}", 2, "synonyms must be lists"),
        (f"{SOUND}- slug: lek\n  kind: sdg\n  number: [1]", 4, "number must be a whole number"),
        (f"{SOUND}- slug: lek\n  kind: topic\n  contact: [Asta]", 4, "contact must be text"),
        (f"{SOUND}- slug: lek\n  kind: topic\n  label: {{sv: [x]}}", 4, "label must be text"),
        (f"{SOUND}- slug: lek\n  kind: topic\n  contact: Asta #2", 4, "what follows # would be"),
        (
            f"{SOUND}- slug: lek\n  kind: topic\n  synonyms:\n    en: [x]\n    sv: [[x]]",
            6,
            "synonyms must be lists of text",
        ),
        (f"{SOUND}{SOUND}", 2, "the slug 'skola' is used twice"),
        (f"{SOUND}- {{slug: lek, kind: topic, parent: x}}", 2, "the parent 'x' is not in the file"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_tags("tags.yaml", text)
    assert (caught.value.line, caught.value.message[: len(message)]) == (line, message)


def test_an_empty_file_holds_no_tags() -> None:
    assert read_tags("tags.yaml", "") == []


TRAPS = ["No", "On", "0701", "~", "null", "1_000", "12:30", "1e3", "2026-12-05", "=", "Y"]


@pytest.mark.parametrize("value", TRAPS)
def test_text_is_kept_as_it_was_written(value: str) -> None:
    text = f"""- slug: lek
  kind: topic
  label: {{sv: {value}, en: {value}}}
  description:
    sv: {value}
  synonyms: {{en: [{value}]}}
  contact: {value}
  number: 010
"""
    (entry,) = read_tags("tags.yaml", text)
    term = entry.term
    assert (term.label_sv, term.label_en, term.description_sv) == (value, value, value)
    assert (term.synonyms_en, term.contact, term.number) == ((value,), value, 10)
    assert read_tags("tags.yaml", write_tags([entry]))[0].term == term


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_what_is_left_empty_is_not_there(nothing: str) -> None:
    empty = "".join(f"\n  {key}: {nothing}" for key in ("parent", "website", "number"))
    (entry,) = read_tags("tags.yaml", f"- slug: a\n  kind: topic{empty}\n")
    assert (entry.parent, entry.term.website, entry.term.number) == ("", "", None)


def test_what_is_written_is_read_again() -> None:
    school = Term(
        kind="topic",
        slug="skola",
        label_sv="Skola",
        label_en="School",
        description_sv="Om skolan.",
        synonyms_sv=("lektioner", "klasser"),
    )
    partner = Term(
        kind="university",
        slug="mau",
        label_sv="Malmö",
        label_en="Malmo",
        website="https://mau.se",
        contact="Asta",
        number=3,
    )
    said = Profile(
        contacts=(Contact("project_leader"), Contact("other", "Asta", "a@mau.se", "040-1")),
        social_media=("https://x.com/mau",),
        logo_light="mau",
    )
    entries = [TagEntry(school, "", 1), TagEntry(partner, "skola", 2, said)]
    read = read_tags("tags.yaml", write_tags(entries))
    assert [(entry.term, entry.parent) for entry in read] == [(school, ""), (partner, "skola")]
    assert [entry.profile for entry in read] == [None, said]
