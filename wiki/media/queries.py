"""Find pictures and files: by name, by words, by what is known of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal
from flask_babel import force_locale
from sqlalchemy import func, or_, select

from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.inline.media import Library, Media
from wiki.markup.slugs import slugify
from wiki.media.formats import FORMATS
from wiki.media.licences import LICENCES
from wiki.media.models import MediaFile, MediaUse
from wiki.web.pagination import Page, paginate

_PAGE_SIZE = 24
# A picture that leads an article has at least this width: smaller ones are signs and logos.
_LEAST_LEAD = 200
_CARD_WIDTH = 1_100
# The choices of the library, each with what it shows.
KINDS = ("pictures", "files", "undescribed", "unused")
_LONGEST_WORDS = 200


@dataclass(frozen=True)
class Lead:
    """The picture that stands for an article in lists and on its card: the first in its text.

    `copy` is the name of the copy from which a card is drawn.
    """

    mark: str
    copy: str
    address: str
    srcset: str
    width: int
    height: int


def find_file(name: str) -> MediaFile:
    """Return the file with a name; raise NotFound when there is none."""
    file = db.session.scalar(select(MediaFile).where(MediaFile.name == name))
    if file is None:
        raise NotFound()
    return file


def find_by_mark(mark: str) -> MediaFile | None:
    """Return the file that holds what has this mark, or None."""
    return db.session.scalar(select(MediaFile).where(MediaFile.mark == mark))


def free_name(words: str, fallback: str) -> str:
    """Return a name that no file has yet, made from words."""
    stem = slugify(words) or fallback
    taken = set(
        db.session.scalars(
            select(MediaFile.name).where(
                or_(MediaFile.name == stem, MediaFile.name.startswith(f"{stem}-", autoescape=True))
            )
        )
    )
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def list_files(words: str, kind: str, page: int) -> Page[MediaFile]:
    """List files, the newest first: those with all the words, and of a kind if one is chosen."""
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
    query = query.order_by(MediaFile.created_at.desc(), MediaFile.id.desc())
    return paginate(query, lambda file: file, page, size=_PAGE_SIZE)


def find_library(names: Collection[str], language: str) -> Library:
    """Return what the names in a text stand for, with words in the language of the text."""
    if not names:
        return {}
    files = db.session.scalars(select(MediaFile).where(MediaFile.name.in_(names)))
    return {file.name: _media_of(file, language) for file in files}


def _media_of(file: MediaFile, language: str) -> Media:
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
        select(MediaUse.article_id, MediaFile)
        .join(MediaFile, MediaFile.id == MediaUse.file_id)
        .where(
            MediaUse.article_id.in_(article_ids),
            MediaUse.published_place == 0,
            MediaFile.width >= _LEAST_LEAD,
        )
    )
    return {
        article_id: Lead(
            file.mark, _card_copy(file), file.address, file.srcset, file.width, file.height
        )
        for article_id, file in rows
    }


def _card_copy(file: MediaFile) -> str:
    """Return the name of the widest copy that is not much wider than a card needs."""
    fitting = [width for width in file.widths if width <= _CARD_WIDTH]
    return f"{max(fitting or file.widths)}.webp"
