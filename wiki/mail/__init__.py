"""Mail: letters in an outbox of the database, and the thread that sends them by SMTP."""
