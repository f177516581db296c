"""Add or remove one synonym of a tag; the caller commits."""

from flask_babel import lazy_gettext as _

from wiki import signals
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.errors import InvalidInput
from wiki.tags.models import Tag
from wiki.tags.queries import list_article_ids
from wiki.tags.steps.checks import LABEL_LENGTH, SYNONYM_COUNT
from wiki.tags.steps.terms import count_change, describe_tag, lock_tag, put_words
from wiki.tags.terms import distinct_words, word_key

_NO_NEW_WORD = _("The tag has this word already, or as many words as it can have.")


def insert_synonym(tag_id: int, language: str, word: str, viewer: Viewer) -> None:
    """Add a synonym to a tag of any kind; raise InvalidInput when the tag has the word already."""
    tag = lock_tag(tag_id)
    own = tag.words(language)
    words = distinct_words([*own, word], [tag.label(language)])
    if len(words) == len(own) or len(words) > SYNONYM_COUNT or len(word) > LABEL_LENGTH:
        raise InvalidInput(_NO_NEW_WORD, {"tag": _NO_NEW_WORD})
    record(viewer.user_id, "add_synonym", "tag", tag.id, words=word)
    _store_words(tag, language, words, viewer)


def delete_synonym(tag_id: int, language: str, word: str, viewer: Viewer) -> None:
    """Remove a synonym from a tag; do nothing when the word is gone already."""
    tag = lock_tag(tag_id)
    own = [synonym for synonym in tag.synonyms if synonym.language == language]
    words = tuple(synonym.text for synonym in own if synonym.key != word_key(word))
    record(viewer.user_id, "remove_synonym", "tag", tag.id, words=word)
    _store_words(tag, language, words, viewer)


def _store_words(tag: Tag, language: str, words: tuple[str, ...], viewer: Viewer) -> None:
    before = describe_tag(tag)
    put_words(tag, language, words)
    count_change(tag, before)
    signals.tag_changed.send(tag, article_ids=list(list_article_ids(tag.id, viewer)))
