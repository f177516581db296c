"""Who may do what: the whole table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.errors import NotAllowed


class Permission(StrEnum):
    """One thing that a role may do, as routes declare it and templates ask for it."""

    READ = "read"
    HAVE_ACCOUNT = "have_account"
    WRITE = "write"
    SEE_DRAFT = "see_draft"
    EDIT = "edit"
    RENAME = "rename"
    CHANGE_KIND = "change_kind"
    NAME_AUTHORS = "name_authors"
    PUBLISH = "publish"
    REVIEW = "review"
    CHECK = "check"
    CHOOSE_OWNER = "choose_owner"
    TALK = "talk"
    MODERATE = "moderate"
    ARCHIVE = "archive"
    DELETE_DRAFT = "delete_draft"
    TAG = "tag"
    PROPOSE_TAGS = "propose_tags"
    TRANSLATE = "translate"
    PAIR = "pair"
    MANAGE_TAGS = "manage_tags"
    EDIT_UNIVERSITY = "edit_university"
    MANAGE_MEDIA = "manage_media"
    MANAGE_SOURCES = "manage_sources"
    MANAGE_TEMPLATES = "manage_templates"
    USE_DESK = "use_desk"
    HIDE_REVISION = "hide_revision"
    MANAGE_USERS = "manage_users"
    MANAGE_MAIL = "manage_mail"
    SEE_HEALTH = "see_health"
    SEE_TRAIL = "see_trail"
    SEE_AUDIT_LOG = "see_audit_log"
    EDIT_STATEMENTS = "edit_statements"
    EDIT_SITE = "edit_site"


class Draftable(Protocol):
    """The attributes of an article that the rules read."""

    created_by_id: int
    first_published_at: datetime | None
    author_ids: list[int]
    owner_id: int | None

    @property
    def is_public(self) -> bool:
        """Return whether readers see it."""


@dataclass(frozen=True)
class Rule:
    """The lowest role that has a permission, and a further condition on the article."""

    role: Role | None
    holds: Callable[[Draftable, Viewer], bool] | None = None


def _sees_draft(article: Draftable, viewer: Viewer) -> bool:
    """Return whether the viewer works on this article.

    A text that was never public belongs to its author and to the editors; once an article is
    public, every author may improve it.
    """
    if viewer.is_at_least(Role.EDITOR) or article.is_public:
        return True
    return article.created_by_id == viewer.user_id


def _owns_unpublished(article: Draftable, viewer: Viewer) -> bool:
    if viewer.is_at_least(Role.EDITOR):
        return True
    return article.created_by_id == viewer.user_id and not article.is_public


def _wrote(article: Draftable, viewer: Viewer) -> bool:
    """Return whether it is the viewer's work: begun by them, or they were chosen as an author."""
    if viewer.is_at_least(Role.EDITOR) or article.created_by_id == viewer.user_id:
        return True
    return viewer.user_id in article.author_ids


def _looks_after(article: Draftable, viewer: Viewer) -> bool:
    """Return whether an article is the viewer's to check: their work, or given into their care."""
    return _wrote(article, viewer) or article.owner_id == viewer.user_id


def _owns_never_published(article: Draftable, viewer: Viewer) -> bool:
    """Return whether it is an own draft that no reader has seen; editors own all."""
    if viewer.is_at_least(Role.EDITOR):
        return True
    return article.created_by_id == viewer.user_id and article.first_published_at is None


def _began_unseen(article: Draftable, viewer: Viewer) -> bool:
    """Return whether the viewer began it, and no reader has seen it."""
    return article.created_by_id == viewer.user_id and article.first_published_at is None


RULES: dict[Permission, Rule] = {
    Permission.READ: Rule(None),
    Permission.HAVE_ACCOUNT: Rule(Role.AUTHOR),
    Permission.WRITE: Rule(Role.AUTHOR),
    Permission.SEE_DRAFT: Rule(Role.AUTHOR, _sees_draft),
    Permission.EDIT: Rule(Role.AUTHOR, _sees_draft),
    Permission.RENAME: Rule(Role.AUTHOR, _owns_unpublished),
    Permission.CHANGE_KIND: Rule(Role.AUTHOR, _owns_unpublished),
    Permission.NAME_AUTHORS: Rule(Role.AUTHOR, _wrote),
    Permission.PUBLISH: Rule(Role.EDITOR),
    Permission.REVIEW: Rule(Role.EDITOR),
    Permission.CHECK: Rule(Role.AUTHOR, _looks_after),
    Permission.CHOOSE_OWNER: Rule(Role.EDITOR),
    Permission.TALK: Rule(Role.AUTHOR, _sees_draft),
    Permission.MODERATE: Rule(Role.EDITOR),
    Permission.ARCHIVE: Rule(Role.AUTHOR, _owns_never_published),
    Permission.DELETE_DRAFT: Rule(Role.AUTHOR, _began_unseen),
    Permission.TAG: Rule(Role.EDITOR),
    Permission.PROPOSE_TAGS: Rule(Role.AUTHOR, _sees_draft),
    Permission.TRANSLATE: Rule(Role.AUTHOR, _sees_draft),
    # What readers see of a public article, its translation too, is an editor's to change.
    Permission.PAIR: Rule(Role.AUTHOR, _owns_unpublished),
    Permission.MANAGE_TAGS: Rule(Role.EDITOR),
    # Which universities it is depends on a setting: accounts.queries.may_edit_university.
    Permission.EDIT_UNIVERSITY: Rule(Role.EDITOR),
    Permission.MANAGE_MEDIA: Rule(Role.EDITOR),
    Permission.MANAGE_SOURCES: Rule(Role.EDITOR),
    Permission.MANAGE_TEMPLATES: Rule(Role.EDITOR),
    Permission.USE_DESK: Rule(Role.EDITOR),
    Permission.HIDE_REVISION: Rule(Role.ADMIN),
    Permission.MANAGE_USERS: Rule(Role.ADMIN),
    Permission.MANAGE_MAIL: Rule(Role.ADMIN),
    Permission.SEE_HEALTH: Rule(Role.ADMIN),
    # What happened to one article, term, source or file; the whole log names people's accounts.
    Permission.SEE_TRAIL: Rule(Role.EDITOR),
    Permission.SEE_AUDIT_LOG: Rule(Role.ADMIN),
    Permission.EDIT_STATEMENTS: Rule(Role.ADMIN),
    Permission.EDIT_SITE: Rule(Role.ADMIN),
}


def can(permission: Permission | str, viewer: Viewer, thing: Draftable | None = None) -> bool:
    """Return whether `viewer` has a permission, on `thing` when the permission depends on it.

    Without a thing, return whether the role could have the permission at all.
    """
    rule = RULES[Permission(permission)]
    if rule.role is not None and not viewer.is_at_least(rule.role):
        return False
    if rule.holds is None or thing is None:
        return True
    return rule.holds(thing, viewer)


def require(permission: Permission, viewer: Viewer, thing: Draftable | None = None) -> None:
    """Raise NotAllowed unless `viewer` has the permission."""
    if not can(permission, viewer, thing):
        raise NotAllowed()


def may_grant(role: Role, viewer: Viewer) -> bool:
    """Return whether `viewer` may grant or remove `role`: only up to their own."""
    return can(Permission.MANAGE_USERS, viewer) and viewer.is_at_least(role)
