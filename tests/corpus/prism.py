"""Call every operation of some documents against Prism: `make prism`; prints the share that succeeds, with the reasons of the rest.

Arguments are the document's examples where these are valid, else drawn from its schemas, required ones alone; Prism checks the request and answers with the document's
examples or values made from its schemas. Options: `--only NAME`, `--most N` operations of a document, evenly spaced (all). Writes build/prism.json.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from calls import Caller, methods_of
from draw import Node, Trees, Undrawable
from places import BUILD, CASES, CORPUS, REPOSITORY
from request_judge import Judge
from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options

PRISM = BUILD / "prism" / "node_modules" / ".bin" / "prism"
DOCUMENTS = {
    "postflow": REPOSITORY / "spec/postflow.yaml",
    "petstore": CASES / "petstore/openapi-3-0/openapi.yaml",
    "resend": CORPUS / "real/resend.json",
    "box": CORPUS / "real/box_openapi.json",  # files and their attributes in multipart forms
    "openai": CORPUS / "real/openai.yaml",
    "github": CORPUS / "real/github_api.github.com.json",
}
ITEMS = 20  # of a stream that are read


@contextmanager
def prism(document: Path) -> Iterator[str]:
    """Serve a document while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    command = [str(PRISM), "mock", str(document), "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet)
    try:
        for _ in range(1800):
            if process.poll() is not None:
                raise SystemExit(f"Prism does not serve {document}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def written(name: str, document: Path, folder: str) -> tuple[Any, Any]:
    """Write the package of a document; return the documents and the report."""
    documents = load(str(document))
    result = generate(documents, Options(package=name), {})
    for path, text in result.files.items():
        target = Path(folder, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return documents, result.report


def outcome(caller: Caller, client: Any, method: Any) -> tuple[str, str]:
    """Return ``ok``, ``undrawn`` or the name of an error, and why."""
    item = {**method.item.value, method.verb: method.operation.value}
    judge = Judge(caller.root.value, caller.root.uri, method.template, item)
    try:
        found = caller._parameters(method)
        arguments = caller._arguments(method, found, judge, {}, everything=False)
    except (Undrawable, Exception) as error:
        return "undrawn", f"{type(error).__name__}: {error}"
    try:
        value = method.function(method.group(client), **arguments)
        if hasattr(value, "reconnecting"):
            list(islice(value, ITEMS))
            value.close()
    except Exception as error:
        return type(error).__name__, why(error)
    return "ok", ""


def why(error: Any) -> str:
    """Return what an error says: of Prism its detail and its first violation."""
    try:
        said = error.response.json()
        first = (said.get("validation") or [{}])[0]
        place = ".".join(str(each) for each in first.get("location") or ())
        return f"{said['title']}: {place} {first.get('message', '')}"
    except (AttributeError, KeyError, ValueError, TypeError):
        return str(error)


def alike(reason: str) -> str:
    """Return a reason without what differs from case to case."""
    text = re.sub(r"http://\S+", "URL", reason)
    return re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "…", text)[:140]


def run(name: str, most: int) -> dict[str, Any]:
    """Call the operations of a document."""
    kinds: Counter[str] = Counter()
    others: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        documents, report = written(name, DOCUMENTS[name], folder)
        sys.path.insert(0, folder)
        by_uri = {uri: each.tree for uri, each in documents.by_uri.items()}
        root, trees = Node(by_uri[documents.root], documents.root), Trees(by_uri)
        caller = Caller(name, root, trees, seed=1, examples=True)
        own = caller.client
        with prism(DOCUMENTS[name]) as url:
            settings = {"base_url": url, "max_retries": 0, "timeout": 20}
            with type(own)(credentials=own._session.credentials, **settings) as client:
                every = list(methods_of(name, root, trees, report))
                for method in every[:: max(1, -(-len(every) // most))]:
                    kind, reason = outcome(caller, client, method)
                    kinds[kind] += 1
                    if kind != "ok":
                        others.append([kind, method.id, reason])
    return {"document": name, "kinds": dict(kinds), "others": others}


def main() -> int:
    """Print the figures of each document."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--most", type=int, default=1 << 40)
    chosen = parser.parse_args()
    if not PRISM.exists() or not shutil.which("node"):
        print("Prism is not installed: make prism", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")
    rows: list[dict[str, Any]] = []
    for name, document in DOCUMENTS.items():
        if chosen.only not in name or not document.exists():
            continue
        row = run(name, chosen.most)
        rows.append(row)
        total, good = sum(row["kinds"].values()), row["kinds"].get("ok", 0)
        print(f"{name}: {good} of {total} operations", flush=True)
        reasons = Counter((kind, alike(reason)) for kind, _, reason in row["others"])
        for (kind, reason), count in reasons.most_common(15):
            print(f"{count:5} {kind}: {reason}", flush=True)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "prism.json").write_text(json.dumps(rows, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
