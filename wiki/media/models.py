"""Store what is known of each picture and file; what they hold is in the folder `media`."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime
from wiki.media.description import CREDIT_LENGTH, TEXT_LENGTH, Description
from wiki.media.formats import FORMATS, Format
from wiki.media.licences import LICENCE_LENGTH
from wiki.media.store import MARK_LENGTH


class MediaFile(Base):
    """A picture or a file under the name by which texts refer to it.

    `mark` is the hash of what was sent, and the name of its folder. A picture has the width and
    height of its largest copy, the `widths` of all copies, and a `fallback`, the name of the copy
    for programs that know no WebP. `size` is that of the download, or of what was sent.
    """

    __tablename__ = "media_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    mark: Mapped[str] = mapped_column(String(MARK_LENGTH), unique=True)
    ending: Mapped[str] = mapped_column(String(5))
    size: Mapped[int]
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    widths: Mapped[list[int]] = mapped_column(JSON, default=list)
    fallback: Mapped[str] = mapped_column(String(20), default="")
    alt_sv: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    alt_en: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    caption_sv: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    caption_en: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    is_decorative: Mapped[bool] = mapped_column(default=False)
    credit: Mapped[str] = mapped_column(String(CREDIT_LENGTH), default="")
    licence: Mapped[str] = mapped_column(String(LICENCE_LENGTH), default="")
    # Raised by each change, so that a form can say which state it was made from.
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)

    @property
    def format(self) -> Format:
        """Return the format of what is stored."""
        return FORMATS[self.ending]

    @property
    def is_picture(self) -> bool:
        """Return whether it is shown in a page."""
        return self.format.is_picture

    @property
    def is_described(self) -> bool:
        """Return whether it has all that readers must be told of it."""
        said = self.alt_sv or self.alt_en or self.is_decorative or not self.is_picture
        return bool(self.licence and said)

    @property
    def address(self) -> str:
        """Return the address of the download, or of the picture for programs without WebP."""
        return f"/media/{self.mark}/{self.fallback or f'{self.name}.{self.ending}'}"

    @property
    def srcset(self) -> str:
        """Return the addresses of a picture's copies, as HTML wants them."""
        return srcset_of(self.mark, self.widths)

    @property
    def thumb(self) -> str:
        """Return the address of a picture's smallest copy, or an empty text."""
        return f"/media/{self.mark}/{self.widths[0]}.webp" if self.widths else ""

    def alt(self, language: str) -> str:
        """Return what it shows, in `language`, else in the other."""
        own, other = (self.alt_sv, self.alt_en) if language == "sv" else (self.alt_en, self.alt_sv)
        return own or other

    def caption(self, language: str) -> str:
        """Return what is read below it, in `language`, else in the other."""
        both = (self.caption_sv, self.caption_en)
        own, other = both if language == "sv" else both[::-1]
        return own or other


def srcset_of(mark: str, widths: Sequence[int]) -> str:
    """Return the addresses of a picture's copies, as HTML wants them."""
    return ", ".join(f"/media/{mark}/{width}.webp {width}w" for width in widths)


def stored_name(file: MediaFile) -> str:
    """Return the name, in its folder, of a download or of a picture's widest copy."""
    return f"{file.width}.webp" if file.is_picture else f"file.{file.ending}"


def said_of(file: MediaFile) -> Description:
    """Return the description of a file."""
    return Description(**{each.name: getattr(file, each.name) for each in fields(Description)})


class RemovedFile(Base):
    """The name of a file that was removed: no other gets it, since older texts mean that one."""

    __tablename__ = "removed_files"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)


class DroppedContent(Base):
    """What a deleted file held, until it is deleted too: a bucket may take long to answer."""

    __tablename__ = "dropped_contents"

    mark: Mapped[str] = mapped_column(String(MARK_LENGTH), primary_key=True)


class MediaUse(Base):
    """A picture or file in an article: in its newest text, its published text, or both.

    The places count from 0, pictures before files, so that the picture at 0 leads an article.
    """

    __tablename__ = "media_uses"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    file_id: Mapped[int] = mapped_column(ForeignKey("media_files.id"), primary_key=True, index=True)
    head_place: Mapped[int | None]
    published_place: Mapped[int | None]
