"""The number of terms to improve, on the menu of the desk."""

import pytest

from tests.builders import make_tag
from wiki.db import db
from wiki.tags.queries import (
    count_weak_terms,
    list_undescribed_tags,
    list_unused_topics,
    list_word_clashes,
)


@pytest.mark.usefixtures("context")
def test_the_count_of_weak_terms_is_that_of_their_lists() -> None:
    assert count_weak_terms() == 0
    parent = make_tag("first", synonyms_sv=("Delad",), description_sv="Om.", description_en="On.")
    make_tag("second", label_en="Delad", synonyms_sv=("delad",), parent_id=parent)
    make_tag("third", label_sv="Third", synonyms_en=("Delad", "Third thing"))
    make_tag("malmo", "university")
    db.session.expire_all()

    lists = (list_unused_topics("sv"), list_undescribed_tags("sv"), list_word_clashes())

    assert [len(terms) for terms in lists] == [2, 3, 2]
    assert count_weak_terms() == 7
