"""Find pictures and files: by name, by words, by what is known of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from flask_babel import force_locale
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, and_, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.inline.media import REMOVED, Library, Media, write_figure
from wiki.markup.slugs import slugify
from wiki.media.formats import FORMATS
from wiki.media.lead import LEAD, LEAST_WIDTH, NO_LEAD, chosen_lead
from wiki.media.licences import LICENCES
from wiki.media.models import DroppedContent, MediaFile, MediaUse, RemovedFile, srcset_of
from wiki.web.pagination import Page, paginate

_PAGE_SIZE = 24
_CARD_WIDTH = 1_100
_LEAD_COLUMNS = (
    MediaFile.mark,
    MediaFile.fallback,
    MediaFile.widths,
    MediaFile.width,
    MediaFile.height,
)
Rows = Select[*tuple[Any, ...]]
# The choices of the library, each with what it shows.
FILTERS = ("pictures", "files", "undescribed", "unused")
_LONGEST_WORDS = 200


@dataclass(frozen=True)
class Lead:
    """The picture that stands for an article in lists and on its card.

    It is the one that was chosen, else the first in the text, which is what readers saw there.
    """

    mark: str
    fallback: str
    widths: Sequence[int]
    width: int
    height: int

    @property
    def address(self) -> str:
        """Return the address of the picture for programs without WebP."""
        return f"/media/{self.mark}/{self.fallback}"

    @property
    def srcset(self) -> str:
        """Return the addresses of the copies, as HTML wants them."""
        return srcset_of(self.mark, self.widths)

    @property
    def card_copy(self) -> str:
        """Return the name of the widest copy that is not much wider than a card needs."""
        fitting = [width for width in self.widths if width <= _CARD_WIDTH]
        return f"{max(fitting or self.widths)}.webp"


def find_named(name: str) -> MediaFile | None:
    """Return the file with a name, or None."""
    return db.session.scalar(select(MediaFile).where(MediaFile.name == name))


def find_file(name: str) -> MediaFile:
    """Return the file with a name; raise NotFound when there is none."""
    file = find_named(name)
    if file is None:
        raise NotFound()
    return file


def find_by_mark(mark: str) -> MediaFile | None:
    """Return the file that holds what has this mark, or None."""
    return db.session.scalar(select(MediaFile).where(MediaFile.mark == mark))


def list_stored_marks() -> set[str]:
    """Return the marks of all files of the library."""
    return {*db.session.scalars(select(MediaFile.mark))}


def free_name(words: str, fallback: str) -> str:
    """Return a name that no file has or had, made from words."""
    stem = slugify(words) or fallback
    like = f"{stem}-"
    names = union_all(
        *(
            select(column).where(or_(column == stem, column.startswith(like, autoescape=True)))
            for column in (MediaFile.name, RemovedFile.name)
        )
    )
    taken = set(db.session.scalars(names))
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def list_files(
    words: str, kind: str, page: int, *, used: Select[int | None] | None = None
) -> Page[MediaFile]:
    """List files, the newest first: those with all the words, and of a kind if one is chosen.

    `used` selects the ids of those that something else than an article shows.
    """
    query = select(MediaFile)
    for word in words[:_LONGEST_WORDS].split():
        columns = (
            MediaFile.name,
            MediaFile.alt_sv,
            MediaFile.alt_en,
            MediaFile.caption_sv,
            MediaFile.caption_en,
            MediaFile.credit,
        )
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    pictures = [each.ending for each in FORMATS.values() if each.is_picture]
    if kind == "pictures":
        query = query.where(MediaFile.ending.in_(pictures))
    elif kind == "files":
        query = query.where(MediaFile.ending.not_in(pictures))
    elif kind == "undescribed":
        has_alt = func.length(MediaFile.alt_sv) + func.length(MediaFile.alt_en) > 0
        is_said = or_(has_alt, MediaFile.is_decorative, MediaFile.ending.not_in(pictures))
        query = query.where(or_(MediaFile.licence == "", ~is_said))
    elif kind == "unused":
        query = query.where(MediaFile.id.not_in(select(MediaUse.file_id)))
        if used is not None:
            query = query.where(MediaFile.id.not_in(used))
    query = query.order_by(MediaFile.created_at.desc(), MediaFile.id.desc())
    return paginate(query, lambda file: file, page, size=_PAGE_SIZE)


def list_dropped() -> Sequence[str]:
    """Return the marks of deleted files whose contents are still to be deleted."""
    return db.session.scalars(select(DroppedContent.mark).order_by(DroppedContent.mark)).all()


def find_library(names: Collection[str], language: str) -> Library:
    """Return what the names in a text stand for, with words in the language of the text."""
    if not names:
        return {}
    files = db.session.scalars(select(MediaFile).where(MediaFile.name.in_(names)))
    found = {file.name: media_of(file, language) for file in files}
    if missing := set(names) - found.keys():
        removed = select(RemovedFile.name).where(RemovedFile.name.in_(missing))
        found |= dict.fromkeys(db.session.scalars(removed), REMOVED)
    return found


def media_of(file: MediaFile, language: str) -> Media:
    """Return what a text in `language` shows of a file."""
    licence = LICENCES.get(file.licence)
    with force_locale(language):
        label = str(licence.label) if licence else ""
    return Media(
        address=file.address,
        srcset=file.srcset,
        width=file.width,
        height=file.height,
        alt=file.alt(language),
        is_decorative=file.is_decorative,
        caption=file.caption(language) or ("" if file.is_picture else file.name),
        credit=file.credit,
        licence=label,
        licence_url=licence.url if licence else "",
        note="" if file.is_picture else f"{file.format.label}, {_say_size(file.size, language)}",
    )


def _say_size(size: int, language: str) -> str:
    """Return the size of a download, as the sentence that names it says it."""
    value, unit = (size / 1_000_000, "MB") if size >= 1_000_000 else (max(1, size // 1000), "kB")
    return f"{format_decimal(round(value, 1), locale=language)}\u00a0{unit}"


def list_article_ids(file_id: int) -> Sequence[int]:
    """Return the ids of the articles whose newest or published text shows a file."""
    query = select(MediaUse.article_id).where(MediaUse.file_id == file_id)
    return db.session.scalars(query.order_by(MediaUse.article_id)).all()


def list_shown(article_id: int, *, is_published: bool) -> Sequence[MediaFile]:
    """Return the pictures and files that the published or newest text of an article shows."""
    place = MediaUse.published_place if is_published else MediaUse.head_place
    query = select(MediaFile).join(MediaUse, MediaUse.file_id == MediaFile.id)
    return db.session.scalars(
        query.where(MediaUse.article_id == article_id, place.is_not(None)).order_by(place)
    ).all()


def find_leads(article_ids: Collection[int]) -> dict[int, Lead]:
    """Return the lead pictures of the published texts of articles, by the articles' ids."""
    if not article_ids:
        return {}
    rows = db.session.execute(
        select(MediaUse.article_id, *_LEAD_COLUMNS)
        .join(MediaFile, MediaFile.id == MediaUse.file_id)
        .where(MediaUse.article_id.in_(article_ids), MediaUse.published_place == 0)
        .where(MediaFile.width >= LEAST_WIDTH)
    )
    return {row[0]: Lead(*row[1:]) for row in rows}


def add_leads(query: Rows, article_id: InstrumentedAttribute[int]) -> Rows:
    """Add to each row, as its last columns, the lead picture of an article's published text."""
    of_article = and_(MediaUse.article_id == article_id, MediaUse.published_place == 0)
    is_wide = and_(MediaFile.id == MediaUse.file_id, MediaFile.width >= LEAST_WIDTH)
    return (
        query.add_columns(*_LEAD_COLUMNS)
        .outerjoin(MediaUse, of_article)
        .outerjoin(MediaFile, is_wide)
    )


def read_lead(row: Sequence[Any]) -> Lead | None:
    """Return the lead picture in a row of a query with `add_leads`, if there is one."""
    values = row[-len(_LEAD_COLUMNS) :]
    return Lead(*values) if values[0] else None


def find_leading(files: Sequence[MediaFile], facts: Mapping[str, Any]) -> MediaFile | None:
    """Return which of the files that `list_shown` gives for a text leads it, if any does."""
    first = files[0] if files else None
    if first is None or first.width < LEAST_WIDTH or facts.get(LEAD) == NO_LEAD:
        return None
    return first


def lead_of(file: MediaFile) -> Lead:
    """Return a picture as one that leads an article."""
    return Lead(file.mark, file.fallback, file.widths, file.width, file.height)


def find_chosen(facts: Mapping[str, Any]) -> MediaFile | None:
    """Return the picture that was chosen to lead a text, or None when there is none."""
    name = chosen_lead(facts)
    return find_named(name) if name else None


def draw_lead(
    file: MediaFile | None, facts: Mapping[str, Any], body_html: str, language: str
) -> str:
    """Return the HTML of a chosen picture above a text, or nothing if the text shows it too."""
    is_chosen = file is not None and file.name == chosen_lead(facts)
    if file is None or not is_chosen or f"/media/{file.mark}/" in body_html:
        return ""
    return write_figure(media_of(file, language), language)


def explain_lead(facts: Mapping[str, Any]) -> str:
    """Return why the picture that was chosen cannot lead a text, or an empty text."""
    name, file = chosen_lead(facts), find_chosen(facts)
    if not name or (file and file.width >= LEAST_WIDTH):
        return ""
    if file is None:
        return str(_("The library has no picture with the name %(name)s.", name=name))
    if not file.is_picture:
        return str(_("%(name)s is a file. Choose a picture.", name=name))
    sizes = {"width": file.width, "least": LEAST_WIDTH}
    return str(_("The picture is %(width)s points wide; at least %(least)s are needed.", **sizes))
