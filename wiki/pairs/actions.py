"""Say of which article another is the translation, and what of it is up to date; undo that."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import find_permitted
from wiki.audit.steps import record
from wiki.db import write
from wiki.errors import EditConflict, InvalidInput
from wiki.pairs.align import find_changes, settle
from wiki.pairs.queries.standing import find_pair, find_shown_text, read_base, split_revision
from wiki.pairs.steps import count_changes

_NO_PAIR = _("The article has no original.")
_CHANGED = _("The original or the translation was changed meanwhile. Look at it once more.")
_NOTHING = _("There is nothing to undo.")


@dataclass(frozen=True)
class Agreed:
    """What became of a pair: how many parts are left to look at, and the edition for undo."""

    behind: int
    edition: int


def follow_original(article_id: int, original_id: int, viewer: Viewer) -> Agreed:
    """Say that an article translates the other one of its pair, and says the same as it now."""
    with write():
        article, original, pair = _find(article_id, viewer)
        if original.id != original_id:
            raise EditConflict(_CHANGED)
        _keep(pair)
        pair.original_id, pair.base_id = original.id, find_shown_text(original).id
        pair.marked = None
        count_changes(pair, original)
        record(viewer.user_id, "follow", "article", article.id, other=original.id)
        agreed = Agreed(pair.behind, pair.edition)
    return agreed


def agree_on(article_id: int, name: str, number: int, viewer: Viewer) -> Agreed:
    """Say that a translation is up to date in the part that changed, or with "" in all of them.

    `number` is the version of the original that was seen. Raises EditConflict when the change is no
    longer there, or, for all, when readers see another version by now.
    """
    with write():
        article, original, pair = _find(article_id, viewer)
        if pair.original_id != original.id or pair.base_id is None:
            raise InvalidInput(_NO_PAIR)
        shown = find_shown_text(original)
        if shown.number != number:
            raise EditConflict(_CHANGED)
        _keep(pair)
        if name:
            pair.marked = _mark(pair, original, name)
        else:
            pair.base_id, pair.marked = shown.id, None
        count_changes(pair, original)
        record(viewer.user_id, "agree", "article", article.id, revision=number)
        agreed = Agreed(pair.behind, pair.edition)
    return agreed


def _mark(pair: Translation, original: Article, name: str) -> list[list[object]]:
    """Return by which revision and mark to find each part, once one change is settled."""
    shown = find_shown_text(original)
    base = read_base(pair)
    parts, now = [part for part, _revision in base], split_revision(shown)
    change = next((found for found in find_changes(parts, now) if found.name == name), None)
    if change is None:
        raise EditConflict(_CHANGED)
    numbers = {id(part): revision.id for part, revision in base}
    return [[numbers.get(id(part), shown.id), part.mark] for part in settle(parts, now, change)]


def undo_agreement(article_id: int, edition: int, viewer: Viewer) -> Article:
    """Take the newest of these deeds back; raise InvalidInput when it is another by now."""
    with write():
        article, original, pair = _find(article_id, viewer)
        if pair.edition != edition or pair.former is None:
            raise InvalidInput(_NOTHING)
        pair.original_id, pair.base_id, pair.marked = pair.former
        pair.former = None
        pair.edition += 1
        if pair.original_id == original.id:
            count_changes(pair, original)
        else:
            pair.behind = 0
        record(viewer.user_id, "undo_agree", "article", article.id)
    return article


def _find(article_id: int, viewer: Viewer) -> tuple[Article, Article, Translation]:
    """Return an article, the other one of its pair, and the pair, if the viewer may translate."""
    article = find_permitted(article_id, Permission.TRANSLATE, viewer)
    pair = find_pair(article)
    if pair is None:
        raise InvalidInput(_NO_PAIR)
    other_id = pair.en_id if pair.sv_id == article.id else pair.sv_id
    return article, find_permitted(other_id, Permission.TRANSLATE, viewer), pair


def _keep(pair: Translation) -> None:
    """Keep what is stored for undo, and count the change."""
    pair.former = [pair.original_id, pair.base_id, pair.marked]
    pair.edition += 1
