"""Keep whole pages ready for readers without an account, in front of the application."""
