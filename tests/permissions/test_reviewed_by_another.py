"""Ask every address that publishes as every editor, with the settings that ask for a review.

Which addresses publish is found out, not listed: an administrator sends every form of the tables
while no setting is on, and what then shows readers another text than before is tried as each
editor, about a draft of their own, of somebody of their university and of another, or of none.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from sqlalchemy import select, update

from tests.permissions.asking import Keeper, send
from tests.permissions.table import Line, read_lines
from tests.permissions.world import EDITORS, UNIVERSITIES, World
from wiki.accounts.models import User
from wiki.articles.models import Article
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.tags.models import Tag

ANOTHER, FOREIGN = "REVIEW_BY_ANOTHER", "REVIEW_BY_ANOTHER_UNIVERSITY"
# What shows a text that nobody reviews: a new kind is the same text, and publishing again is undo.
EXEMPT = ("/kind", "/withdrawal/undo")
# Whose text it is; "helper" is an editor, and the others are of one university each, or of none.
WRITERS = ("author", *EDITORS)
# Where the universities of the people stand.
OF = dict(zip(EDITORS, UNIVERSITIES, strict=True)) | {"author": "umea", "admin": "umea"}


def may_publish(who: str, writer: str, setting: str) -> bool:
    """Return what docs/permissions.md says."""
    if setting and who == writer:
        return False
    if setting != FOREIGN or who == "admin":
        return True
    return OF[who] != "" and OF[who] != OF[writer]


@pytest.mark.long
def test_who_may_not_publish_can_by_no_address(world: tuple[World, Keeper]) -> None:
    wiki, keeper = world
    wiki.app.config["EDITORS_BY_UNIVERSITY"] = False
    lines = [line for line in read_lines() if line.request.method == "POST"]
    publishing = [line for line in lines if _publishes(wiki, keeper, line, "admin", "author")]
    tried = [line for line in publishing if not line.request.address.endswith(EXEMPT)]
    ends = {line.request.address.rpartition("/")[2] for line in tried}
    assert ends >= {"edit", "new?kind=concept", "publication"}
    assert [words for line in tried for words in _complaints(wiki, keeper, line)] == []


def _complaints(wiki: World, keeper: Keeper, line: Line) -> Iterator[str]:
    """Yield in words who may publish by the address of a line, and should not, or the reverse."""
    for setting, who, writer in product(("", ANOTHER, FOREIGN), (*EDITORS, "admin"), WRITERS):
        wiki.app.config[ANOTHER] = setting == ANOTHER
        wiki.app.config[FOREIGN] = setting == FOREIGN
        found = _publishes(wiki, keeper, line, who, writer)
        if found != may_publish(who, who if _is_written_alone(line) else writer, setting):
            yield f"{line.place} {line.request.address} {setting}: {who} of {writer}: {found}"
    wiki.app.config[ANOTHER] = wiki.app.config[FOREIGN] = False


def _is_written_alone(line: Line) -> bool:
    """Return whether the request writes all that readers have not seen, whoever wrote before."""
    is_edit = line.request.address.endswith("/edit")
    return "/new?" in line.request.address or (line.thing == "archived" and is_edit)


def _publishes(wiki: World, keeper: Keeper, line: Line, who: str, writer: str) -> bool:
    """Return whether readers see another text after a request; whatever it did is undone."""
    with wiki.app.app_context():
        unseen = Revision.id == Article.head_id, Revision.published_at.is_(None)
        ids = select(Revision.id).join(Article, Revision.article_id == Article.id).where(*unseen)
        db.session.execute(
            update(Revision)
            .where(Revision.id.in_(ids))
            .values(author_id=wiki.people[writer].user_id)
        )
        db.session.execute(
            update(Article).where(Article.published_id.is_(None)).values(author_ids=[])
        )
        db.session.commit()
    before = _shown(wiki)
    send(wiki, line, who, "umea" if line.has_university else "").close()
    after = _shown(wiki)
    keeper.restore()
    return any(shown and shown != before.get(article) for article, shown in after.items())


def _shown(wiki: World) -> Mapping[int, int | None]:
    """Return which version of each article readers see."""
    with wiki.app.app_context():
        rows = db.session.execute(select(Article.id, Article.published_id))
        return {row[0]: row[1] for row in rows}


def test_the_people_are_of_the_universities_that_the_rule_takes(
    world: tuple[World, Keeper],
) -> None:
    wiki, _ = world
    with wiki.app.app_context():
        for name, university in OF.items():
            number = db.session.get_one(User, wiki.people[name].user_id).university_id
            assert (db.session.get_one(Tag, number).slug if number else "") == university
