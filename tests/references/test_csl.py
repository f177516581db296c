"""Check items of CSL-JSON, whoever sends them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.references.csl import check_item, year_of
from wiki.references.faults import Fault


def check(**values: object) -> dict[str, Any]:
    """Return a checked item with a title, without the title and the type."""
    item = check_item({"title": "A", **values})
    return {name: value for name, value in item.items() if name not in ("title", "type")}


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("<jats:p>Om <i>Homo</i> &amp; H<sub>2</sub>O</jats:p>", "Om <i>Homo</i> & H<sub>2</sub>O"),
        ("a < b & c > d", "a < b & c > d"),
        ("<scr<x>ipt>alert(1)</scr<x>ipt>", "alert(1)"),
        ("&amp;lt;script&amp;gt;", ""),
        ("<a" * 50 + ">" * 50 + "x", "a" * 30 + "x"),
        ("  Två\n  rader\t", "Två rader"),
    ],
)
def test_a_text_keeps_the_marks_of_csl_only(title: str, kept: str) -> None:
    if kept:
        assert check_item({"title": title})["title"] == kept
    else:
        with pytest.raises(Fault, match="no title"):
            check_item({"title": title})


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ({"family": "Berg", "given": "Bo", "sequence": "first"}, {"family": "Berg", "given": "Bo"}),
        ({"name": "Region Skåne"}, {"literal": "Region Skåne"}),
        ({"given": "Platon"}, {"literal": "Platon"}),
        ({"family": "Berg", "literal": "Bo Berg"}, {"family": "Berg"}),
        ("Region Skåne", {"literal": "Region Skåne"}),
        (
            {"literal": "SKR", "ROR": "https://ror.org/05wp7an13"},
            {"literal": "SKR", "ROR": "05wp7an13"},
        ),
    ],
)
def test_a_name_has_one_form(name: object, kept: dict[str, str]) -> None:
    assert check(author=[name, {}, {"family": " "}]) == {"author": [kept]}


@pytest.mark.parametrize(
    ("issued", "kept", "year"),
    [
        ({"date-parts": [["2020", "5", 17]]}, {"date-parts": [[2020, 5, 17]]}, 2020),
        ({"date-parts": [[2019], [2020]]}, {"date-parts": [[2019], [2020]]}, 2019),
        ({"raw": "2020-05"}, {"date-parts": [[2020, 5]]}, 2020),
        ("2019/2020", {"date-parts": [[2019], [2020]]}, 2019),
        (2020, {"date-parts": [[2020]]}, 2020),
        ({"raw": "våren 2020"}, {"literal": "våren 2020"}, 2020),
        ({"literal": "u.å.", "circa": True}, {"literal": "u.å.", "circa": True}, None),
        ({"date-parts": [[-350]]}, {"date-parts": [[-350]]}, -350),
    ],
)
def test_a_date_has_one_form(issued: object, kept: object, year: int | None) -> None:
    assert check(issued=issued) == {"issued": kept}
    assert year_of({"issued": kept}) == year


def test_one_name_need_not_be_a_list() -> None:
    assert check(author={"family": "Ek"}) == {"author": [{"family": "Ek"}]}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": None}, "no title"),
        ({"title": {"a": 1}}, "“title” is not a text"),
        ({"title": "x" * 2_001}, "“title” has more than 2000 characters"),
        ({"title": "a\ufffe"}, "“title” holds characters"),
        ({"title": True}, "“title” is not a text"),
        ({"issued": 7.5}, "“issued” is no date"),
        ({"author": "Bo Berg"}, "“author” is not a list of names"),
        ({"author": [["Bo"]]}, "“author” is not a list of names"),
        ({"author": [{"family": "B"}] * 501}, "“author” has more than 500 names"),
        ({"author": [{"family": "B", "ORCID": "1"}]}, "“1” is no ORCID"),
        ({"author": [{"literal": "B", "ROR": "1"}]}, "“1” is no ROR"),
        ({"issued": {"date-parts": [[2020, 13]]}}, "“issued” is no date"),
        ({"issued": {"date-parts": [["x"]]}}, "“issued” is no date"),
        ({"issued": {"date-parts": [[2020, 5, 32]]}}, "“issued” is no date"),
        ({"DOI": "12"}, "“12” is no DOI"),
        ({"URL": "javascript:alert(1)"}, "“javascript:alert(1)” is no web address"),
    ],
)
def test_what_is_wrong_is_named(values: dict[str, object], message: str) -> None:
    with pytest.raises(Fault) as fault:
        check_item({"title": "A", **values})
    assert message in str(fault.value)


PIECES = ["<i>", "</i>", *"<b <scr ipt> &amp; amp; lt; & < > å".split(), " ", "A\u030a"]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=25))
def test_what_was_checked_stays_as_it_is(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        item = check_item({"title": f"T {text}", "author": [{"family": text}], "issued": text})
    except Fault:
        return
    assert check_item(item) == item
