"""Run the programs of pages, as a process of its own: their network answers from a table.

Reads a JSON list of `{name, folder, code}` from standard input and `{"METHOD /path": [status, headers, text]}` from
the file that is its argument; prints a JSON list of `{name, printed, fault}`. A path may end with `*`.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import json
import os
import sys
import tempfile
import traceback
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx2

Answers = dict[str, tuple[int, dict[str, str], str]]


def answer(answers: Answers, request: httpx2.Request) -> httpx2.Response:
    """Return the answer to a request; 404 where the table has none."""
    wanted = f"{request.method} {request.url.path}"
    for key, (status, headers, text) in answers.items():
        if wanted == key or (key.endswith("*") and wanted.startswith(key[:-1])):
            return httpx2.Response(status, headers=headers, content=text.encode())
    raise AssertionError(f"nobody answers {wanted}")


def cut_network(answers: Answers) -> None:
    """Let httpx2 ask the table instead of the network."""

    def handle(_: httpx2.HTTPTransport, request: httpx2.Request) -> httpx2.Response:
        return answer(answers, request)

    async def ahandle(_: httpx2.AsyncHTTPTransport, request: httpx2.Request) -> httpx2.Response:
        return answer(answers, request)

    httpx2.HTTPTransport.handle_request = handle  # type: ignore[method-assign]
    httpx2.AsyncHTTPTransport.handle_async_request = ahandle  # type: ignore[method-assign]
    if find_spec("httpx"):
        cut_network_of_httpx(answers)


def cut_network_of_httpx(answers: Answers) -> None:
    """Let httpx ask the table too."""
    import httpx

    def other(request: Any) -> httpx.Response:
        found = answer(answers, request)
        return httpx.Response(
            found.status_code, headers=[*found.headers.raw], content=found.content
        )

    def handle(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return other(request)

    async def ahandle(_: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        return other(request)

    httpx.HTTPTransport.handle_request = handle  # type: ignore[method-assign]
    httpx.AsyncHTTPTransport.handle_async_request = ahandle  # type: ignore[method-assign]


def run(code: str, name: str) -> None:
    """Run a program; `await` may stand at its top."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    compiled = compile(code, name, "exec", flags=flags, dont_inherit=True)
    found = eval(compiled, {"__name__": "__main__"})
    if inspect.iscoroutine(found):
        asyncio.run(found)


def run_apart(folder: str, code: str, name: str) -> dict[str, str]:
    """Run a program with the packages of a folder, and forget them."""
    printed, fault = io.StringIO(), ""
    known = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        with contextlib.redirect_stdout(printed):
            run(code, name)
    except BaseException:
        fault = traceback.format_exc()
    sys.path.remove(folder)
    for each in set(sys.modules) - known:
        if (getattr(sys.modules[each], "__file__", None) or "").startswith(folder):
            del sys.modules[each]
    return {"name": name, "printed": printed.getvalue(), "fault": fault}


def main(table: str) -> None:
    """Run all programs in an empty folder."""
    warnings.simplefilter("error")
    programs: list[dict[str, Any]] = json.load(sys.stdin)
    cut_network(json.loads(Path(table).read_text("utf-8")))
    with tempfile.TemporaryDirectory() as here:
        os.chdir(here)
        Path("cat.png").write_bytes(b"\x89PNG")
        results = [run_apart(each["folder"], each["code"], each["name"]) for each in programs]
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
