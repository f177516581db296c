"""Facts are validated, normalised and shown."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.articles.fields import Field, FieldType
from wiki.articles.kinds import (
    KINDS,
    PHASES,
    DisplayFact,
    display_facts,
    format_facts,
)
from wiki.articles.text import parse_facts


@pytest.mark.parametrize(
    ("kind", "name", "raw", "stored"),
    [
        ("concept", "definition", "  Nya   idéer\nsom hjälper. ", "Nya idéer som hjälper."),
        ("concept", "definition", "A\u030a", "Å"),
        ("concept", "definition", 1999, "1999"),
        ("case", "challenge", "Ett.\r\n\r\nTvå.\n", "Ett.\n\nTvå."),
        ("case", "forms", ["service", "product", "service"], ["product", "service"]),
        ("case", "forms", "method\r\nprocess", ["process", "method"]),
        ("case", "actors_civil", " Röda  Korset \n\nABF\nABF", ["Röda Korset", "ABF"]),
        ("case", "actors_civil", ["Röda Korset", ""], ["Röda Korset"]),
        ("case", "year", "1908", 1908),
        ("case", "year", 1908, 1908),
        ("case", "stage", "realising", "realising"),
        ("case", "goals", "10, 3 17\n3", [3, 10, 17]),
        ("case", "goals", [10, 3], [3, 10]),
        ("organisation", "website", "https://ju.se/å?q=1#del", "https://ju.se/å?q=1#del"),
        ("organisation", "social_media", "https://a.se\nhttp://b.se:8080/x", None),
        ("event", "starts_at", "2026-12-05T15:00", "2026-12-05T15:00"),
        ("event", "starts_at", "2026-12-05 15:00:00", "2026-12-05T15:00"),
        ("event", "starts_at", "2026-12-05 15.00", "2026-12-05T15:00"),
        ("event", "starts_at", "2026-12-05 kl. 9.30", "2026-12-05T09:30"),
        ("event", "starts_at", "2026-12-05", "2026-12-05"),
        ("event", "starts_at", "2022-10", "2022-10"),
        ("event", "starts_at", date(2026, 12, 5), "2026-12-05"),
        ("event", "starts_at", datetime(2026, 12, 5, 15), "2026-12-05T15:00"),  # noqa: DTZ001 - a local time
        ("event", "timezone", "America/New_York", "America/New_York"),
    ],
)
def test_a_value_is_normalised(kind: str, name: str, raw: object, stored: object) -> None:
    facts, messages = parse_facts(kind, {name: raw})
    assert messages == {}
    if stored is None:
        stored = str(raw).split("\n")
    assert facts == {name: stored}


@pytest.mark.parametrize(
    ("kind", "name", "raw"),
    [
        ("concept", "definition", "x" * 501),
        ("concept", "definition", "a\x00b"),
        ("concept", "definition", "a\x1bb"),
        ("concept", "definition", "\ud800"),
        ("concept", "definition", ["a", "b"]),
        ("concept", "definition", {"a": "b"}),
        ("concept", "definition", True),
        ("concept", "definition", 1.5),
        pytest.param("concept", "definition", 10**5000, id="a number without end"),
        ("concept", "place", "Borås"),
        ("concept", "unknown", ""),
        ("case", "challenge", "x" * 5001),
        ("case", "forms", ["service", "idea"]),
        ("case", "forms", [["service"]]),
        ("case", "actors_civil", "x" * 301),
        ("case", "actors_civil", [str(number) for number in range(51)]),
        ("case", "year", "999"),
        ("case", "year", "2101"),
        ("case", "year", "för länge sedan"),
        ("case", "year", "\N{ARABIC-INDIC DIGIT ONE}999"),
        ("case", "stage", "finished"),
        ("case", "goals", "0"),
        ("case", "goals", "18"),
        ("case", "goals", "1-3"),
        ("organisation", "website", "ju.se"),
        ("organisation", "website", "javascript:alert(1)"),
        ("organisation", "website", "ftp://ju.se"),
        ("organisation", "website", "https://"),
        ("organisation", "website", "https://ju.se/ mer"),
        ("organisation", "website", "https://ju.se\\@evil.se"),
        ("organisation", "website", "https://ju.se@evil.se/"),
        ("organisation", "website", "https://[ju.se"),
        ("organisation", "website", "https://ju.se:99999"),
        ("organisation", "website", 'https://ju.se/"onclick='),
        ("organisation", "social_media", "https://a.se\nmailto:a@b.se"),
        ("event", "starts_at", "5 december"),
        ("event", "starts_at", "2026"),
        ("event", "starts_at", "2026-02-30"),
        ("event", "starts_at", "2026-13"),
        ("event", "starts_at", "2026-12-00"),
        ("event", "starts_at", "2026-12-05T25:00"),
        ("event", "starts_at", "2026-12-05T15:00Z"),
        ("event", "starts_at", "2026-12-05 15.60"),
        ("event", "starts_at", "2026-12-0515.00"),
        ("event", "starts_at", "0001-01-01"),
        ("event", "timezone", "Mars/Olympus"),
        ("event", "timezone", "../etc/passwd"),
        ("event", "timezone", "Europe"),
    ],
)
def test_an_invalid_value_gets_a_message(kind: str, name: str, raw: object) -> None:
    facts, messages = parse_facts(kind, {name: raw})
    assert facts == {}
    assert list(messages) == [name]
    assert str(messages[name])


@pytest.mark.parametrize("empty", [None, "", "  ", "\n", "\u200b", "\ufeff ", [], ["", "\u2060"]])
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_value_is_no_fact(kind: str, empty: object) -> None:
    raw = {
        field.name: empty
        for field in KINDS[kind].fields
        if field.is_list or not isinstance(empty, list)
    }
    assert parse_facts(kind, raw) == ({}, {})


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "refused"),
    [
        ("2026-12-05T15:00", "2026-12-05T16:00", None),
        ("2026-12-05T15:00", "2026-12-05T15:00", None),
        ("2026-12-05T15:00", "2026-12-05", None),
        ("2026-12-05", "2026-12", None),
        ("2022-10", "2022-11", None),
        ("2026-12-05T15:00", "2026-12-05T14:59", "ends_at"),
        ("2026-12-05T15:00", "2026-12-04", "ends_at"),
        ("2022-10", "2022-09", "ends_at"),
        ("", "2026-12-05", "starts_at"),
    ],
)
def test_the_end_does_not_come_before_the_start(
    starts_at: str, ends_at: str, refused: str | None
) -> None:
    _facts, messages = parse_facts("event", {"ends_at": ends_at, "starts_at": starts_at})
    assert list(messages) == ([refused] if refused else [])


def test_valid_fields_are_read_although_others_are_invalid() -> None:
    facts, messages = parse_facts("case", {"year": "x", "place": "Borås", "zzz": 1})
    assert facts == {"place": "Borås"}
    assert list(messages) == ["zzz", "year"]


def test_facts_come_in_the_order_of_their_declaration() -> None:
    raw = {"timezone": "UTC", "ends_at": "2026-02", "starts_at": "2026-01"}
    assert list(parse_facts("event", raw)[0]) == ["starts_at", "ends_at", "timezone"]


def test_facts_are_shown_by_label_in_order() -> None:
    facts = {"goals": [3, 10], "forms": ["product", "gone"], "unknown": "x", "place": "Borås"}
    shown = [(fact.name, fact.label, fact.values) for fact in display_facts("case", facts)]
    assert shown == [
        ("forms", "Form", ("Product", "gone")),
        ("place", "Place", ("Borås",)),
        ("goals", "UN goals", ("3 Good Health and Well-being", "10 Reduced Inequalities")),
    ]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (("Product",), "Product"),
        (("Product", "Process", "New model"), "Product, process, new model"),
        (
            ("Envision change", "Develop and test in Borås"),
            "Envision change, develop and test in Borås",
        ),
        (("Model", "EU-funded project", "UN goal", "AI"), "Model, EU-funded project, UN goal, AI"),
        (("UN goal", "Över gränser"), "UN goal, över gränser"),
        (
            ("Method", "McKinsey way", "3D print", "gone", ""),
            "Method, McKinsey way, 3D print, gone, ",
        ),
    ],
)
def test_only_the_first_value_and_abbreviations_in_a_line_are_capitalised(
    values: tuple[str, ...], line: str
) -> None:
    assert DisplayFact("forms", "Form", FieldType.CHOICES, values).line == line


def test_several_choices_are_shown_in_a_single_line() -> None:
    facts = {"phases": [phase.value for phase in PHASES]}
    (shown,) = display_facts("method", facts)
    assert shown.line.startswith("Understand the challenge, envision change, mobilise, develop")


def _values(field: Field) -> st.SearchStrategy[Any]:
    text = st.text(max_size=20)
    of_type: dict[FieldType, st.SearchStrategy[Any]] = {
        FieldType.LONG_TEXT: st.lists(text).map("\n".join),
        FieldType.URL: st.just("https://ju.se/å"),
        FieldType.INTEGER: st.integers(field.minimum, field.maximum),
        FieldType.MOMENT: st.datetimes(
            datetime(1900, 1, 1),  # noqa: DTZ001 - a local time
            datetime(2100, 1, 1),  # noqa: DTZ001 - a local time
        ).flatmap(lambda at: st.sampled_from([at.isoformat()[:length] for length in (7, 10, 16)])),
        FieldType.TIMEZONE: st.sampled_from(["UTC", "Asia/Tokyo"]),
        FieldType.TEXTS: st.lists(text, max_size=4),
        FieldType.URLS: st.lists(st.sampled_from(["https://ju.se", "http://mau.se/a"])),
        FieldType.INTEGERS: st.lists(st.integers(field.minimum, field.maximum)),
    }
    values = [choice.value for choice in field.choices]
    if field.type == FieldType.CHOICE:
        return st.sampled_from(values)
    if field.type == FieldType.CHOICES:
        return st.lists(st.sampled_from(values))
    return of_type.get(field.type, text)


@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_facts_survive_form_and_json(data: st.DataObject, kind: str) -> None:
    raw = {field.name: data.draw(_values(field), field.name) for field in KINDS[kind].fields}
    facts, _messages = parse_facts(kind, raw)
    assert json.loads(json.dumps(facts)) == facts
    if not (facts.get("ends_at") and not facts.get("starts_at")):
        again, _ = parse_facts(kind, format_facts(kind, facts))
        assert list(again.items()) == list(facts.items())
        assert parse_facts(kind, facts)[0] == facts


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@pytest.mark.long
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_any_input_is_read_without_a_crash(kind: str, data: st.DataObject) -> None:
    raw = {field.name: data.draw(JUNK, field.name) for field in KINDS[kind].fields}
    facts, _messages = parse_facts(kind, raw)
    assert parse_facts(kind, facts)[0] == facts


@pytest.mark.parametrize(
    ("timezone", "starts_at", "ends_at", "refused"),
    [
        ("", "2027-03-28T02:00", "", {"starts_at": "03:00"}),
        ("", "2027-03-28T02:30", "2027-03-28T02:59", {"starts_at": "03:30", "ends_at": "03:59"}),
        ("", "2027-03-28T01:59", "2027-03-28T03:00", {}),
        ("", "2027-03-27T15:00", "2027-03-28T02:30", {"ends_at": "03:30"}),
        ("", "2027-10-31T02:30", "2027-10-31T02:30", {}),  # twice that night: the first is meant
        ("", "2027-03-28", "2027-03", {}),
        ("Europe/London", "2027-03-28T01:30", "", {"starts_at": "02:30"}),
        ("Europe/London", "2027-03-28T02:30", "", {}),
        ("America/New_York", "2027-03-14T02:30", "", {"starts_at": "03:30"}),
        ("Australia/Lord_Howe", "2027-10-03T02:15", "", {"starts_at": "02:45"}),
        ("Pacific/Apia", "2011-12-30T12:00", "", {"starts_at": "12:00"}),
        ("UTC", "2027-03-28T02:30", "", {}),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused(
    timezone: str, starts_at: str, ends_at: str, refused: dict[str, str]
) -> None:
    raw = {"timezone": timezone, "starts_at": starts_at, "ends_at": ends_at}
    _facts, messages = parse_facts("event", raw)

    assert set(messages) == set(refused)
    assert all(later in str(messages[name]) for name, later in refused.items())
