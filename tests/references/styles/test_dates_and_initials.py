"""Test what dates and names of a source mean, however much of them is stated."""

from wiki.references.styles.dates import is_uncertain, read_moments
from wiki.references.styles.names import read_name, write_initials
from wiki.references.styles.runs import change_case, read_markup


def test_a_date_has_what_is_stated_of_it() -> None:
    cases: list[tuple[object, list[list[int]]]] = [
        (None, []),
        ("2020", []),
        ({}, []),
        ({"date-parts": "2020"}, []),
        ({"date-parts": [[]]}, []),
        ({"date-parts": [["x"]]}, []),
        ({"date-parts": [[None]]}, []),
        ({"date-parts": [[2020]]}, [[2020]]),
        ({"date-parts": [["2020", "5"]]}, [[2020, 5]]),
        ({"date-parts": [[2020, 0, 0]]}, [[2020]]),
        ({"date-parts": [[2020, 5, 3], [2021]]}, [[2020, 5, 3], [2021]]),
        ({"date-parts": [[2020], [2021], [2022]]}, [[2020], [2021]]),
        # Seasons are counted after the months, and say nothing of a date with a month.
        ({"date-parts": [[2020]], "season": 2}, [[2020, 14]]),
        ({"date-parts": [[2020, 5]], "season": 2}, [[2020, 5]]),
        ({"date-parts": [[2020]], "season": 9}, [[2020]]),
    ]
    for date, moments in cases:
        assert read_moments(date) == moments, date
    assert is_uncertain({"date-parts": [[2020]], "circa": True})
    assert not is_uncertain({"date-parts": [[2020]]})
    assert not is_uncertain("circa 2020")


def test_given_names_are_shortened_to_initials() -> None:
    cases = [
        ("Anna", ". ", True, "A."),
        ("Anna Karin", ". ", True, "A. K."),
        ("Jean-Paul", ". ", True, "J.-P."),
        ("Jean-Paul", ". ", False, "J. P."),
        ("-Paul", ". ", True, "P."),
        ("Åsa", "", True, "Å"),
    ]
    for given, sign, with_hyphen, initials in cases:
        assert write_initials(given, sign, with_hyphen).strip() == initials, given


def test_a_name_is_read_with_the_particles_in_it() -> None:
    cases = [
        ({"given": "Aristoteles"}, ("", "", "", "", "Aristoteles")),
        ({"literal": "Malmö stad"}, ("", "", "", "", "Malmö stad")),
        ({"family": "von Essen", "given": "Bo"}, ("von", "Essen", "Bo", "", "")),
        ({"family": "Goethe", "given": "Johann von"}, ("", "Goethe", "Johann", "von", "")),
        (
            {"family": "Essen", "given": "Bo", "non-dropping-particle": "von"},
            ("von", "Essen", "Bo", "", ""),
        ),
    ]
    for data, parts in cases:
        name = read_name(data)
        read = (name.non_dropping, name.family, name.given, name.dropping, name.literal)
        assert read == parts, data


def test_letters_of_a_title_change_their_case_and_keep_their_form() -> None:
    runs = read_markup("Om <i>Homo sapiens</i> och <sub>H2O</sub>")
    assert [(run.text, run.italic) for run in runs][1] == ("Homo sapiens", True)
    assert read_markup("") == ()
    lower = change_case(runs, "lowercase", is_english=False)
    assert "".join(run.text for run in lower) == "om homo sapiens och h2o"
    assert [run.italic for run in lower] == [run.italic for run in runs]
    upper = change_case(runs, "uppercase", is_english=False)
    assert "".join(run.text for run in upper) == "OM HOMO SAPIENS OCH H2O"
