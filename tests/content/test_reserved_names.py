"""An article cannot be loaded to the address of another page."""

import pytest

from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.content.actions import load_folder
from wiki.content.folder import Folder
from wiki.content.frontmatter import read_document

ARTICLE = "---\ntitle: T\nlanguage: sv\nkind: concept\n---\nText.\n"


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("name", ["new", "preview"])
def test_a_file_is_not_named_as_another_page(name: str) -> None:
    document = read_document(f"articles/sv/{name}.md", name, ARTICLE)
    viewer = ensure_editorial_account("Redaktionen")

    with pytest.raises(ExceptionGroup) as caught:
        load_folder(Folder([], [document]), lambda *_: None, viewer)
    assert [str(fault) for fault in caught.value.exceptions] == [
        f"articles/sv/{name}.md, line 2: the wiki has a page {name} of its own"
    ]
