"""Signals by which a feature notifies features that it does not import.

All but the last are sent inside the transaction of the change, before its commit: a receiver writes
to the same session and never commits.
"""

from blinker import Namespace

_signals = Namespace()

content_changed = _signals.signal("content-changed")
"""An article's readable text, tags or state changed. Sender: the Article.

`former_kind` is the kind that it had before, if that changed.
"""

content_removed = _signals.signal("content-removed")
"""An article left the public wiki (archived). Sender: the Article."""

draft_moved = _signals.signal("draft-moved")
"""A draft was published, sent to the editors, taken back or archived. Sender: the Article.

`viewer` is who did it.
"""

upkeep_changed = _signals.signal("upkeep-changed")
"""An article was checked, or is to be checked by another day. Sender: the Article."""

tag_changed = _signals.signal("tag-changed")
"""A tag's labels, synonyms or place changed. Sender: the Tag; `article_ids` are tagged with it."""

source_changed = _signals.signal("source-changed")
"""A source was added or edited. Sender: the Source; `article_ids` cite it in any text.

`new_keys` are those that led to no source before, by which texts may name it already.
"""

file_changed = _signals.signal("file-changed")
"""A picture or file is another now, or is described otherwise. Sender: the MediaFile."""

access_changed = _signals.signal("access-changed")
"""An account got another password, or was closed. Sender: the User."""

post_added = _signals.signal("post-added")
"""Somebody wrote in a thread about an article, or named others in a post. Sender: the Post."""

draft_discussed = _signals.signal("draft-discussed")
"""Somebody returned a draft, commented on it, suggested changes, or settled any of these.

Sender: the Review, Remark or Amendment as it is now, unless it was deleted; `viewer` is who did it.
"""

file_replaced = _signals.signal("file-replaced")
"""A picture or file of the library stands for another one now. Sender: the MediaFile.

`viewer` is who did it; a receiver that raises NotAllowed keeps it as it was.
"""

article_read = _signals.signal("article-read")
"""A page shows an article; nothing changes, and a receiver asks the database nothing.

Sender: the Article; `user_agent` is what the browser calls itself, `viewer` is who reads.
"""
