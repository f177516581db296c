"""The pages of figures: those of today, and a report of each year; of the wiki or a university."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, url_for
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, can
from wiki.articles.kinds import KINDS
from wiki.articles.queries.articles import ArticleSummary
from wiki.clock import now
from wiki.errors import NotFound
from wiki.figures import sheet
from wiki.figures.counts import YearCount
from wiki.figures.queries.reads import Reads, count_reads_by_month, find_reads, last_year
from wiki.figures.queries.report import find_searches, find_year_lists
from wiki.figures.queries.scope import days_of
from wiki.figures.queries.standing import find_standing
from wiki.figures.queries.years import list_years
from wiki.pictures.charts import Month, make_column_chart, month_of
from wiki.pictures.queries import count_by_month
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import find_tag
from wiki.tags.reader import University
from wiki.tags.routes.urls import tag_url
from wiki.web.numbers import read_number
from wiki.web.spreadsheet import write_csv

bp = Blueprint("figures", __name__)
# More bars are no picture any more; the file has all topics.
_MOST_TOPICS = 15
# Neither today nor a year of the menu is shown.
_NO_YEAR = -1
# What it says, where it leads, and how many.
Bar = tuple[str, str, int]
_Key = TypeVar("_Key")


@bp.get("/figures")
@bp.get("/universities/<slug>/figures")
@allow(Permission.READ)
def index(slug: str = "") -> str:
    """Show how many articles there are, how fresh they are, and how often they are read."""
    viewer, university = current_viewer(), _find_university(slug)
    months = count_reads_by_month(slug)
    years = list_years(months, viewer, slug)
    standing = find_standing(slug)
    reads = find_reads(last_year(), viewer, slug)
    return render_template(
        "figures/index.html",
        standing=standing,
        reads=reads,
        kinds=_kind_rows(standing.kinds, is_linked=university is None),
        written_in=_label_rows(standing.languages, sheet.LANGUAGE_STATES),
        ages=_label_rows(standing.ages, sheet.AGES),
        topics=[
            (topic.label(g.language), url_for("tags.show", slug=topic.slug), topic.count)
            for topic in standing.topics[:_MOST_TOPICS]
        ],
        most_read=_read_rows(reads),
        kinds_read=_kind_rows(reads.kinds),
        chart=_make_chart(count_by_month(None, slug or None)),
        reads_chart=_make_chart(months),
        **_frame(university, years),
    )


@bp.get("/figures.csv")
@bp.get("/universities/<slug>/figures.csv")
@allow(Permission.READ)
def csv(slug: str = "") -> Response:
    """Send the figures as a table for spreadsheets."""
    viewer, university = current_viewer(), _find_university(slug)
    years = list_years(count_reads_by_month(slug), viewer, slug)
    with_reads, is_editor = current_app.config["COUNT_READS"], can(Permission.USE_DESK, viewer)
    rows = [
        sheet.tabulate_standing(find_standing(slug), g.language, with_due=is_editor),
        sheet.tabulate_years(years, with_reads=with_reads, with_people=is_editor),
    ]
    if with_reads:
        reads = find_reads(last_year(), viewer, slug)
        rows.append(sheet.tabulate_reads(reads.kinds, _titles_of(reads.most_read)))
    return _send(chain(*rows), university, f"{now():%Y-%m-%d}")


@bp.get("/figures/report/<year>")
@bp.get("/universities/<slug>/figures/report/<year>")
@allow(Permission.READ)
def report(year: str, slug: str = "") -> str | tuple[str, int]:
    """Show on a page to print what a year brought; say so if there is nothing of that year."""
    viewer, university = current_viewer(), _find_university(slug)
    months = count_reads_by_month(slug)
    years = list_years(months, viewer, slug)
    found = _find_year(years, year)
    if found is None:
        return render_template("figures/no_report.html", **_frame(university, years, _NO_YEAR)), 404
    of_year = {month: count for month, count in months.items() if month[0] == found.number}
    lists = find_year_lists(found.number, viewer, slug)
    reads = find_reads(days_of(found.number), viewer, slug)
    searches = None if university else find_searches(found.number, viewer)
    return render_template(
        "figures/report.html",
        year=found,
        is_over=found.number < now().year,
        lists=lists,
        kinds=_kind_rows(lists.kinds),
        most_read=_read_rows(reads),
        reads_chart=_make_chart(of_year, min((found.number, 12), month_of(now()))),
        searches=searches,
        answers=_label_rows(searches.answers, sheet.ANSWERS) if searches else [],
        **_frame(university, years, found.number),
    )


@bp.get("/figures/report/<int(fixed_digits=4):year>.csv")
@bp.get("/universities/<slug>/figures/report/<int(fixed_digits=4):year>.csv")
@allow(Permission.READ)
def report_csv(year: int, slug: str = "") -> Response:
    """Send the figures of a year, and the titles of its articles, for spreadsheets."""
    viewer, university = current_viewer(), _find_university(slug)
    found = _find_year(list_years(count_reads_by_month(slug), viewer, slug), str(year))
    if found is None:
        raise NotFound()
    lists = find_year_lists(year, viewer, slug)
    with_reads, is_editor = current_app.config["COUNT_READS"], can(Permission.USE_DESK, viewer)
    rows = [
        sheet.tabulate_years([found], with_reads=with_reads, with_people=is_editor),
        sheet.tabulate_lists(lists.kinds, _titles(lists.new), _titles(lists.updated)),
    ]
    if with_reads:
        reads = find_reads(days_of(year), viewer, slug)
        rows.append(sheet.tabulate_reads(reads.kinds, _titles_of(reads.most_read)))
    if university is None:
        rows.append(sheet.tabulate_searches(find_searches(year, viewer)))
    return _send(chain(*rows), university, str(year))


def _frame(
    university: Tag | None, years: Sequence[YearCount], current: int | None = None
) -> dict[str, object]:
    """Return what each page has: whose figures they are, the years, and the menus of both."""
    universities: Sequence[University] = current_app.extensions["universities"].value()
    own = university.id if university and not current else None
    whole = (_("The whole wiki"), url_for("figures.index"), None, not (university or current))
    slug = university.slug if university else None
    return {
        "university": university,
        "years": years,
        "scopes": [whole]
        + [
            (
                found.label(g.language),
                url_for("figures.index", slug=found.slug),
                None,
                found.id == own,
            )
            for found in universities
        ],
        "reports": [
            (str(year.number), _report_url(year.number, slug), None, year.number == current)
            for year in years
        ],
    }


def _report_url(year: int, slug: str | None) -> str:
    return url_for("figures.report", year=year, slug=slug)


def _kind_rows(counts: Mapping[str, int], *, is_linked: bool = False) -> list[Bar]:
    """Return the bars of kinds that have been counted, in the order of the kinds."""
    return [
        (
            str(kind.plural),
            url_for("articles.index", kind=name) if is_linked else "",
            counts[name],
        )
        for name, kind in KINDS.items()
        if name in counts
    ]


def _label_rows(counts: Mapping[_Key, int], labels: Mapping[_Key, Any]) -> list[Bar]:
    return [(str(labels[key]), "", count) for key, count in counts.items()]


def _read_rows(reads: Reads) -> list[tuple[str, str, int, str]]:
    """Return the bars of the articles read most, with the language of titles in the other one."""
    return [
        (
            line.title,
            url_for("articles.show", slug=line.slug, language=line.language),
            count,
            line.language if line.language != g.language else "",
        )
        for line, count in reads.most_read
    ]


def _find_university(slug: str) -> Tag | None:
    """Return the university whose figures are asked for, or None; lead on from a former slug."""
    if not slug:
        return None
    tag = find_tag(slug)
    if tag.kind != TagKind.UNIVERSITY:
        abort(redirect(tag_url(tag), 301))
    if tag.slug != slug:
        abort(redirect(url_for("figures.index", slug=tag.slug), 301))
    return tag


def _find_year(years: Sequence[YearCount], number: str) -> YearCount | None:
    """Return the year with a number, of those that the wiki has seen."""
    return next((year for year in years if year.number == read_number(number)), None)


def _make_chart(counts: Mapping[Month, int], last: Month | None = None) -> object:
    return make_column_chart(counts, last or month_of(now()), g.language)


def _titles(lines: Iterable[ArticleSummary]) -> list[str]:
    return [line.title for line in lines]


def _titles_of(read: Iterable[tuple[ArticleSummary, int]]) -> list[tuple[str, int]]:
    return [(line.title, count) for line, count in read]


def _send(rows: Iterable[sheet.Row], university: Tag | None, what: str) -> Response:
    # A spreadsheet reads what its own country writes: where the comma is in numbers, a semicolon.
    header = [str(name) for name in sheet.COLUMNS]
    lines = list(write_csv(header, rows, ";" if g.language == "sv" else ","))
    response = Response(lines, content_type="text/csv; charset=utf-8")
    filename = f"figures-{university.slug + '-' if university else ''}{what}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
