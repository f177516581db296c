"""Ask other servers, with limits: which addresses, how long, how much.

The machine may reach what visitors may not, so nothing is asked that resolves to an address of a
private network; the address that was checked is the one that is connected to.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from wiki.urls import is_web_address

SECONDS = 8.0
MOST_BYTES = 1_000_000
MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_AGENT = "msi-wiki"


class NotReached(Exception):
    """A server was not asked, or did not answer as it should; `reason` is a short English word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What a server said, after redirects."""

    status: int
    body: bytes
    media_type: str


@dataclass(frozen=True)
class _Sent:
    """What a request sends beside its address."""

    method: str
    headers: Mapping[str, str]
    form: bytes | None


Rule = Callable[[str], bool]
"""Return whether an origin, such as https://doi.org, may be asked."""


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, the port only where it is not the usual one."""
    parts = urlsplit(url.lower())
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in (None, usual) else ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def fetch(
    url: str,
    may_ask: Rule,
    *,
    accept: str = "*/*",
    method: str = "GET",
    trusted: frozenset[str] = frozenset(),
    seconds: float = SECONDS,
    headers: Mapping[str, str] = MappingProxyType({}),
    form: bytes | None = None,
) -> Answer:
    """Return the answer to a request; raise NotReached when there is none within the limits.

    `trusted` are origins that an operator has named, which may be private. A `form` is posted.
    `headers` and `form` go to the first server only, since a redirect is the answer to them.
    """
    is_plain = form is None and not headers
    sent = {"Accept": accept, "User-Agent": _AGENT, "Accept-Encoding": "identity", **headers}
    if form is not None:
        method, sent["Content-Type"] = "POST", "application/x-www-form-urlencoded"
    deadline = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        if not is_web_address(url) or not may_ask(origin_of(url)):
            raise NotReached("forbidden")
        parts = urlsplit(url)
        address = _resolve(parts, deadline, is_trusted=origin_of(url) in trusted)
        status, got, body = _ask(parts, address, _Sent(method, sent, form), deadline)
        if status not in _REDIRECTS or "location" not in got or not is_plain:
            return Answer(status, body, got.get("content-type", "").partition(";")[0].strip())
        url = urljoin(url, got["location"])
    raise NotReached("redirects")


def _resolve(parts: SplitResult, deadline: float, *, is_trusted: bool) -> str:
    """Return the address of a host, after checking that all of its addresses are public."""
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    addresses = _look_up(parts.hostname or "", port, deadline)
    if not is_trusted and not all(map(is_public_address, addresses)):
        raise NotReached("forbidden")
    return addresses[0]


def _look_up(host: str, port: int, deadline: float) -> list[str]:
    """Return the addresses of a host, asked for by a thread that nobody waits for any longer.

    The system has a limit of its own, which a resolver that is down makes half a minute and more.
    """
    found: list[str] = []
    faults: list[Exception] = []

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(entry[4][0]) for entry in entries)
        except (OSError, UnicodeError) as error:
            faults.append(error)

    thread = threading.Thread(target=ask, name="look-up", daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if faults:
        raise NotReached("unknown") from faults[0]
    if thread.is_alive() or not found:
        raise NotReached("slow")
    return found


def is_address(host: str) -> bool:
    """Return whether a host is named by its number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public_address(address: str) -> bool:
    """Return whether an address belongs to the public internet, also when IPv6 wraps an IPv4."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
        if inner is not None:
            number = inner
        elif number in _NAT64:
            number = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.is_global and not number.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _ask(
    parts: SplitResult, address: str, sent: _Sent, deadline: float
) -> tuple[int, Mapping[str, str], bytes]:
    connection = _Connection(parts, address, deadline)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # A server that sends byte by byte would keep within the time for each byte for ever.
    alarm = threading.Timer(max(0.0, deadline - time.monotonic()), connection.interrupt)
    alarm.start()
    try:
        url = quote(target, safe=_SAFE)
        connection.request(sent.method, url, body=sent.form, headers=dict(sent.headers))
        with connection.getresponse() as response:
            body = response.read(MOST_BYTES + 1)
            if time.monotonic() >= deadline:  # an interrupted answer looks like a short one
                raise TimeoutError
            if len(body) > MOST_BYTES:
                raise NotReached("long")
            return response.status, {k.lower(): v for k, v in response.getheaders()}, body
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_late = isinstance(error, TimeoutError) or time.monotonic() >= deadline
        raise NotReached("slow" if is_late else "broken") from error
    finally:
        alarm.cancel()
        connection.close()


_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


class _Connection(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name resolves to by then."""

    def __init__(self, parts: SplitResult, address: str, deadline: float) -> None:
        host = parts.hostname or ""
        self._is_safe = parts.scheme == "https"
        super().__init__(host, parts.port or (443 if self._is_safe else 80))
        self._address, self._deadline = address, deadline
        self._opened: socket.socket | None = None

    def connect(self) -> None:
        """Connect, and check the certificate of the name."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock = self._opened = socket.create_connection((self._address, self.port), left)
        if self._is_safe:
            context = ssl.create_default_context()
            self.sock = self._opened = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def interrupt(self) -> None:
        """End the connection from another thread, so that whoever reads from it stops."""
        if self._opened is not None:
            with suppress(OSError):
                # That of the class below, because TLS would say goodbye first.
                socket.socket.shutdown(self._opened, socket.SHUT_RDWR)
