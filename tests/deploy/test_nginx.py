"""Run nginx with the example in front of a program that says what it was sent."""

import datetime
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.architecture.sources import ROOT
from tests.fixtures.required import is_missing
from wiki.settings.known import SETTINGS

EXAMPLE = ROOT / "deploy" / "nginx.conf"
NAME = "wiki.example.org"
OURS = "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"
pytestmark = pytest.mark.long


class Ports(NamedTuple):
    """Where nginx answers."""

    plain: int
    tls: int


class _Said(BaseHTTPRequestHandler):
    """Answer with the headers of the request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps([self.path, dict(self.headers)]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        is_missing("nginx is not installed (Debian: apt install nginx-light)")
    folder = tmp_path_factory.mktemp("nginx")
    behind = ThreadingHTTPServer(("127.0.0.1", 0), _Said)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    ports = Ports(free_port(), free_port())
    make_certificate(folder)
    (folder / "site.conf").write_text(fit(EXAMPLE.read_text(), folder, ports, behind.server_port))
    (folder / "nginx.conf").write_text(surroundings(folder))
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.PIPE) as process:
        wait_for(ports.tls)
        yield ports
        process.terminate()
    behind.shutdown()
    behind.server_close()


def fit(text: str, folder: Path, ports: Ports, behind: int) -> str:
    """Return the example with the ports and files of a test in the place of its own."""
    text = re.sub(r"^ +listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{ports.plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{ports.tls} "),
        ("127.0.0.1:5000", f"127.0.0.1:{behind}"),
        ("/etc/nginx/certificates", str(folder)),
        ("/var/log/nginx", str(folder)),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


def surroundings(folder: Path) -> str:
    """Return what Debian's nginx.conf has around a site, without its folders."""
    user = "user root;" if os.getuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    return (
        f"{user} pid {folder}/pid; error_log {folder}/error.log; events {{}} "
        f"http {{ access_log off; {places} include {folder}/site.conf; }}"
    )


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today)
        .not_valid_after(today + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / f"{NAME}.crt").write_bytes(certificate.public_bytes(encoding))
    secret = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{NAME}.key").write_bytes(secret)


def wait_for(port: int) -> None:
    for _time in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("nginx does not answer")


def ask(nginx: Ports, path: str, body: bytes | None = None, **more: str) -> Any:
    """Return the answer over TLS, and what the program behind was sent."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", nginx.tls, context=context)
    with closing(connection):
        connection.request("GET" if body is None else "POST", path, body, {"Host": NAME, **more})
        answer = connection.getresponse()
        text = answer.read()
        return answer, json.loads(text) if answer.status == 200 else text


def test_what_a_client_claims_of_itself_does_not_arrive(nginx: Ports) -> None:
    claimed: dict[str, Any] = dict.fromkeys((*OURS, "X-Request-ID"), "claimed-by-a-client")
    _answer, (path, sent) = ask(nginx, "/sv/articles/%C3%A5?a=1", **claimed)
    assert path == "/sv/articles/%C3%A5?a=1"
    assert [sent[name] for name in OURS] == ["127.0.0.1", "https", NAME]
    assert re.fullmatch("[0-9a-f]{32}", sent["X-Request-ID"])
    assert sent["Host"] == NAME
    assert "claimed" not in str(sent)


def test_a_plain_request_is_led_to_the_secure_address(nginx: Ports) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", nginx.plain)) as connection:
        connection.request("GET", "/sv/?q=a", headers={"Host": "another.example"})
        answer = connection.getresponse()
        assert answer.status == 301
        assert answer.headers["Location"] == f"https://{NAME}/sv/?q=a"


def test_metrics_are_not_for_the_public(nginx: Ports) -> None:
    answer, _text = ask(nginx, "/metrics", Authorization="Bearer right")
    assert answer.status == 404
    assert ask(nginx, "/healthz")[0].status == 200


def test_the_largest_file_that_the_wiki_takes_gets_through(nginx: Ports) -> None:
    largest = SETTINGS["MAX_FILE_MEGABYTES"][0] * 1_000_000
    assert ask(nginx, "/sv/media/", bytes(largest + 500_000))[0].status == 200
    claimed = str(23 * 1_048_576)
    more: dict[str, Any] = {"Content-Length": claimed}
    assert ask(nginx, "/sv/media/", b"", **more)[0].status == 413


def test_a_long_question_gets_through(nginx: Ports) -> None:
    _answer, (path, _sent) = ask(nginx, f"/sv/search?q={'x' * 60_000}")
    assert len(path) > 60_000
