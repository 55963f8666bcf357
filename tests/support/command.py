"""Run the command line, inside this process or as one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stubwright.__main__ import main

DOCUMENT = """\
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: A pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer}
"""


INTERRUPTED = (
    sys.executable,
    "-c",
    """import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from stubwright.__main__ import main
sys.exit(main())""",
)
"""The command as one that heeds interrupts, which a shell lets a command in the background ignore."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def stubwright(*words: str | Path, cwd: Path) -> Ran:
    """Run a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with _folder(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return Ran(code=code, out=out.getvalue(), err=err.getvalue())


def process(*words: str | Path, cwd: Path, **environment: str) -> Ran:
    """Run a command line as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "stubwright", *map(str, words)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(code=done.returncode, out=done.stdout, err=done.stderr)


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
