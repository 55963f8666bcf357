"""URIs in messages and locks."""

from __future__ import annotations

import pytest

from stubwright.base.uris import without_credentials


@pytest.mark.parametrize(
    ("uri", "want"),
    [
        ("https://a.example/o.yaml", "https://a.example/o.yaml"),
        ("https://me:pass@a.example/o.yaml", "https://a.example/o.yaml"),
        ("https://a.example/o.yaml?token=t&v=1", "https://a.example/o.yaml?v=1"),
        ("https://a.example/o.yaml?v=1&X-Amz-Signature=s#/a", "https://a.example/o.yaml?v=1#/a"),
        ("https://a.example/o.yaml?api%5Fkey=k", "https://a.example/o.yaml"),
        ("https://a.example/o.yaml?monkey=1&keyboard=2", "https://a.example/o.yaml?monkey=1&keyboard=2"),
        ("https://a.example/@scope/o.yaml", "https://a.example/@scope/o.yaml"),
        ("folder/o.yaml?token=t", "folder/o.yaml?token=t"),
    ],
)  # fmt: skip
def test_credentials_are_left_out(uri: str, want: str) -> None:
    """User information and parameters that look like secrets are removed; everything else is preserved."""
    assert without_credentials(uri) == want
