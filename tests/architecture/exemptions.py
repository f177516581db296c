"""The exemptions from each rule, with their reasons; an unused exemption is a failure."""

# Rule 7: other modules that may begin or end a transaction by hand.
TRANSACTIONS = {
    "operations/migrating.py": "makes, fills and upgrades all tables in one transaction",
    "nodes/turns.py": "holds a lock over a connection of its own",
    "nodes/lock.py": "holds a lock over a connection of its own",
}

# Rule 7: other modules that may write.
WRITES = {
    "search/index/derived.py": "a step of the drainer, which nobody waits for",
    "search/index/nodes.py": "a step of the drainer, which nobody waits for",
    "search/index/outbox.py": "the drainer takes rows off in transactions of its own",
}

# Rule 6: other modules that may import `request`.
REQUEST = {
    "accounts/gate.py": "runs before every view and finds out who the viewer is",
    "health/counting.py": "measures every request, and names it by its endpoint",
    "pagecache/setup.py": "tells the layer in front of the application what it has answered",
}

# "Anything else is a pure module": modules that are neither a role nor a stage, but still need
# Flask or the database. Each is the only one of its kind, so that no name of a role would say it.
IMPURE = {
    "accounts/arrival.py": "answers a log-in, by whichever way it came",
    "accounts/gate.py": "runs before every view",
    "articles/citing.py": "who publishes, where, and in which time zone are settings",
    "limits/shared.py": "counts in the database of the current application",
    "nodes/lock.py": "joins the servers of a database with the first request",
    "nodes/turns.py": "takes turns over the database of the current application",
    "admin/audit_log.py": "names things in the reader's language, and their URLs",
    "health/counting.py": "measures the requests of the current application",
    "metrics/messages.py": "counts what the application logs",
    "search/engine.py": "answers from the index of the current application",
}

# Rule 10: reads of articles or texts that need no viewer.
NO_VIEWER = {
    "advice/queries.py:count_in_texts": "what it counts is stored, and shown to editors alone",
    "articles/queries/targets.py:find_targets": "links in stored HTML are the same for everybody",
    "articles/queries/uses.py:find_uses": "gives ids; titles are read with a viewer",
    "figures/queries/standing.py:find_standing": "`covers` lets what is public count, and no more",
    "pairs/queries/standing.py:read_base": "counts for everybody; pages ask `list_changed`",
}

# Files of more lines than others may have.
LONG = {
    "wiki/migrations/versions/0001_make_the_first_tables.py": "a step that has run is never edited",
}

# Requirements that no module imports by name.
NOT_IMPORTED = {
    "email-validator": "WTForms' Email validator needs it",
    "httptools": "uvicorn takes it as its parser by name",
    "psycopg": "SQLAlchemy loads it when DATABASE_URL names PostgreSQL",
    "pystemmer": "snowballstemmer takes it when it is installed",
    "tzdata": "zoneinfo's time zones where the machine has none",
    "uvloop": "uvicorn takes it as its loop by name",
    "zxcvbn": "loaded with the first password that somebody sets",
}

# Public names that the program does not use.
UNUSED = {
    "web/i18n.py:_Translator.visit_Call": "Jinja calls it for each call in a template",
    "db.py:UtcDateTime.impl": "SQLAlchemy reads it",
    "revisions/diff.py:Row.old_number": "says which line a row is, also where nobody shows it",
}
