"""Prepare the wiki of this checkout and serve it, as the command `msi-wiki serve` does."""


def main() -> None:
    """Serve as HOST, PORT and the variables WIKI_* say."""
    # Imported here because each rendering process loads this file too and does not need the
    # application.
    from wiki.server.serve import serve

    serve()


if __name__ == "__main__":
    main()
