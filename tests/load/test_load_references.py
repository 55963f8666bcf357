"""Referenced documents are read if that is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from stubwright.load import FetchError, load
from stubwright.types.documents import Documents


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def names(documents: Documents) -> set[str]:
    """Return the names of the documents that were read."""
    return {document.name for document in documents.by_uri.values()}


def codes(documents: Documents) -> dict[str, str]:
    """Return the reasons for refused documents, by the last part of their URI."""
    return {uri.rpartition("/")[2]: fault.code for uri, fault in documents.refused.items()}


def test_references_of_any_depth_are_followed(tmp_path: Path) -> None:
    """References of any depth are followed, and each file is read once, however it is spelled."""
    write(
        tmp_path,
        {
            "api/a.yaml": "x: {$ref: '../parts/b%20c.json#/y'}\ny: {$ref: '../parts/./b c.json'}\n",
            "parts/b c.json": '{"y": {"$ref": "deep/d.yaml#/z"}, "d": {"discriminator": {"mapping":'
            ' {"cat": "cat.yaml", "dog": "Dog", "own": "#/y"}}}}',
            "parts/deep/d.yaml": "z: {$ref: '..\\b c.json'}\nw: {$ref: '#/z'}\n",
            "parts/cat.yaml": "type: object\n",
        },
    )
    documents = load(str(tmp_path / "api/a.yaml"), project=tmp_path)
    assert names(documents) == {
        "api/a.yaml",
        "parts/b c.json",
        "parts/deep/d.yaml",
        "parts/cat.yaml",
    }
    assert documents.refused == {}


def test_outside_the_folder(tmp_path: Path) -> None:
    """A file outside the folder is refused, also behind a link, unless the root is extended."""
    write(
        tmp_path,
        {
            "secret.yaml": "a: 1",
            "in/a.yaml": "[{$ref: ../secret.yaml}, {$ref: link.yaml}, {$ref: /etc/hostname}]",
        },
    )
    (tmp_path / "in/link.yaml").symlink_to(tmp_path / "secret.yaml")
    source = str(tmp_path / "in/a.yaml")
    documents = load(source, project=tmp_path / "in")
    assert names(documents) == {"a.yaml"}
    assert set(codes(documents).values()) == {"ref-not-allowed"}
    documents = load(source, project=tmp_path / "in", root=tmp_path)
    assert names(documents) == {"a.yaml", "../secret.yaml", "link.yaml"}
    assert codes(documents) == {"hostname": "ref-not-allowed"}


def test_document_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document outside the project may read its own folder; its name has no path."""
    write(tmp_path, {"else/a.yaml": "[{$ref: b.yaml}, {$ref: ../c.yaml}]", "else/b.yaml": "1"})
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    documents = load("../else/a.yaml")
    assert names(documents) == {"a.yaml", "b.yaml"}
    assert codes(documents) == {"c.yaml": "ref-not-allowed"}


def test_a_folder_of_links_has_several_roots(tmp_path: Path) -> None:
    """In a folder of links, references may read the corresponding folders of the targets, and no others."""
    write(
        tmp_path,
        {
            "work/spec/a.yaml": "[{$ref: ../parts/b.yaml}, {$ref: c.yaml}]",
            "work/parts/b.yaml": "1",
            "secret.yaml": "2",
        },
    )
    for name in ("spec/a.yaml", "parts/b.yaml"):
        link = tmp_path / "sandbox" / name
        link.parent.mkdir(parents=True)
        link.symlink_to(tmp_path / "work" / name)
    (tmp_path / "sandbox/spec/c.yaml").symlink_to(tmp_path / "secret.yaml")
    documents = load(str(tmp_path / "sandbox/spec/a.yaml"), project=tmp_path / "sandbox")
    assert names(documents) == {"spec/a.yaml", "parts/b.yaml"}
    assert codes(documents) == {"c.yaml": "ref-not-allowed"}


def test_failures_are_kept(tmp_path: Path) -> None:
    """A referenced document that cannot be read causes a diagnostic with its position."""
    write(
        tmp_path,
        {
            "a.yaml": "[{$ref: gone.yaml}, {$ref: bad.yaml}, {$ref: 'urn:x'}, {$ref: sub}]",
            "bad.yaml": "a: 1\na: 2\n",
            "sub/b.yaml": "1",
        },
    )
    documents = load(str(tmp_path / "a.yaml"), project=tmp_path)
    assert codes(documents) == {
        "gone.yaml": "document-missing",
        "bad.yaml": "document-duplicate-key",
        "urn:x": "ref-not-allowed",
        "sub": "document-missing",
    }
    messages = {fault.message for fault in documents.refused.values()}
    assert "bad.yaml:2:1: the key 'a' occurs twice in one object (first on line 1)" in messages
    assert not any(str(tmp_path) in message for message in messages)


def test_identified_documents_are_not_fetched(tmp_path: Path) -> None:
    """A document is found by its `$id` without a request."""
    write(
        tmp_path,
        {
            "a.yaml": "[{$ref: 'https://example.com/b'}, {$ref: b.yaml},"
            " {$id: 'https://example.com/x/', y: {$ref: c.yaml}, z: {$ref: 'https://example.com/q'}}]",
            "b.yaml": "$id: https://example.com/b\n",
            "c.yaml": "type: string\n",
        },
    )
    documents = load(str(tmp_path / "a.yaml"), project=tmp_path)
    assert names(documents) == {"a.yaml", "b.yaml", "c.yaml"}
    assert codes(documents) == {"q": "ref-not-allowed"}


WEB = {
    "https://a.example/api/a.yaml": "[{$ref: b.yaml}, {$ref: 'https://b.example/c.yaml'}, {$ref: 'file:///etc/hostname'}]",
    "https://a.example/api/b.yaml": "{$ref: 'https://A.example:443/d.yaml'}",
    "https://b.example/c.yaml": "1",
    "https://A.example:443/d.yaml": "2",
}


def fetch(url: str, private: bool) -> bytes:
    """Answer from a small web."""
    del private
    if url not in WEB:
        raise FetchError("the server responded with 404 Not Found")
    return WEB[url].encode()


def test_same_origin() -> None:
    """A document from the web may refer to its own server, and to others if that is allowed."""
    documents = load("https://a.example/api/a.yaml", fetch=fetch)
    assert len(documents.by_uri) == 3
    assert codes(documents) == {"c.yaml": "ref-not-allowed", "hostname": "ref-not-allowed"}
    documents = load("https://a.example/api/a.yaml", fetch=fetch, allow_urls=True)
    assert names(documents) == set(WEB)


def test_urls_are_off(tmp_path: Path) -> None:
    """A file's references to the web are followed only if that is allowed."""
    write(
        tmp_path, {"a.yaml": "[{$ref: 'https://b.example/c.yaml'}, {$ref: 'https://b.example/x'}]"}
    )
    source = str(tmp_path / "a.yaml")
    assert set(codes(load(source, fetch=fetch)).values()) == {"ref-not-allowed"}
    documents = load(source, fetch=fetch, allow_urls=True)
    assert len(documents.by_uri) == 2
    assert codes(documents) == {"x": "document-url"}


def test_endless_references_are_limited() -> None:
    """A server that creates a new document for each response does not cause an endless run."""

    def endless(url: str, private: bool) -> bytes:
        del private
        return f"$ref: '{int(url.rpartition('/')[2]) + 1}'\n".encode()

    documents = load("https://a.example/0", fetch=endless)
    assert list(codes(documents).values()) == ["ref-too-many"]
