"""Notice that a title, or the address it makes, is taken, before something is saved under it."""

from wiki.accounts.viewer import Viewer
from wiki.articles.forms import ArticleForm, RenameForm
from wiki.articles.models import Article
from wiki.articles.queries.titles import Taken, find_taken
from wiki.articles.steps.revise import find_head
from wiki.articles.text import ArticleText
from wiki.characters import normalise_line


def note_taken(
    form: ArticleForm | RenameForm, language: str, article: Article | None, viewer: Viewer
) -> Taken | None:
    """Return who has the title in a form, and let the form say that its writer was told so."""
    title = normalise_line(form.title.data or "")
    taken = find_taken(language, title, article.id if article else None, viewer)
    form.seen_title.data = title if taken else ""
    return taken


def is_news(
    form: ArticleForm | RenameForm,
    text: ArticleText | None,
    language: str,
    article: Article | None,
    viewer: Viewer,
) -> bool:
    """Return whether the title in a form is taken and its writer does not know it yet.

    An article that keeps its title is no news, nor is one that says the same already: that is what
    a form leaves behind that was sent twice.
    """
    title = normalise_line(form.title.data or "")
    if form.seen_title.data == title or (article and find_head(article).title == title):
        return False
    taken = find_taken(language, title, article.id if article else None, viewer)
    if taken is None or text is None:
        return taken is not None
    return find_head(taken.article).source_hash != text.source_hash
