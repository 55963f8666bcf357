"""Errors with exit code 2 have a clear message and leave existing output unchanged."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from command import DOCUMENT, Ran, stubwright, tree

Prepare = Callable[[Path], list[str]]

FAILURES: dict[str, Prepare] = {}


def failure(prepare: Prepare) -> Prepare:
    """Register a failure: it prepares a folder and returns further arguments."""
    FAILURES[prepare.__name__] = prepare
    return prepare


def written(folder: Path, data: str | bytes) -> list[str]:
    """Replace the document."""
    text = data.encode() if isinstance(data, str) else data
    (folder / "shop.yaml").write_bytes(text)
    return ["shop.yaml"]


@failure
def missing_file(folder: Path) -> list[str]:
    (folder / "shop.yaml").unlink()
    return ["shop.yaml"]


@failure
def empty_file(folder: Path) -> list[str]:
    return written(folder, "")


@failure
def not_yaml(folder: Path) -> list[str]:
    return written(folder, "openapi: 3.1.0\ninfo: {title: 'Shop\npaths: ]\n")


@failure
def tabs(folder: Path) -> list[str]:
    return written(folder, "openapi: 3.1.0\ninfo:\n\ttitle: Shop\n")


@failure
def web_page(folder: Path) -> list[str]:
    return written(folder, "<!DOCTYPE html>\n<html></html>\n")


@failure
def brackets_behind_a_key(folder: Path) -> list[str]:
    return written(folder, "openapi: 3.1.0\nx-a: " + "[" * 3000 + "]" * 3000)


@failure
def no_such_protocol(folder: Path) -> list[str]:
    del folder
    return ["ftp://shop.example/shop.yaml"]


@failure
def duplicate_keys(folder: Path) -> list[str]:
    return written(folder, DOCUMENT.replace("        age:", "        name:"))


@failure
def no_openapi(folder: Path) -> list[str]:
    return written(folder, DOCUMENT.partition("\n")[2])


@failure
def unknown_version(folder: Path) -> list[str]:
    return written(folder, DOCUMENT.replace("3.1.0", "4.0.0"))


@failure
def no_object(folder: Path) -> list[str]:
    return written(folder, "- openapi\n")


@failure
def wrong_encoding(folder: Path) -> list[str]:
    return written(folder, DOCUMENT.replace("A pet", "Ein Kätzchen").encode("latin-1"))


@failure
def no_text(folder: Path) -> list[str]:
    return written(folder, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


@failure
def brackets(folder: Path) -> list[str]:
    return written(folder, b"[" * 50_000_000)


@failure
def alias_bomb(folder: Path) -> list[str]:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return written(folder, "\n".join(lines))


@failure
def wrong_configuration_key(folder: Path) -> list[str]:
    (folder / "stubwright.toml").write_text('docment = "shop.yaml"\n')
    return []


@failure
def table_of_the_other_file(folder: Path) -> list[str]:
    (folder / "stubwright.toml").write_text('[tool.stubwright]\ndocument = "shop.yaml"\n')
    return []


@failure
def empty_setting(folder: Path) -> list[str]:
    (folder / "stubwright.toml").write_text('document = ""\n')
    return []


@failure
def configuration_not_toml(folder: Path) -> list[str]:
    (folder / "stubwright.toml").write_text('document = "shop.yaml\n')
    return []


@failure
def wrong_configuration_type(folder: Path) -> list[str]:
    (folder / "stubwright.toml").write_text('document = "shop.yaml"\nproject = "yes"\n')
    return []


@failure
def wrong_requirement(folder: Path) -> list[str]:
    (folder / "stubwright.toml").write_text('document = "shop.yaml"\nrequired-version = "new"\n')
    return []


@failure
def another_generator(folder: Path) -> list[str]:
    (folder / "stubwright.toml").write_text('document = "shop.yaml"\nrequired-version = ">=7,<8"\n')
    return []


@failure
def nothing_to_do(folder: Path) -> list[str]:
    del folder
    return ["--output", "elsewhere"]


@failure
def wrong_option(folder: Path) -> list[str]:
    del folder
    return ["shop.yaml", "--packge", "shop"]


@failure
def wrong_package(folder: Path) -> list[str]:
    del folder
    return ["shop.yaml", "--package", "../shop"]


@failure
def output_is_a_file(folder: Path) -> list[str]:
    (folder / "taken").write_text("mine")
    return ["shop.yaml", "--output", "taken"]


@failure
def foreign_file_in_the_way(folder: Path) -> list[str]:
    (folder / "other" / "shop").mkdir(parents=True)
    (folder / "other" / "shop" / "models.py").write_text("mine = True\n")
    return ["shop.yaml", "--output", "other"]


@failure
def folder_in_the_way(folder: Path) -> list[str]:
    (folder / "other" / "shop" / "models.py").mkdir(parents=True)
    return ["shop.yaml", "--output", "other", "--force"]


@failure
def link_in_the_way(folder: Path) -> list[str]:
    (folder / "other").mkdir()
    (folder / "elsewhere").mkdir()
    (folder / "other" / "shop").symlink_to(folder / "elsewhere")
    return ["shop.yaml", "--output", "other", "--force"]


@failure
def report_is_a_folder(folder: Path) -> list[str]:
    (folder / "other").mkdir()
    return ["shop.yaml", "--report", "other"]


@failure
def lock_of_a_later_format(folder: Path) -> list[str]:
    (folder / "stubwright.lock").write_text("lock 9\n")
    return ["shop.yaml"]


@failure
def warning_under_strict(folder: Path) -> list[str]:
    written(folder, DOCUMENT.replace("schemas/Pet'", "schemas/Pot'"))
    return ["shop.yaml", "--strict"]


@pytest.mark.golden
@pytest.mark.parametrize("prepare", FAILURES.values(), ids=FAILURES)
def test_failure_leaves_output(
    prepare: Prepare, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    """The exit code is 2, the message is the recorded one, there is no traceback, and no byte changes."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    assert stubwright("generate", "shop.yaml", cwd=tmp_path).code == 0
    words = prepare(tmp_path)
    before = tree(tmp_path)
    start = time.monotonic()
    ran = stubwright("generate", *words, cwd=tmp_path)
    assert time.monotonic() - start < 30
    assert ran.code == 2, ran
    assert tree(tmp_path) == before
    assert "Traceback" not in ran.err
    assert text(ran, tmp_path) == snapshot


def text(ran: Ran, folder: Path) -> str:
    """Return the output without the test's folder."""
    assert not ran.out
    return ran.err.replace(str(folder), "TMP")


def test_unwritable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not writable, or a full disk, leaves existing files unchanged."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    assert stubwright("generate", "shop.yaml", cwd=tmp_path).code == 0
    (tmp_path / "shop.yaml").write_text(DOCUMENT.replace("integer", "number"))
    before = tree(tmp_path)
    opened = Path.open

    def refuse(path: Path, mode: str = "r", *rest: int) -> object:
        if "x" in mode and "lock" in path.name:
            raise OSError(28, "No space left on device", str(path))
        return opened(path, mode, *rest)

    monkeypatch.setattr(Path, "open", refuse)
    ran = stubwright("generate", "shop.yaml", cwd=tmp_path)
    assert ran.code == 2
    assert "output-not-writable" in ran.err
    assert tree(tmp_path) == before
