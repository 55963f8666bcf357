"""Uploads and downloads in chunks, to files that are complete or absent, against a server, sync and async."""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cases import call
from raw_server import raw_serving, whole
from server import Played

both = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])

DOCUMENT = """\
openapi: 3.1.0
info: {title: Vault, version: "1"}
paths:
  /files/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: download
      tags: [files]
      responses: {"200": {description: x, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}
    put:
      operationId: upload
      tags: [files]
      requestBody: {required: true, content: {application/octet-stream: {schema: {type: string, format: binary}}}}
      responses: {"204": {description: x}}
  /forms:
    post:
      operationId: send
      tags: [files]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: {file: {type: string, format: binary}, note: {type: string}}
      responses: {"204": {description: x}}
"""
DATA = bytes(range(256)) * 4000


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return the generated package of the document."""
    folder = tmp_path_factory.mktemp("vault")
    (folder / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    code, _, talk = call(["generate", "openapi.yaml", "--package", "vault"], folder=folder)
    assert code == 0, talk
    sys.path.insert(0, str(folder))
    try:
        import vault as package  # type: ignore[import-not-found]

        package.folder = folder
        yield package
    finally:
        sys.path.remove(str(folder))


def run(vault: Any, url: str, asynchronous: bool, work: Callable[..., Any], **options: Any) -> Any:
    """Run a coroutine function with either client; sync values are made awaitable."""
    if asynchronous:

        async def main() -> Any:
            async with vault.AsyncVault(base_url=url, **options) as client:
                return await work(client)

        return asyncio.run(main())
    with vault.Vault(base_url=url, **options) as client:
        return asyncio.run(work(Wrapped(client)))


class Wrapped:
    """A sync client with the interface of an async one."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name == "streaming":
            return lambda method, *args, **kwargs: Block(found(method.inner, *args, **kwargs))
        if name == "files":
            return Wrapped(found)
        return Method(found)


class Method:
    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.inner(*args, **kwargs)


class Block:
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __aenter__(self) -> Any:
        self._inner.__enter__()
        return self

    async def __aexit__(self, *found: object) -> None:
        self._inner.__exit__(*found)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return Method(found) if callable(found) else found

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._inner:
            yield piece


@both
def test_a_download_is_saved_when_complete(
    vault: Any, played: Played, tmp_path: Path, asynchronous: bool
) -> None:
    """The file appears when it is complete; progress reports the received and the total size."""
    played.content, played.headers = DATA, {"Content-Type": "application/octet-stream"}
    path, told = tmp_path / "file.bin", list[tuple[int, int | None]]()

    async def work(client: Any) -> Any:
        async with client.streaming(client.files.download, "7") as response:
            assert (response.status, response.size) == (200, len(DATA))
            await response.save(path, progress=lambda *each: told.append(each))

    run(vault, played.url, asynchronous, work)
    assert path.read_bytes() == DATA
    assert told[-1] == (len(DATA), len(DATA))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert list(tmp_path.iterdir()) == [path]


@both
def test_a_download_is_read_in_chunks(vault: Any, played: Played, asynchronous: bool) -> None:
    """Chunks arrive in order; the rest can be read at once; a failure raises the usual error."""
    played.content, played.headers = DATA, {"Content-Type": "application/octet-stream"}

    async def work(client: Any) -> Any:
        async with client.streaming(client.files.download, "7") as response:
            pieces = [piece async for piece in response]
        async with client.streaming(client.files.download, "7") as response:
            rest = await response.read()
        return b"".join(pieces), len(pieces) > 1, rest

    assert run(vault, played.url, asynchronous, work) == (DATA, True, DATA)
    played.answer({"no": "file"}, status=404)
    with pytest.raises(vault.NotFoundError, match="no"):
        run(vault, played.url, asynchronous, work)


@both
def test_more_than_max_content_is_not_read(vault: Any, played: Played, asynchronous: bool) -> None:
    """Reading into memory respects the client's limit; saving has none."""
    played.content, played.headers = DATA, {"Content-Type": "application/octet-stream"}

    async def work(client: Any) -> Any:
        async with client.streaming(client.files.download, "7") as response:
            await response.read()

    with pytest.raises(vault.errors.VaultError, match="more than 1000 bytes"):
        run(vault, played.url, asynchronous, work, max_content=1000)


async def saving(path: Path, told: list[tuple[int, int | None]], client: Any) -> None:
    """Save a file."""
    async with client.streaming(client.files.download, "7") as response:
        await response.save(path, progress=lambda *each: told.append(each))


def ranged(cuts: list[int], tag: str = '"v1"', moved: str = "") -> Callable[..., None]:
    """Respond with a file that is truncated each time; ranges are served while the tag is unchanged."""
    tags = [tag]

    def answer(connection: socket.socket, head: bytes) -> None:
        fields = dict(
            line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line
        )
        start = 0
        same = fields.get("if-range") == tags[0].lower()
        if same and "range" in fields:
            start = int(fields["range"].removeprefix("bytes=").removesuffix("-"))
        body = DATA[start:]
        status = "206 Partial Content" if start else "200 OK"
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", f"ETag: {tags[0]}"]
        lines += ["Accept-Ranges: bytes", "Content-Type: application/octet-stream"]
        if start:
            lines.append(f"Content-Range: bytes {start}-{len(DATA) - 1}/{len(DATA)}")
        most = cuts.pop(0) if cuts else len(body)
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body[:most])
        if most < len(body):
            tags[0] = moved or tags[0]
            connection.shutdown(socket.SHUT_RDWR)

    return answer


@both
def test_an_interrupted_download_is_resumed(vault: Any, tmp_path: Path, asynchronous: bool) -> None:
    """If the server supports ranges, the rest is requested; if the file has changed, the download starts again."""
    for moved in ("", '"v2"'):
        path, told = tmp_path / "file.bin", list[tuple[int, int | None]]()

        with raw_serving(files=ranged([300_000, 200_000], moved=moved)) as raw:
            run(vault, raw.url, asynchronous, partial(saving, path, told))
        assert path.read_bytes() == DATA
        assert b"range: bytes=" in raw.heads[1].lower()
        assert told[-1] == (len(DATA), len(DATA))
        assert list(tmp_path.iterdir()) == [path]
        path.unlink()


@both
def test_a_failed_download_leaves_no_file(vault: Any, tmp_path: Path, asynchronous: bool) -> None:
    """A download that cannot continue leaves no file; with resume, the partial file is used the next time."""
    path = tmp_path / "file.bin"

    async def work(client: Any, resume: bool = False) -> Any:
        async with client.streaming(client.files.download, "7") as response:
            await response.save(path, resume=resume)

    async def resumed(client: Any) -> Any:
        return await work(client, resume=True)

    cut = whole(DATA, "Content-Type: application/octet-stream")

    def short(connection: socket.socket, head: bytes) -> None:
        cut(Short(connection, 5000), head)  # type: ignore[arg-type]
        connection.shutdown(socket.SHUT_RDWR)

    with (
        raw_serving(files=short) as raw,
        pytest.raises(vault.APIConnectionError),
    ):
        run(vault, raw.url, asynchronous, work)
    assert list(tmp_path.iterdir()) == []
    with (
        raw_serving(files=ranged([300_000, 0, 0])) as raw,
        pytest.raises(vault.APIConnectionError),
    ):
        run(vault, raw.url, asynchronous, resumed, max_retries=0)
    (left,) = tmp_path.iterdir()
    kept = left.stat().st_size
    assert left.suffix == ".part"
    assert 0 < kept <= 300_000
    with raw_serving(files=ranged([])) as raw:
        run(vault, raw.url, asynchronous, resumed)
    assert f"range: bytes={kept}-".encode() in raw.heads[1].lower()
    assert path.read_bytes() == DATA
    assert list(tmp_path.iterdir()) == [path]


class Short:
    """A connection that transmits only the first bytes."""

    def __init__(self, inner: socket.socket, most: int) -> None:
        self._inner, self._most = inner, most

    def sendall(self, data: bytes) -> None:
        """Send the first bytes."""
        self._inner.sendall(data[: self._most])


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Any]]:
    """Return a function that opens files and closes them when the test ends."""
    with contextlib.ExitStack() as stack:
        yield lambda path: stack.enter_context(path.open("rb"))


def contents(
    tmp_path: Path, opened: Callable[[Path], Any], asynchronous: bool
) -> dict[str, Callable[[], Any]]:
    """Return the possible contents of a body, created for each use."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(DATA)

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(DATA), 100_000):
            yield DATA[at : at + 100_000]

    found: dict[str, Callable[[], Any]] = {
        "bytes": lambda: DATA,
        "bytearray": lambda: bytearray(DATA),
        "path": lambda: path,
        "open": lambda: opened(path),
        "memory": lambda: io.BytesIO(DATA),
        "list": lambda: [DATA[:10], b"", DATA[10:]],
        "iterator": lambda: iter([DATA[:10], DATA[10:]]),
        "pipe": lambda: Pipe(DATA),
    }
    return {**found, "async": pieces} if asynchronous else found


def uploading(make: Callable[[], Any], client: Any) -> Any:
    """Send a body."""
    return client.files.upload("7", body=make())


def sending(file: Any, client: Any) -> Any:
    """Send a form."""
    return client.files.send(body={"file": file, "note": "hi"})


class Pipe(io.RawIOBase):
    """A file that cannot seek, like that of a socket or a pipe."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._inner = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        """Return what is left, at most so much."""
        return self._inner.read(size)


@both
def test_bodies_of_all_kinds_are_sent(
    vault: Any, tmp_path: Path, opened: Callable[[Path], Any], asynchronous: bool
) -> None:
    """Bytes, paths, open files and iterators are sent unchanged, with their length if it is known."""
    asked = list[tuple[bytes, bytes]]()

    def take(connection: socket.socket, head: bytes) -> None:
        asked.append((head.partition(b"\r\n\r\n")[0].lower(), received(connection, head)))
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with raw_serving(files=take, forms=take) as raw:
        for name, make in contents(tmp_path, opened, asynchronous).items():
            run(vault, raw.url, asynchronous, partial(uploading, make))
            head, body = asked.pop()
            assert body == DATA, name
            known = name in ("bytes", "bytearray", "path", "open", "memory")
            assert (f"content-length: {len(DATA)}".encode() in head) == known, name
            assert (b"transfer-encoding: chunked" in head) != known, name

            file = vault.File(make())
            run(vault, raw.url, asynchronous, partial(sending, file))
            head, body = asked.pop()
            assert body.count(DATA) == 1, name
            assert b"hi" in body, name
            assert (b"content-length: " in head) == known, name
            if name in ("path", "open"):
                assert b'filename="photo.jpg"\r\nContent-Type: image/jpeg' in body


def received(connection: socket.socket, head: bytes) -> bytes:
    """Return the body of a request, with a length or in chunks."""
    data = head.partition(b"\r\n\r\n")[2]
    fields = head.lower()
    if b"content-length: " in fields:
        length = int(fields.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(data) < length:
            data += connection.recv(1 << 16)
        return data
    while not data.endswith(b"0\r\n\r\n"):
        data += connection.recv(1 << 16)
    body = b""
    while data:
        size, _, data = data.partition(b"\r\n")
        body += data[: int(size, 16)]
        data = data[int(size, 16) + 2 :]
    return body


@both
def test_a_body_is_read_again_for_a_retry(
    vault: Any, tmp_path: Path, opened: Callable[[Path], Any], asynchronous: bool
) -> None:
    """A body that can be read again is sent again from its position; others are not retried."""
    bodies = list[bytes]()

    def twice(connection: socket.socket, head: bytes) -> None:
        bodies.append(received(connection, head))
        status = "503 Busy" if len(bodies) % 2 else "204 No Content"
        connection.sendall(
            f"HTTP/1.1 {status}\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n".encode()
        )

    with raw_serving(files=twice) as raw:
        for name, make in contents(tmp_path, opened, asynchronous).items():
            bodies.clear()
            work = partial(uploading, make)

            if name in ("iterator", "pipe", "async"):
                with pytest.raises(vault.InternalServerError):
                    run(vault, raw.url, asynchronous, work)
                assert bodies == [DATA], name
            else:
                run(vault, raw.url, asynchronous, work)
                assert bodies == [DATA, DATA], name


@both
def test_bodies_that_cannot_be_read_raise(
    vault: Any, played: Played, tmp_path: Path, asynchronous: bool
) -> None:
    """A missing file, a text file and an iterator that fails raise clear errors."""

    def broken() -> Iterator[bytes]:
        yield b"1"
        raise ValueError("no more")

    for make, said in (
        (lambda: tmp_path / "none", "cannot be read: No such file"),
        (lambda: io.StringIO("text"), "open files in binary mode"),
        (broken, "reading the body failed: ValueError"),
        (lambda: ["text"], "expected bytes, got str"),
    ):
        work = partial(uploading, make)

        with pytest.raises(vault.InvalidRequestError, match=said):
            run(vault, played.url, asynchronous, work)


def test_async_reads_no_file_in_the_event_loop(vault: Any, played: Played, tmp_path: Path) -> None:
    """Files are opened, read and written in threads."""
    path = tmp_path / "big"
    path.write_bytes(DATA)
    played.status, played.content = 200, DATA
    threads = set[threading.Thread]()

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            threads.add(threading.current_thread())
            return super().read(size)

    async def main() -> None:
        async with vault.AsyncVault(base_url=played.url) as client:
            await client.files.upload("7", body=Watched(DATA))

    asyncio.run(main())
    assert threads
    assert threading.main_thread() not in threads


PROGRAM = """
import asyncio, resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import vault
folder, url, kind = Path(sys.argv[2]), sys.argv[3], sys.argv[4]

def most():
    status = Path("/proc/self/status")
    if status.exists():  # what the parent had does not count
        return int(status.read_text().partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = most()

def sync():
    with vault.Vault(base_url=url) as client:
        with client.streaming(client.files.download, "7") as response:
            response.save(folder / "down")
        client.files.upload("7", body=folder / "down")
        client.files.send(body={"file": vault.File(folder / "down")})

async def parallel():
    async with vault.AsyncVault(base_url=url) as client:
        async with client.streaming(client.files.download, "7") as response:
            await response.save(folder / "down")
        await client.files.upload("7", body=folder / "down")
        await client.files.send(body={"file": vault.File(folder / "down")})

sync() if kind == "sync" else asyncio.run(parallel())
print(before // 1024, most() // 1024, (folder / "down").stat().st_size)
"""


@both
def test_200_megabytes_need_little_memory(vault: Any, tmp_path: Path, asynchronous: bool) -> None:
    """A program that sends and receives 200 MB needs less than 60 MB, including Python itself."""
    size = 200 << 20

    def serve(connection: socket.socket, head: bytes) -> None:
        if head.startswith(b"GET"):
            lines = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n"
            kind = "Content-Type: application/octet-stream\r\n\r\n"
            connection.sendall((lines + kind).encode())
            piece = bytes(1 << 20)
            for _ in range(200):
                connection.sendall(piece)
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        length -= len(head.partition(b"\r\n\r\n")[2])
        while length:
            length -= len(connection.recv(min(length, 1 << 20)))
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    kind = "async" if asynchronous else "sync"
    with raw_serving(files=serve, forms=serve) as raw:
        words = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(vault.folder)]
        done = subprocess.run(
            [*words, str(tmp_path), raw.url, kind], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    before, most, saved = map(int, done.stdout.split())
    assert saved == size
    assert most < 60, f"{before} MB before, {most} MB at most"
