"""Say in words what is done on the wiki, and with what sort of thing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from flask_babel import lazy_gettext as _

from wiki.web.numbers import read_number

# Every action needs an entry here; tests/admin/test_audit_log.py fails for one without.
ACTION_NAMES = {
    "article.accept_amendment": _("Accepted suggested changes"),
    "article.add_address": _("Gave an article another address"),
    "article.agree": _("Said which sections of a translation are up to date"),
    "article.amend": _("Suggested changes in a draft"),
    "article.answer_remark": _("Answered a comment"),
    "article.archive": _("Archived an article"),
    "article.bring_back": _("Brought an article back"),
    "article.cancel_time": _("Cancelled the time of a publication"),
    "article.change_kind": _("Gave an article another kind"),
    "article.check": _("Checked that an article is right"),
    "article.close_tip": _("Closed what a reader had pointed out"),
    "article.create": _("Wrote a new article"),
    "article.delete": _("Deleted a draft of their own"),
    "article.edit_post": _("Changed a post of their own"),
    "article.follow": _("Said of which article another is the translation"),
    "article.hide_post": _("Hid a post of a discussion"),
    "article.hold": _("Took a draft back from the editors"),
    "article.let_go": _("Let a draft go that they were looking at"),
    "article.licence": _("Chose another licence for an article"),
    "article.miss_time": _("Could not be published at the time that was set"),
    "article.name_authors": _("Changed who is named as an author"),
    "article.pair": _("Linked two language versions"),
    "article.plan_upkeep": _("Chose who looks after an article, or by when it is checked"),
    "article.propose": _("Proposed tags for an article"),
    "article.publish": _("Published a version"),
    "article.publish_again": _("Showed a version to readers again"),
    "article.refuse": _("Refused tags for an article"),
    "article.reject_amendment": _("Rejected suggested changes"),
    "article.remark": _("Commented on a line of a draft"),
    "article.remove_address": _("Took an address off an article"),
    "article.reopen": _("Took decisions about proposed tags back"),
    "article.reopen_amendment": _("Took a decision about suggested changes back"),
    "article.reopen_remark": _("Opened a comment again"),
    "article.reopen_thread": _("Opened a discussion again"),
    "article.reopen_tip": _("Opened again what a reader had pointed out"),
    "article.reply": _("Replied in a discussion"),
    "article.request": _("Put a title on the list of wanted articles"),
    "article.resolve_remark": _("Settled a comment"),
    "article.resolve_thread": _("Settled a discussion"),
    "article.return": _("Returned a draft to its author"),
    "article.save": _("Saved a version"),
    "article.send": _("Sent a draft to the editors"),
    "article.set_time": _("Set the time of a publication"),
    "article.show_post_again": _("Showed a hidden post again"),
    "article.start_thread": _("Began a discussion"),
    "article.tag": _("Changed the tags of an article"),
    "article.take": _("Took a draft to look at it"),
    "article.take_post_back": _("Took a post of their own back"),
    "article.take_remark_back": _("Took a comment of their own back"),
    "article.tip": _("A reader pointed something out"),
    "article.undo_agree": _("Took back what was said of a translation"),
    "article.undo_check": _("Took a check of an article back"),
    "article.undo_return": _("Took the return of a draft back"),
    "article.unpair": _("Unlinked two language versions"),
    "article.withdraw": _("Took a publication back"),
    "article.withdraw_amendment": _("Took suggested changes of their own back"),
    "article.withdraw_proposal": _("Took a proposed tag back"),
    "article.withdraw_request": _("Took a title off the list of wanted articles"),
    "folder.load": _("Loaded a folder of content"),
    "mail.delete": _("Deleted a message"),
    "mail.retry": _("Had a message tried again"),
    "mail.retry_all": _("Had all failed messages tried again"),
    "media.create": _("Added a picture or file"),
    "media.delete": _("Deleted a picture or file"),
    "media.replace": _("Replaced a picture or file"),
    "media.update": _("Described a picture or file"),
    "revision.hide": _("Hid a version"),
    "revision.show_again": _("Showed a hidden version again"),
    "search.dismiss": _("Took a search off the desk"),
    "search.undo_dismissal": _("Put a search back on the desk"),
    "site.restore": _("Brought back what the site said before"),
    "site.save": _("Changed what the site says of itself"),
    "source.create": _("Added a source"),
    "source.delete": _("Deleted a source"),
    "source.merge": _("Merged two sources"),
    "source.restore": _("Brought a source back"),
    "source.undo_merge": _("Took two merged sources apart"),
    "source.update": _("Edited a source"),
    "statement.save": _("Changed a page that the law asks for"),
    "tag.add_synonym": _("Added a synonym"),
    "tag.create": _("Added a term"),
    "tag.delete": _("Deleted a term"),
    "tag.import": _("Took terms in from a file"),
    "tag.merge": _("Merged two terms"),
    "tag.move": _("Moved a topic in the tree"),
    "tag.profile": _("Edited what a university says of itself"),
    "tag.remove_synonym": _("Took a synonym away"),
    "tag.rename": _("Renamed a topic"),
    "tag.restore": _("Brought a term back"),
    "tag.retire": _("Retired a topic"),
    "tag.reuse": _("Offered a retired topic again"),
    "tag.split": _("Split a topic"),
    "tag.undo": _("Undid a change of the vocabulary"),
    "tag.undo_merge": _("Took two merged terms apart"),
    "tag.undo_profile": _("Undid a change of what a university says of itself"),
    "tag.update": _("Edited a term"),
    "template.reset": _("Took a shipped article template back"),
    "template.save": _("Changed an article template"),
    "topic_proposal.propose": _("Proposed a topic"),
    "topic_proposal.refuse": _("Refused a proposed topic"),
    "topic_proposal.reopen": _("Let a proposed topic wait again"),
    "user.accept": _("Accepted an invitation"),
    "user.add_code_app": _("Set up a code app for the log-in"),
    "user.add_passkey": _("Added a passkey"),
    "user.change_address": _("Changed their address"),
    "user.change_password": _("Changed their own password"),
    "user.change_profile": _("Changed what their own page says"),
    "user.change_role": _("Gave another role"),
    "user.change_university": _("Chose somebody's university"),
    "user.close": _("Closed an account"),
    "user.create": _("Opened an account"),
    "user.fetch_data": _("Fetched what is stored about somebody"),
    "user.forget": _("Forgot a person"),
    "user.invite": _("Invited somebody"),
    "user.invite_again": _("Invited somebody again"),
    "user.link_university": _("Linked an account with a university"),
    "user.make_codes": _("Made new backup codes"),
    "user.remove_code_app": _("Removed a code app"),
    "user.remove_passkey": _("Removed a passkey"),
    "user.rename": _("Changed a person's name"),
    "user.reopen": _("Reopened an account"),
    "user.reset_factors": _("Took the second factor off an account"),
    "user.reset_password": _("Gave a new password"),
    "user.set_password": _("Chose a new password by a mailed link"),
    "user.stop_notices": _("Stopped notices by mail"),
    "user.undo_work": _("Undid what somebody had done"),
    "user.unlink_university": _("Took a university off an account"),
    "user.withdraw": _("Withdrew an invitation"),
}


@dataclass(frozen=True)
class ThingKind:
    """What the audit log tells of: its name, and the types that its entries have.

    A version belongs to its article, so that nobody has to know where an entry is filed.
    """

    label: str
    types: tuple[str, ...]


THINGS: Mapping[str, ThingKind] = MappingProxyType(
    {
        "article": ThingKind(_("Articles"), ("article", "revision")),
        "tag": ThingKind(_("Vocabulary"), ("tag",)),
        "wish": ThingKind(_("Proposed topics"), ("topic_proposal",)),
        "source": ThingKind(_("Sources"), ("source",)),
        "media": ThingKind(_("Pictures and files"), ("media",)),
        "user": ThingKind(_("Users"), ("user",)),
        "mail": ThingKind(_("Mail"), ("mail",)),
        "template": ThingKind(_("Article templates"), ("template",)),
        "statement": ThingKind(_("Pages that the law asks for"), ("statement",)),
        "site": ThingKind(_("The site"), ("site",)),
        "search": ThingKind(_("Searches"), ("search",)),
        "folder": ThingKind(_("Folders of content"), ("folder",)),
    }
)
_THING = re.compile("([a-z]{1,20})-([0-9]{1,10})")


@dataclass(frozen=True)
class Thing:
    """One article, term, source, file or account; `kind` is a key of THINGS."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


def read_thing(text: str) -> Thing | None:
    """Return the thing that an address names as "article-12", or None."""
    found = _THING.fullmatch(text)
    number = read_number(found[2]) if found else -1
    return Thing(found[1], number) if found and found[1] in THINGS and number > 0 else None


def action_name(kind: str) -> str:
    """Return the words for a kind of entry, or its stored name if it has none."""
    return str(ACTION_NAMES.get(kind, kind))


def thing_name(object_type: str) -> str:
    """Return the words for the type of an entry's object, or the type if it has none."""
    return next(
        (str(kind.label) for kind in THINGS.values() if object_type in kind.types), object_type
    )


# The words are the same until the process ends; an unknown thing is what somebody typed.
@lru_cache(maxsize=100)
def list_deeds(thing: str, language: str) -> dict[str, list[tuple[str, str]]]:
    """Return what may be done with one kind of thing, or with each, as groups of a choice.

    `language` is that of the page; others read the result too, so change nothing.
    """
    kinds = [THINGS[thing]] if thing in THINGS else THINGS.values()
    return {
        str(kind.label): sorted(
            (
                (deed, str(words))
                for deed, words in ACTION_NAMES.items()
                if deed.partition(".")[0] in kind.types
            ),
            key=lambda choice: choice[1].casefold(),
        )
        for kind in kinds
    }
