"""A server with faults, as a process of its own: answers `/n/NUMBER` with the number, some only at the second time.

Of 400 numbers seven fail at first: four connections are reset, one content is cut, one answer is 500 and one 429.
`/seen` says how many requests came, and for how many numbers. Prints its port, and ends when its input does.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter

PAD = "x" * 1000
SEEN: Counter[int] = Counter()


def answer(path: str) -> bytes | None:
    """Return a response; None resets the connection."""
    if path == "/seen":
        return response(200, {"requests": SEEN.total(), "numbers": len(SEEN)})
    number = int(path.rpartition("/")[2])
    SEEN[number] += 1
    whole = response(200, {"n": number, "pad": PAD})
    if SEEN[number] > 1:
        return whole
    if number % 100 == 7:
        return None
    if number % 400 == 33:
        return response(500, {}, "Retry-After-Ms: 1")
    if number % 400 == 133:
        return response(429, {}, "Retry-After: 0")
    return whole[:-100] if number % 400 == 233 else whole


def response(status: int, value: object, *headers: str) -> bytes:
    """Return a response as octets."""
    content = json.dumps(value).encode()
    lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json", *headers]
    lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of one connection."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            found = answer(head.split(b" ", 2)[1].decode())
            if found is None:
                writer.transport.abort()
                return
            writer.write(found)
            await writer.drain()
            if found.endswith(b"x"):  # cut
                return
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Serve until standard input ends."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
