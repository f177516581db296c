"""Prepare the wiki of this checkout and serve it, as the command `msi-wiki serve` does."""

import gc


def main() -> None:
    """Serve as HOST, PORT and the variables WIKI_* say."""
    # Nothing of what is loaded can be collected, and looking through it takes a third of the time.
    gc.disable()
    # Imported here because each rendering process loads this file too and does not need the
    # application.
    from wiki.server.serve import serve

    gc.freeze()
    gc.enable()
    serve()


if __name__ == "__main__":
    main()
