"""Ask openapi-spec-validator which documents of the corpus are valid; writes build/validity.json, which `make corpus` shows.

A document that the validator cannot judge in a minute, or that it fails on, counts as unjudged. Options: `--jobs N`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import signal
import sys
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from corpus import CORPUS, Entry, entries
from places import BUILD, NO_CORPUS
from stubwright.base.diagnostics import FatalError
from stubwright.load import load

SECONDS = 60


def _late(*_: object) -> None:
    raise TimeoutError


def judge(entry: Entry) -> tuple[str, str]:
    """Return a document's path and what the validator says: `valid`, `invalid` or `unjudged`."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(SECONDS)
    try:
        documents = load(str(CORPUS / entry.path))
        validate(documents.by_uri[documents.root].tree, base_uri=documents.root)
    except (OpenAPIValidationError, FatalError):
        return entry.path, "invalid"
    except Exception:
        return entry.path, "unjudged"
    finally:
        signal.alarm(0)
    return entry.path, "valid"


def main() -> int:
    """Judge all documents with progress."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    found: dict[str, str] = {}
    with multiprocessing.Pool(chosen.jobs, maxtasksperchild=50) as pool:
        for path, boolean_schema in pool.imap_unordered(judge, entries()):
            found[path] = boolean_schema
            print(f"[{len(found)}] {boolean_schema:8} {path}", flush=True)
    if not found:
        print(f"No document: {NO_CORPUS}")
        return 2
    BUILD.mkdir(exist_ok=True)
    (BUILD / "validity.json").write_text(json.dumps(found, indent=1, sort_keys=True), "utf-8")
    print(dict(Counter(found.values())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
