"""Real documents are parsed completely."""

from __future__ import annotations

import pytest

from places import CORPUS, NO_CORPUS
from stubwright.base.diagnostics import Severity
from stubwright.index import index
from stubwright.load import load
from stubwright.parse import parse

REAL = {
    "real/discord.json": "3.1.0",
    "real/docker_moby.yaml": "2.0",
    "real/figma.yaml": "3.1.0",
    "real/lob.yml": "3.0.3",
    "real/qdrant.json": "3.0.1",
}


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
@pytest.mark.parametrize("name", REAL)
def test_every_declared_operation_is_read(name: str) -> None:
    """No operation of a real document is lost, and none has an error."""
    spec = parse(index(load(str(CORPUS / name), root=CORPUS)))
    assert spec.declared == len(spec.operations) > 10
    assert {fault.severity for fault in spec.diagnostics} <= {Severity.WARNING, Severity.NOTE}
