"""How a server asks for what is ready alone, before it lets a thread make the rest."""

# True in the environment of such a request.
ONLY_READY = "wiki.only_ready"


class NotReadyError(Exception):
    """Nothing is ready for such a request: it is to be asked again without the mark."""
