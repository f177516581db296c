"""Find out whether an address still leads somewhere."""

from collections.abc import Sequence

from wiki.errors import N_
from wiki.outgoing import NotReached, fetch
from wiki.references.lookups.doi import trusted_of

# What is wrong with an address, by the word that is stored.
LINK_FAULTS = {
    "gone": N_("The page is not there any more."),
    "server": N_("The server reports a fault."),
    "unknown": N_("There is no such server."),
    "slow": N_("The server does not answer."),
    "broken": N_("The connection breaks off."),
    "redirects": N_("The address leads round in a circle."),
    "forbidden": N_("The address is not a public one."),
}
_GONE = {404, 410}


def check_link(url: str, origins: Sequence[str]) -> str:
    """Return what is wrong with an address, as a key of LINK_FAULTS, or "" when it answers.

    A server that wants a log-in, or no programs, answers: readers may get further.
    """
    for method in ("HEAD", "GET"):  # some servers know no HEAD, or answer it with a fault
        try:
            answer = fetch(url, lambda _: True, method=method, trusted=trusted_of(origins))
        except NotReached as error:
            if error.reason == "long":
                return ""
            return error.reason
        if answer.status < 400:
            return ""
    if answer.status in _GONE:
        return "gone"
    return "server" if answer.status >= 500 else ""
