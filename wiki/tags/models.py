"""Store the controlled vocabulary and the tags of each article."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.clock import now
from wiki.db import Base, BinaryString, UtcDateTime


class TagKind(StrEnum):
    """The three vocabularies."""

    UNIVERSITY = "university"
    TOPIC = "topic"
    SDG = "sdg"


class WordKind(StrEnum):
    """Whether another word means the same as a term, or is only searched together with it."""

    SAME = "same"
    NEAR = "near"


class Tag(Base):
    """One entry of the vocabulary, labelled in both languages; both share its slug."""

    __tablename__ = "tags"
    __table_args__ = (
        CheckConstraint("kind IN ('university', 'topic', 'sdg')", name="kind"),
        # A term that comes back has its number again: no other may have got it meanwhile.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), index=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    label_sv: Mapped[str] = mapped_column(String(100))
    label_en: Mapped[str] = mapped_column(String(100))
    sort_key_sv: Mapped[str] = mapped_column(BinaryString)
    sort_key_en: Mapped[str] = mapped_column(BinaryString)
    description_sv: Mapped[str] = mapped_column(String(2000), default="")
    description_en: Mapped[str] = mapped_column(String(2000), default="")
    scope_note_sv: Mapped[str] = mapped_column(String(2000), default="")
    scope_note_en: Mapped[str] = mapped_column(String(2000), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("tags.id"), index=True)
    website: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(1000), default="")
    number: Mapped[int | None]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Raised by each change of the tag or its synonyms.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    parent: Mapped["Tag | None"] = relationship(remote_side=[id])
    synonyms: Mapped[list["TagSynonym"]] = relationship(
        primaryjoin="and_(TagSynonym.tag_id == Tag.id, TagSynonym.kind == 'same')",
        cascade="all, delete-orphan",
        order_by="TagSynonym.id",
    )
    near_words: Mapped[list["TagSynonym"]] = relationship(
        primaryjoin="and_(TagSynonym.tag_id == Tag.id, TagSynonym.kind == 'near')",
        cascade="all, delete-orphan",
        order_by="TagSynonym.id",
        overlaps="synonyms",
    )

    @property
    def edition(self) -> str:
        """Identify this state of the tag, so that a form can say which state it was made from.

        The time of creation is part of it because SQLite once reused the id of a deleted tag.
        """
        return f"{self.id}.{self.version}.{self.created_at.timestamp()}"

    def label(self, language: str) -> str:
        """Return the label in `language`."""
        return self.label_sv if language == "sv" else self.label_en

    def description(self, language: str) -> str:
        """Return the description in `language`."""
        return self.description_sv if language == "sv" else self.description_en

    def scope_note(self, language: str) -> str:
        """Return what editors are told in `language` of what belongs to the tag."""
        return self.scope_note_sv if language == "sv" else self.scope_note_en

    def words(self, language: str, kind: WordKind = WordKind.SAME) -> tuple[str, ...]:
        """Return the other words of a kind in `language`, in order."""
        words = self.synonyms if kind == WordKind.SAME else self.near_words
        return tuple(word.text for word in words if word.language == language)


class TagSynonym(Base):
    """Another word for a tag; `key` is the folded word, used to compare.

    `kind` says whether it means the same, or something else that is searched together with it.
    """

    __tablename__ = "tag_synonyms"
    __table_args__ = (
        UniqueConstraint("tag_id", "language", "key"),
        CheckConstraint("kind IN ('same', 'near')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(100), index=True)
    kind: Mapped[str] = mapped_column(String(10), default=WordKind.SAME)


class TagRelation(Base):
    """Two topics that belong together, neither above the other; stored once, the lower id first."""

    __tablename__ = "tag_relations"
    __table_args__ = (CheckConstraint("tag_id < other_id", name="order"),)

    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TagRedirect(Base):
    """A former slug of a tag, or the slug of a tag that was merged into it."""

    __tablename__ = "tag_redirects"

    slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)


class TagDeed(Base):
    """What one deed of the audit log changed in the vocabulary, so that it can be undone exactly.

    `changes` are those of `wiki/tags/changes.py`; `tag_ids` the terms whose articles they name.
    """

    __tablename__ = "tag_deeds"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), primary_key=True)
    tag_ids: Mapped[list[int]] = mapped_column(JSON)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ArticleTag(Base):
    """One tag of one article."""

    __tablename__ = "article_tags"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True, index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ProposalState(StrEnum):
    """What has become of a proposed tag."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class TagProposal(Base):
    """A tag that somebody proposed for an article, or that an editor refused for it.

    There is one row for an article and a tag: a proposal that is made again takes the place of the
    former one, and keeps who refused that. `proposed_by_id` is None for what the program suggested
    and an editor refused. `words` are those of the article that spoke for it.
    """

    __tablename__ = "tag_proposals"
    __table_args__ = (
        UniqueConstraint("article_id", "tag_id"),
        Index("ix_tag_proposals_state", "state", "created_at"),
        CheckConstraint("state IN ('waiting', 'accepted', 'refused')", name="state"),
        # A button that undoes a decision names the row: no other row may get its number.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    words: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default=ProposalState.WAITING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(String(300), default="")

    tag: Mapped[Tag] = relationship(viewonly=True)


class TopicState(StrEnum):
    """What has become of a proposed topic."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    JOINED = "joined"
    REFUSED = "refused"


class TopicProposal(Base):
    """A topic that somebody asked for; what was decided is remembered.

    `tag_id` is the topic that it became, or that got its words.
    """

    __tablename__ = "topic_proposals"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'accepted', 'joined', 'refused')", name="state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    label_sv: Mapped[str] = mapped_column(String(100))
    label_en: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default=TopicState.WAITING, index=True)
    answer: Mapped[str] = mapped_column(String(300), default="")
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tags.id", ondelete="SET NULL"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    tag: Mapped[Tag | None] = relationship(viewonly=True)

    def label(self, language: str) -> str:
        """Return the proposed label in `language`."""
        return self.label_sv if language == "sv" else self.label_en
