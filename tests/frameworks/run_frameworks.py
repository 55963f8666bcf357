"""Run applications in other people's frameworks, and call them by the clients that are generated from their documents.

`make frameworks` installs the frameworks below `build/frameworks`. The exit code says whether every part of the programme worked under the names of `expected.toml`.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomllib

HERE = Path(__file__).parent
BUILD = Path(os.environ.get("STUBWRIGHT_FRAMEWORKS", HERE.parents[1] / "build" / "frameworks"))
PYTHON = BUILD / "venv" / "bin" / "python"
NODE = BUILD / "node"
APPLICATIONS = {
    "drf": "/openapi.json",
    "ninja": "/openapi.json",
    "litestar": "/schema/openapi.json",
    "apiflask": "/openapi.json",
    "fastify": "/openapi.json",
    "nest": "/openapi.json",
}
_COMPILE = """
const ts = require("typescript"), fs = require("fs");
const options = { module: "commonjs", target: "es2021", experimentalDecorators: true, emitDecoratorMetadata: true };
fs.writeFileSync(process.argv[2], ts.transpileModule(fs.readFileSync(process.argv[1], "utf8"), { compilerOptions: options }).outputText);
"""


def command(name: str, port: int) -> list[str]:
    """Return the words that start an application."""
    if name == "nest":
        made = NODE / "nest_app.js"
        words = ["node", "-e", _COMPILE, str(HERE / "nest_app.ts"), str(made)]
        subprocess.run(words, check=True, cwd=NODE)
        return ["node", str(made), str(port)]
    if name == "fastify":
        made = NODE / "fastify_app.js"
        made.write_text((HERE / "fastify_app.js").read_text())
        return ["node", str(made), str(port)]
    return [str(PYTHON), str(HERE / f"{name}_app.py"), str(port)]


@contextmanager
def running(name: str) -> Iterator[str]:
    """Run an application on loopback; give its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - it lives as long as the application
    process = subprocess.Popen(
        command(name, port), cwd=NODE if NODE.exists() else None, stdout=log, stderr=log
    )
    try:
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > end:
                    log.seek(0)
                    raise SystemExit(f"{name} did not start:\n{log.read()}") from None
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def client_of(name: str, url: str, folder: Path) -> Any:
    """Generate a package from an application's document and import it."""
    document = folder / f"{name}.json"
    with urllib.request.urlopen(url + APPLICATIONS[name]) as answer:
        document.write_bytes(answer.read())
    words = [
        "stubwright",
        "generate",
        str(document),
        "--output",
        str(folder),
        "--package",
        f"{name}_client",
        "--client",
        "Shop",
        "--quiet",
    ]
    subprocess.run([sys.executable, "-m", *words], check=True)
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return importlib.import_module(f"{name}_client")


class Programme:
    """What a user of the client does; each part raises where it does not work."""

    def __init__(self, package: Any, url: str, names: dict[str, str]) -> None:
        self.name = package.__name__.removesuffix("_client")
        self.package, self.url, self.names = package, url, names
        # Litestar 2 says that a time is a duration: its answers are read as they come.
        self.strict = self.name != "litestar"
        self.client = package.Shop("secret", base_url=url, strict=self.strict)

    def parts(self) -> dict[str, Callable[[], object]]:
        """Return the parts by name; an enumeration's names and pages only where the framework documents them."""
        found = {
            "list": self.listed,
            "times": self.times,
            "create": self.created,
            "missing": self.missing,
            "refused": self.refused,
            "unsigned": self.unsigned,
            "upload": self.uploaded,
            "login": self.logged_in,
            "union": self.tagged,
        }
        optional = {"iterate": self.paged, "level": self.level}
        return found | {name: work for name, work in optional.items() if name in self.names}

    def call(self, part: str, *arguments: Any, by: Any = None, **named: Any) -> Any:
        """Call the method that is expected for a part."""
        group, name = self.names[part].split(".")
        return getattr(getattr(by or self.client, group), name)(*arguments, **named)

    def module(self, name: str) -> Any:
        """Return a public module of the package."""
        return importlib.import_module(f"{self.package.__name__}.{name}")

    def listed(self) -> None:
        page = self.call("list")
        items = page.results if hasattr(page, "results") else page.items
        assert [each.id for each in items] == [1, 2]
        assert items[0].tag is None
        assert items[0].opens in (dt.time(9, 30), "09:30:00")
        assert str(items[0].status) == "sold"
        assert Decimal(str(items[0].price)) == Decimal("1.5")

    def times(self) -> None:
        born = self.call("get", 1).born
        assert born.replace(tzinfo=None) == dt.datetime(2020, 1, 1), born

    def paged(self) -> None:
        assert [each.id for each in self.call("iterate")][:3] == [1, 2, 3]

    def created(self) -> None:
        price = "2.50" if self.name in ("drf", "ninja", "litestar") else 2.5
        body = {"name": "Rex", "status": "available", "opens": "07:15:00", "price": price}
        made = self.call("create", body=body)
        assert made.name == "Rex"
        assert self.call("get", made.id) == made

    def missing(self) -> None:
        with pytest.raises(self.module("errors").NotFoundError) as caught:
            self.call("get", 99)
        assert "no such pet" in f"{caught.value} {caught.value.body}"

    def refused(self) -> None:
        with pytest.raises(self.module("errors").APIStatusError) as caught:
            self.call("create", body={"name": 1})
        assert 400 <= caught.value.status < 500

    def unsigned(self) -> None:
        client = self.package.Shop(base_url=self.url, credentials={}, strict=self.strict)
        with pytest.raises(self.module("errors").AuthenticationError):
            self.call("get", 1, by=client)

    def uploaded(self) -> None:
        file = self.module("files").File(b"12345", "a.png", "image/png")
        stored = self.call("upload", 1, body={"file": file, "caption": "Fay"})
        assert (stored.size, stored.caption) == (5, "Fay")

    def logged_in(self) -> None:
        client = self.package.Shop(base_url=self.url, credentials={})
        body = {"user": "u", "password": "pw"}
        assert self.call("login", by=client, body=body).token == "secret"

    def tagged(self) -> None:
        assert self.call("animal", body={"kind": "cat", "lives": 9}).lives == 9
        if self.name != "apiflask":  # marshmallow has no unions
            cat = self.module("models").Cat(lives=8)
            assert self.call("animal", body=cat) == cat

    def level(self) -> None:
        assert self.call("get", 1).level.name == self.names["level"]


def main() -> int:
    """Run all applications, print a table; return 1 where a part did not work."""
    expected = tomllib.loads((HERE / "expected.toml").read_text())
    wanted = sys.argv[1:] or list(APPLICATIONS)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            with running(name) as url:
                package = client_of(name, url, Path(folder))
                found: list[str] = []
                for part, work in Programme(package, url, expected[name]).parts().items():
                    try:
                        work()
                    except Exception as error:  # every part is tried
                        found.append(f"{part}: {type(error).__name__}: {str(error)[:300]}")
                failed += len(found)
                version = json.loads(Path(folder, f"{name}.json").read_text())["openapi"]
                print(f"{name} | {version} | {'all parts' if not found else ''}")
                for line in found:
                    print(f"    {line}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
