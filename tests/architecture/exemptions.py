"""List who may break which rule, each with its reason; an entry that is not used is a failure."""

# Where one file of a role would outgrow 300 lines, a part of its subject stands in another file of
# the same folder. Every rule of the role holds for that file.
ROLES = {
    "accounts/actions/bootstrap.py": "actions",
    "articles/routes/urls.py": "routes",
    "articles/actions/archive.py": "actions",
    "articles/actions/redirects.py": "actions",
    "articles/routes/lifecycle.py": "routes",
    "articles/queries/links.py": "queries",
    "articles/queries/lists.py": "queries",
    "articles/queries/drafts.py": "queries",
    "articles/actions/rerender.py": "actions",
    "articles/queries/requests.py": "queries",
    "articles/actions/requests.py": "actions",
    "articles/queries/tags.py": "queries",
    "articles/actions/tags.py": "actions",
    "articles/routes/edit.py": "routes",
    "search/completion.py": "queries",
    "tags/routes/urls.py": "routes",
    "tags/routes/edit.py": "routes",
}

# Rule 6: who else may commit.
COMMITS = {
    "search/index/derived.py": "a step of the drainer, which nobody waits for",
    "search/index/drainer.py": "the drainer takes rows off the outbox in transactions of its own",
}

# Rule 5: who else may ask for `request`.
REQUEST = {
    "accounts/gate.py": "stands before every route and asks who is there",
}

# "Anything else is a pure module": the modules that have another subject than the standard roles
# and still need Flask or the database.
IMPURE = {
    "tags/steps/terms.py": "stores a term, for the actions and for folders of content alike",
    "accounts/gate.py": "stands before every route",
    "accounts/passwords.py": "hashing costs what the settings say",
    "accounts/sessions.py": "steps of the actions that log in and out",
    "accounts/throttle.py": "counts tries in the database, past any restart",
    "articles/steps/publish.py": "steps of the actions that publish",
    "articles/steps/render.py": "asks which linked articles exist",
    "articles/steps/revise.py": "steps of the actions that save a text",
    "articles/steps/slugs.py": "asks which addresses are taken",
    "admin/audit_log.py": "names things in the reader's language, with their addresses",
    "audit/record.py": "the one write that every action shares",
    "search/index/derived.py": "a step of the drainer, which nobody waits for",
    "search/index/drainer.py": "the drainer takes rows off the outbox in transactions of its own",
    "search/engine.py": "answers from the index of the current application",
    "search/index/related.py": "asks what articles have in common, for a step of the drainer",
    "search/index/sources.py": "reads all that the index holds, for the drainer and for its check",
    "search/index/outbox.py": "notes changes in the transaction that makes them",
    "search_log/counting.py": "stores in a thread what was counted beside the answers",
    "articles/steps/links.py": "a step of the actions that save a text",
    "operations/backup.py": "copies every table",
    "operations/restore.py": "writes every table",
    "operations/first_start.py": "prepares an installation from outside of any request",
    "events/record.py": "a step of the actions that save a text",
}

# Rule 9: reads that need no viewer.
NO_VIEWER = {
    "statements/queries.py:find_statement": "a statement is for everybody",
    "statements/queries.py:newest_number": "a number only, for the action that checked the right",
    "audit/queries.py:list_actor_ids": "stands below accounts; the route asks for SEE_JOURNAL",
    "audit/queries.py:list_entries": "stands below accounts; the route asks for SEE_JOURNAL",
    "audit/queries.py:list_kinds": "stands below accounts; the route asks for SEE_JOURNAL",
    "accounts/queries.py:hash_token": "returns no content",
    "accounts/queries.py:find_session": "finds out who the viewer is",
    "accounts/queries.py:viewer_of": "makes the viewer",
    "search/queries.py:find_state": "numbers that tell whether kept answers still hold, no content",
    "search/queries.py:has_tasks": "reads such numbers, no content",
    "search/queries.py:list_pairs": "is asked only of articles that the viewer was found to see",
    "articles/queries/articles.py:summary_of": "takes an article and a text that have passed a read",
    "articles/queries/articles.py:is_public": "a condition for other reads, no content",
    "articles/queries/articles.py:select_summaries": "a query for other reads to narrow, no content",
    "tags/queries.py:select_tagged": "a query for other reads to narrow, no content",
    "articles/queries/articles.py:shown_id": "a column for other reads, no content",
    "articles/queries/articles.py:list_tags": "takes an article that has passed a read with a viewer",
    "events/queries.py:is_listed_in": "a condition for other reads, no content",
    "content/queries.py:list_terms": "the vocabulary is public; for the operator's export",
    "feeds/queries.py:list_for_sitemap": "lists what is public, whoever asks",
    "feeds/queries.py:list_newest": "asks as ANONYMOUS: feeds are for everybody",
}

# Requirements that no module imports by name.
NOT_IMPORTED = {
    "email-validator": "WTForms' Email validator needs it",
    "psycopg": "SQLAlchemy loads it when DATABASE_URL names PostgreSQL",
    "tzdata": "zoneinfo's time zones where the machine has none",
}
