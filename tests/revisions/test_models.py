"""What was saved stays as it was saved, whatever the code around it does."""

import pytest

from tests.builders import Person, make_article
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head
from wiki.db import db
from wiki.revisions.models import Revision

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def revision(editor: Person) -> Revision:
    article_id = make_article("Tvättstugan", editor, body="Ett rum.")
    return find_head(db.session.get_one(Article, article_id))


@pytest.mark.parametrize("name", ["body_markdown", "title", "summary"])
def test_the_words_of_a_revision_never_change(revision: Revision, name: str) -> None:
    setattr(revision, name, "Något annat")
    with pytest.raises(RuntimeError, match=f"a revision's {name} never changes"):
        db.session.commit()


def test_a_revision_is_never_deleted(revision: Revision) -> None:
    db.session.delete(revision)
    with pytest.raises(RuntimeError, match="a revision is never deleted"):
        db.session.commit()
