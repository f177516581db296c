"""Who may do what, on which article."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from tests.permissions.policy import NOBODY, POLICY, ROLES, WORDS
from wiki.accounts.models import Role
from wiki.accounts.permissions import RULES, Permission, can, may_grant
from wiki.accounts.viewer import ANONYMOUS, COMMAND_LINE, Viewer

OWNER = Viewer(1, Role.AUTHOR, "Owner")
STRANGER = Viewer(2, Role.AUTHOR, "Stranger")
EDITOR = Viewer(3, Role.EDITOR, "Editor")
ADMIN = Viewer(4, Role.ADMIN, "Admin")


@dataclass
class Draftable:
    created_by_id: int
    is_public: bool
    first_published_at: datetime | None = None
    author_ids: list[int] = field(default_factory=list)
    owner_id: int | None = None


DRAFT = Draftable(1, is_public=False)
PUBLIC = Draftable(1, is_public=True, first_published_at=datetime(2026, 1, 1, tzinfo=UTC))
WITHDRAWN = replace(PUBLIC, is_public=False)
CHOSEN = replace(PUBLIC, author_ids=[2])
IN_CARE = replace(PUBLIC, owner_id=2)


def viewer(role: str) -> Viewer:
    return ANONYMOUS if role == NOBODY else Viewer(9, Role(role), role)


def test_every_permission_has_its_rule() -> None:
    assert set(RULES) == set(Permission)


def test_the_policy_knows_every_permission() -> None:
    assert list(POLICY) == list(Permission)


def test_the_policy_says_which_permissions_depend_on_the_article() -> None:
    said = {name for name, words in WORDS.items() if words["author"] not in {"yes", "–"}}
    assert said == {name for name, rule in RULES.items() if rule.holds}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", Permission)
def test_roles_have_what_the_policy_says(permission: Permission, role: str) -> None:
    assert can(permission, viewer(role)) is (role in POLICY[permission])


@pytest.mark.parametrize(
    ("permission", "article", "allowed"),
    [
        (Permission.SEE_DRAFT, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.SEE_DRAFT, PUBLIC, [OWNER, STRANGER, EDITOR, ADMIN]),
        (Permission.EDIT, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.EDIT, PUBLIC, [OWNER, STRANGER, EDITOR, ADMIN]),
        (Permission.TRANSLATE, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.TRANSLATE, PUBLIC, [OWNER, STRANGER, EDITOR, ADMIN]),
        (Permission.PAIR, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.PAIR, PUBLIC, [EDITOR, ADMIN]),
        (Permission.RENAME, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.RENAME, PUBLIC, [EDITOR, ADMIN]),
        (Permission.NAME_AUTHORS, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.NAME_AUTHORS, PUBLIC, [OWNER, EDITOR, ADMIN]),
        (Permission.NAME_AUTHORS, CHOSEN, [OWNER, STRANGER, EDITOR, ADMIN]),
        (Permission.PUBLISH, DRAFT, [EDITOR, ADMIN]),
        (Permission.CHECK, PUBLIC, [OWNER, EDITOR, ADMIN]),
        (Permission.CHECK, CHOSEN, [OWNER, STRANGER, EDITOR, ADMIN]),
        (Permission.CHECK, IN_CARE, [OWNER, STRANGER, EDITOR, ADMIN]),
        (Permission.NAME_AUTHORS, IN_CARE, [OWNER, EDITOR, ADMIN]),
        (Permission.TAG, PUBLIC, [EDITOR, ADMIN]),
        (Permission.TALK, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.TALK, PUBLIC, [OWNER, STRANGER, EDITOR, ADMIN]),
        (Permission.MODERATE, DRAFT, [EDITOR, ADMIN]),
        (Permission.MODERATE, PUBLIC, [EDITOR, ADMIN]),
        (Permission.PROPOSE_TAGS, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.PROPOSE_TAGS, PUBLIC, [OWNER, STRANGER, EDITOR, ADMIN]),
        (Permission.ARCHIVE, PUBLIC, [EDITOR, ADMIN]),
        (Permission.ARCHIVE, WITHDRAWN, [EDITOR, ADMIN]),
        (Permission.ARCHIVE, DRAFT, [OWNER, EDITOR, ADMIN]),
        (Permission.DELETE_DRAFT, DRAFT, [OWNER]),
        (Permission.DELETE_DRAFT, WITHDRAWN, []),
        (Permission.HIDE_REVISION, PUBLIC, [ADMIN]),
    ],
)
def test_what_an_article_is_decides_too(
    permission: Permission, article: Draftable, allowed: list[Viewer]
) -> None:
    everybody = [ANONYMOUS, OWNER, STRANGER, EDITOR, ADMIN]
    assert [viewer for viewer in everybody if can(permission, viewer, article)] == allowed


@pytest.mark.parametrize("role", Role)
def test_only_those_who_manage_accounts_grant_roles(role: Role) -> None:
    for viewer in (ANONYMOUS, OWNER, EDITOR):
        assert not may_grant(role, viewer)
    for viewer in (ADMIN, COMMAND_LINE):
        assert may_grant(role, viewer)


def test_a_misspelt_permission_is_an_error() -> None:
    with pytest.raises(ValueError, match="manage_usres"):
        can("manage_usres", ADMIN)


def test_the_command_line_is_nobody_and_not_anonymous() -> None:
    assert COMMAND_LINE.user_id is None
    assert not COMMAND_LINE.is_anonymous
    assert ANONYMOUS.is_anonymous
