"""Tell clients apart without storing their addresses, and reading from looking ahead."""

import hashlib
import hmac
from ipaddress import ip_address, ip_network
from wsgiref.types import WSGIEnvironment

from flask import current_app, request

from wiki.clock import now

_CODE_LENGTH = 12


def network_of(ip: str) -> str:
    """Return the part of an IP address that a client cannot vary: of IPv6, the first 64 bits."""
    try:
        parsed = ip_address(ip.partition("%")[0])
    except ValueError:
        return ip
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))


def keyed_hash(kind: str, text: str) -> str:
    """Return a hash that needs the installation's secret: all addresses could be tried else."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def client_code() -> str:
    """Return a short code for the client of the request, which is another one each day."""
    network = network_of(request.remote_addr or "")
    return keyed_hash("client", f"{now().date()} {network}")[:_CODE_LENGTH]


def is_read_now() -> bool:
    """Return whether a page is asked for to be seen: browsers fetch some before anybody has."""
    return is_read_with(request.environ)


def is_read_with(environ: WSGIEnvironment) -> bool:
    """Return the same of a request that Flask has not seen."""
    ahead = str(environ.get("HTTP_SEC_PURPOSE", environ.get("HTTP_PURPOSE", "")))
    return environ["REQUEST_METHOD"] == "GET" and "prefetch" not in ahead
