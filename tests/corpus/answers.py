"""Call emitted clients, sync and async, on a loopback server that answers what the documents say.

Each documented response with a body is played: its examples, or else a value drawn from its schema; so is each that
has none. `--only TEXT` chooses documents, `--most N` operations of each (40).
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from calls import Caller, Method, methods_of
from corpus import CORPUS, Entry, entries
from draw import Drawer, Node, Trees, Undrawable
from request_judge import Judge, is_json
from server import Played, serving
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

CHOSEN = (
    "real/discord.json",
    "real/figma.yaml",
    "real/spotify_official.yml",
    "real/xero_xero_accounting.yaml",
    "real/paypal_invoicing_v2.json",
    "real/twilio_twilio_api_v2010.json",
    "real/box_openapi.json",
    "real/intercom_2.16.yaml",
    "real/qdrant.json",
    "real/resend.json",
    "real/meilisearch.json",
    "real/late_social_late_java_openapi.yaml",
    "peers/ogen/examples_openai-1.2.0.openapi.yaml",
    "peers/openapi-generator/3_0_petstore-with-fake-endpoints-models-for-testing.yaml",
)


_STATUS = {"default": 500, "2xx": 200, "3xx": 304, "4xx": 418, "5xx": 503}


@dataclass(frozen=True, slots=True)
class Answer:
    """A documented response; without a media type it has no body."""

    status: int
    kind: str
    value: Any

    @property
    def content(self) -> bytes:
        """Return the body."""
        if not self.kind or self.status in (204, 304):
            return b""
        if "event-stream" in self.kind:
            return b"data: " + json.dumps(self.value).encode() + b"\n\ndata: [DONE]\n\n"
        plain = isinstance(self.value, str) and not is_json(self.kind)
        return (self.value if plain else json.dumps(self.value)).encode()


def answers(method: Method, trees: Trees, random: Random) -> Iterator[Answer]:
    """Yield what the document says that an operation answers."""
    for stated, value in (method.operation.value.get("responses") or {}).items():
        response = trees.follow(method.operation.child(value))
        status = int(stated) if str(stated).isdigit() else _STATUS[str(stated).lower()]
        content = response.value.get("content") or {}
        if not content:
            yield Answer(status, "", None)
        for kind, media in content.items():
            for each in _values(kind, response.child(media), trees, random):
                yield Answer(status, kind, each)


def _values(kind: str, media: Node, trees: Trees, random: Random) -> Iterator[Any]:
    named = [
        trees.follow(media.child(each)).value
        for each in (media.value.get("examples") or {}).values()
    ]
    stated = [each["value"] for each in named if isinstance(each, dict) and "value" in each]
    stated += [media.value["example"]] if "example" in media.value else []
    if stated or not is_json(kind):
        yield from stated or ["<text/>" if "xml" in kind else "text"]
        return
    try:
        yield Drawer(trees, random, hidden="writeOnly").draw(
            media.child(media.value.get("schema", {}))
        )
    except Undrawable:
        return


def _client(package: str, url: str, *, sync: bool) -> Any:
    module = importlib.import_module(f"{package}.client")
    base = getattr(
        importlib.import_module(f"{package}._runtime.client"), "Client" if sync else "AsyncClient"
    )
    kind = next(
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, base) and hasattr(each, "_api")
    )
    names = {
        name: ("ann", "secret") if type(each).__name__ == "Basic" else "secret"
        for name, each in module.API.schemes.items()
    }
    return kind(base_url=url, credentials=names)


class Session:
    """One document's package and the server it is called on."""

    def __init__(self, entry: Entry, folder: str) -> None:
        documents = load(str(CORPUS / entry.path))
        result = generate(documents, Options(package=entry.package), {})
        for name, text in result.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        sys.path.insert(0, folder)
        by_uri = {uri: each.tree for uri, each in documents.by_uri.items()}
        self.root, self.trees = Node(by_uri[documents.root], documents.root), Trees(by_uri)
        self.report: Any = result.report
        self.package = entry.package
        self.random = Random(1)
        self.errors = importlib.import_module(f"{self.package}.errors")
        self.caller = Caller(self.package, self.root, self.trees, 1)

    def play(self, played: Played, most: int) -> Iterator[tuple[str, str, str]]:
        """Yield, for each answer, what came of it, the operation and a word on the fault."""
        seen = methods_of(self.package, self.root, self.trees, self.report)
        calls = {
            item["path"] + item["method"].lower(): item["call"]
            for item in self.report["operations"]["items"]
        }
        for method in islice(seen, most):
            judge = Judge(self.root.value, self.root.uri, method.template, {**method.item.value})
            parameters = self.caller._parameters(method)
            try:
                arguments = self.caller._arguments(method, parameters, judge, {}, everything=False)
            except Exception as error:
                yield "no arguments", method.id, f"{type(error).__name__}: {error}"[:200]
                continue
            for answer in answers(method, self.trees, self.random):
                call = calls[method.path + method.verb]
                yield self._answer(played, method, call, arguments, answer)

    def _answer(
        self,
        played: Played,
        method: Method,
        call: str,
        arguments: dict[str, Any],
        answer: Answer,
    ) -> tuple[str, str, str]:
        played.status = answer.status
        played.headers = {"Content-Type": answer.kind.replace("*", "x")} if answer.kind else {}
        played.content = answer.content
        calls = (
            lambda: self._sync(played, call, arguments),
            lambda: asyncio.run(self._async(played, call, arguments)),
        )
        found = [self._outcome(each, answer.status) for each in calls]
        shown = f"{answer.status} {answer.kind} {found[0][1]} {answer.content[:300]!r}"
        if found[0] != found[1]:
            return "sync and async differ", method.id, f"{found}"[:600]
        return found[0][0], method.id, shown

    def _outcome(self, call: Any, status: int) -> tuple[str, str]:
        try:
            value = call()
        except self.errors.APIStatusError as error:
            fine = error.status == status and not 200 <= status < 300
            return ("error" if fine else "WRONG STATUS"), type(error).__name__ + type(
                error.body
            ).__name__
        except self.errors.DecodeError as error:
            return "refused", str(error)[:300]
        except Exception as error:
            return "FAULT", f"{type(error).__name__}: {error}"[:300]
        return "value", type(value).__name__

    def _sync(self, played: Played, call: str, arguments: dict[str, Any]) -> Any:
        _, group, name = call.split(".")
        with _client(self.package, played.url, sync=True) as client:
            value = getattr(getattr(client, group), name)(**arguments)
            return list(value) if hasattr(value, "__next__") else value

    async def _async(self, played: Played, call: str, arguments: dict[str, Any]) -> Any:
        _, group, name = call.split(".")
        async with _client(self.package, played.url, sync=False) as client:
            value = await getattr(getattr(client, group), name)(**arguments)
            return [each async for each in value] if hasattr(value, "__anext__") else value


def main() -> int:
    """Play every chosen document; print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--most", type=int, default=40)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    every: Counter[str] = Counter()
    for entry in entries():
        if entry.path not in CHOSEN or chosen.only not in entry.path:
            continue
        kinds: Counter[str] = Counter()
        with tempfile.TemporaryDirectory() as folder, serving() as played:
            session = Session(entry, folder)
            for kind, id_, shown in session.play(played, chosen.most):
                kinds[kind] += 1
                if kind not in ("value", "error"):
                    print(f"   {kind}: {id_} {shown}")
        every.update(kinds)
        print(f"{entry.path} {dict(kinds)}", flush=True)
    print(dict(every))
    return 0


if __name__ == "__main__":
    sys.exit(main())
