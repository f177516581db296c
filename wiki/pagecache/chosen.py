"""Choose which pages are kept, and until when time leaves them as they are."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from wiki.events.queries import find_next_turn

# Pages that readers open and that only show. Not the search, which counts what is asked; nor what
# shows how often articles are read, which changes with every reader.
KEPT = frozenset(
    {
        "articles.backlinks",
        "articles.cite",
        "articles.index",
        "articles.peek",
        "articles.show",
        "articles.untranslated",
        "changes.index",
        "events.event_ics",
        "events.ics",
        "events.index",
        "feeds.articles",
        "feeds.tag",
        "home.about",
        "home.index",
        "home.manifest",
        "home.person",
        "home.shortcuts",
        "home.university",
        "pictures.timeline",
        "pictures.topics",
        "revisions.citation",
        "revisions.compare",
        "revisions.index",
        "revisions.show",
        "search.help_page",
        "search.opensearch",
        "sources.index",
        "sources.show",
        "statements.show",
        "tags.index",
        "tags.show",
    }
)

# What no page for everybody shows: it is one person's, or is counted. A test compares this with
# what the pages read that are kept.
NOT_SHOWN = frozenset(
    {
        "backup_codes",
        "client_counts",
        "code_apps",
        "home_identities",
        "index_nodes",
        "index_outbox",
        "link_checks",
        "login_throttles",
        "mail_messages",
        "mailed_links",
        "notice_settings",
        "notices",
        "open_forms",
        "opened_hits",
        "passkeys",
        "publications",
        "reads",
        "search_answers",
        "searches",
        "spent_tokens",
        "subscriptions",
        "title_words",
        "tips",
        "user_sessions",
        "watches",
        "working_copies",
    }
)


def find_end(moment: datetime, zone_name: str) -> datetime:
    """Return until when pages stay true: an event begins or ends, or a day does.

    The day of the site's time zone is that of announcements, UTC's that of what is counted.
    """
    midnights = (_next_midnight(moment, ZoneInfo(zone_name)), _next_midnight(moment, UTC))
    turn = find_next_turn(moment)
    return min(*midnights, turn) if turn else min(midnights)


def _next_midnight(moment: datetime, zone: tzinfo) -> datetime:
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
