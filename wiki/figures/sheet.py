"""Write figures as the rows of a table for spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from wiki.articles.kinds import KINDS
from wiki.figures.counts import Age, SearchCounts, Standing, YearCount

COLUMNS = (_("Figure"), _("Of what"), _("How many"))
AGES: Mapping[Age, Any] = {
    Age.MONTH: _("In the last 30 days"),
    Age.YEAR: _("In the last year"),
    Age.OLDER: _("Earlier"),
}
LANGUAGE_STATES: Mapping[tuple[str, bool], Any] = {
    ("sv", True): _("In Swedish, with a translation"),
    ("sv", False): _("In Swedish only"),
    ("en", True): _("In English, with a translation"),
    ("en", False): _("In English only"),
}
ANSWERS: Mapping[str, Any] = {
    "synonym": _("A synonym of a topic"),
    "address": _("Leads to an article"),
    "request": _("On the list of wanted articles"),
    "dismissal": _("Needs no answer"),
}
Row = tuple[str, str, str]


def tabulate_standing(standing: Standing, language: str, *, with_due: bool) -> Iterator[Row]:
    """Yield the figures of today."""
    yield _row(_("Published articles"), "", standing.total)
    for kind, count in standing.kinds.items():
        yield _row(_("Published articles by kind"), KINDS[kind].label, count)
    for state, count in standing.languages.items():
        yield _row(_("Published articles by language"), LANGUAGE_STATES[state], count)
    for age, count in standing.ages.items():
        yield _row(_("Last changed"), AGES[age], count)
    if with_due:
        yield _row(_("To be checked"), "", standing.due)
    for topic in standing.topics:
        yield _row(_("Published articles by topic"), topic.label(language), topic.count)


def tabulate_years(
    years: Iterable[YearCount], *, with_reads: bool, with_people: bool
) -> Iterator[Row]:
    """Yield the figures of each year."""
    for year in years:
        number = str(year.number)
        yield _row(_("New articles"), number, year.new)
        yield _row(_("Changed articles"), number, year.updated)
        yield _row(_("Articles at the end of the year"), number, year.total)
        if with_reads:
            yield _row(_("Reads"), number, year.reads)
        if with_people:
            yield _row(_("People who wrote"), number, year.people)


def tabulate_reads(kinds: Mapping[str, int], most_read: Sequence[tuple[str, int]]) -> Iterator[Row]:
    """Yield the reads of some days, by kind and of the articles read most."""
    for kind, count in kinds.items():
        yield _row(_("Reads by kind"), KINDS[kind].label, count)
    for title, count in most_read:
        yield _row(_("Reads of an article"), title, count)


def tabulate_lists(
    kinds: Mapping[str, int], new: Iterable[str], updated: Iterable[str]
) -> Iterator[Row]:
    """Yield the articles of a year, each on a row with its title."""
    for kind, count in kinds.items():
        yield _row(_("New articles by kind"), KINDS[kind].label, count)
    for title in new:
        yield _row(_("New article"), title, "")
    for title in updated:
        yield _row(_("Changed article"), title, "")


def tabulate_searches(searches: SearchCounts | None) -> Iterator[Row]:
    """Yield how searches were answered, if that is known."""
    for kind, count in (searches.answers if searches else {}).items():
        yield _row(_("Searches answered by editors"), ANSWERS[kind], count)


def _row(figure: Any, of_what: Any, number: int | str) -> Row:
    return str(figure), str(of_what), str(number)
