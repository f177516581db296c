"""Keep the index true to the database: documents, the outbox, the writer and the check."""
