"""Log-in by home universities: OpenID Connect, with one or several providers."""
