"""What a WSGI application answers is held until it is sent."""

import asyncio
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wsgi import FileWrapper

from wiki.server.answer import Answer, answer

_LONG = 3_000_000


def ask(make: Callable[[dict[str, Any]], Any], *, length: str = "", method: str = "GET") -> Any:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        start("201 CREATED", [("Content-Length", length)] if length else [])
        return make(environ)

    return answer(application, {"REQUEST_METHOD": method})


def test_short_answers_are_bytes() -> None:
    answered = ask(lambda _environ: [b"a", b"b"])

    assert (answered.status, answered.content) == (201, b"ab")


def test_what_is_made_bit_by_bit_is_taken_whole_and_closed() -> None:
    closed = []

    class Body:
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"a", b"b")

        def close(self) -> None:
            closed.append(True)

    assert ask(lambda _environ: Body()).content == b"ab"
    assert closed


def test_long_answers_are_sent_from_a_file() -> None:
    answered = ask(lambda _environ: (b"a" * 1_000_000 for _ in range(3)))

    with answered.content as file:
        file.seek(0)
        assert file.read() == b"a" * _LONG


@pytest.mark.parametrize(("length", "is_same"), [(str(_LONG), True), ("7", False)])
def test_a_whole_file_is_sent_as_it_is(tmp_path: Path, length: str, is_same: bool) -> None:
    Path(tmp_path, "file").write_bytes(b"a" * _LONG)
    with open(tmp_path / "file", "rb") as file:
        answered = ask(lambda environ: environ["wsgi.file_wrapper"](file), length=length)

        assert (answered.content is file) == is_same
        if not is_same:
            answered.content.close()


def sent(answered: Any) -> tuple[dict[str, Any], bytes]:
    """Return the message with which an answer begins, and all that follows."""
    messages: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    asyncio.run(answered.send(send))
    assert not messages[-1].get("more_body")
    return messages[0], b"".join(message["body"] for message in messages[1:])


@pytest.mark.parametrize(("length", "content"), [("3", b"abc"), ("", b"abc"), ("", b"")])
def test_bytes_are_sent_with_their_length(length: str, content: bytes) -> None:
    begin, body = sent(ask(lambda _environ: [content], length=length))

    told = [(b"content-length", str(len(content)).encode())] if content else []
    assert (begin["status"], begin["headers"]) == (201, told)
    assert body == content


def test_the_last_answer_of_a_connection_says_so() -> None:
    answered = ask(lambda _environ: [b"abc"], length="3")
    begin, _ = sent(replace(answered, is_last=True))

    assert (b"connection", b"close") in begin["headers"]


def test_the_server_alone_says_when_it_answers() -> None:
    assert sent(Answer(200, [("Date", "today")], b""))[0]["headers"] == []


def test_a_file_is_sent_whole_and_closed(tmp_path: Path) -> None:
    path = Path(tmp_path, "file")
    path.write_bytes(b"a" * _LONG)
    file = path.open("rb")

    _, body = sent(ask(lambda environ: environ["wsgi.file_wrapper"](file), length=str(_LONG)))

    assert (body, file.closed) == (b"a" * _LONG, True)


def test_a_file_without_a_name_is_sent_whole() -> None:
    assert sent(ask(lambda _environ: (b"a" * 1_000_000 for _ in range(3))))[1] == b"a" * _LONG


def test_a_file_in_memory_is_read() -> None:
    file = io.BytesIO(b"abc")

    assert ask(lambda _environ: FileWrapper(file), length="3").content == b"abc"


def test_the_answer_to_head_has_no_content() -> None:
    assert ask(lambda _environ: [b"abc"], method="HEAD").content == b""
