"""Find pictures and files: by name, by words, by what is known of them."""

from sqlalchemy import func, or_, select

from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.slugs import slugify
from wiki.media.formats import FORMATS
from wiki.media.models import MediaFile
from wiki.web.pagination import Page, paginate

_PAGE_SIZE = 24
# The choices of the library, each with what it shows.
KINDS = ("pictures", "files", "undescribed")
_LONGEST_WORDS = 200


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
    query = query.order_by(MediaFile.created_at.desc(), MediaFile.id.desc())
    return paginate(query, lambda file: file, page, size=_PAGE_SIZE)
