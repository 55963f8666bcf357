"""Writing: an interrupted run can be repaired, and nothing is written outside of the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from command import DOCUMENT, stubwright, tree
from stubwright.base.diagnostics import FatalError
from stubwright.output.changes import Change, Kind
from stubwright.output.depfile import depfile
from stubwright.output.diff_text import unified
from stubwright.output.paths import demand_safe
from stubwright.output.write import write


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with a generated package."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    assert stubwright("generate", "shop.yaml", cwd=tmp_path).code == 0
    return tmp_path


def test_temporary_files_of_another_run_are_kept(shop: Path) -> None:
    """Temporary files of a running process are kept; those of an ended one are removed."""
    lasting = shop / "shop" / f".models.py.{os.getppid()}.stubwright-tmp"
    ended = shop / "shop" / ".models.py.999999999.stubwright-tmp"
    for path in (lasting, ended):
        path.write_text("x")
    (shop / "shop.yaml").write_text(DOCUMENT.replace("integer", "number"))
    assert stubwright("generate", "shop.yaml", cwd=shop).code == 0
    assert (lasting.exists(), ended.exists()) == (True, False)


def test_long_file_names_are_written(tmp_path: Path) -> None:
    """A file name is limited to about 255 bytes: names of temporary files are no longer than the final ones."""
    change = Change(path="a" * 250, output=tmp_path, kind=Kind.MISSING, after=b"x")
    write([change], {})
    assert tree(tmp_path) == {"a" * 250: b"x"}


def test_devices_and_links_are_written_through(shop: Path) -> None:
    """A device or a link that the user names is not replaced by a file; a folder is refused by its name."""
    report = shop / "report.json"
    report.write_text("old")
    (shop / "link.json").symlink_to(report)
    assert stubwright("generate", "shop.yaml", "--report", "link.json", cwd=shop).code == 0
    assert (shop / "link.json").is_symlink()
    assert report.read_text().startswith("{")
    ran = stubwright("generate", "shop.yaml", "--report", ".", cwd=shop)
    assert (ran.code, ran.err.splitlines()) == (
        2,
        [
            "error[output-not-writable]: . cannot be written: Is a directory",
            "  hint: choose another path, or make this one writable",
        ],
    )


def test_line_endings_are_ignored(shop: Path) -> None:
    """Git may write CRLF into a working copy: this is not drift, and the files are not overwritten."""
    for path in (shop / "shop").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    for name in ("shop.yaml", "stubwright.lock"):
        (shop / name).write_bytes((shop / name).read_bytes().replace(b"\n", b"\r\n"))
    for words in (["check"], ["check", "--refresh"], ["diff"], ["generate"]):
        ran = stubwright(words[0], "shop.yaml", *words[1:], cwd=shop)
        assert (ran.code, "written" in ran.err, "drift" in ran.err) == (0, False, False), ran
    models = shop / "shop" / "models.py"
    models.write_bytes(models.read_bytes().replace(b"age", b"ago"))
    assert stubwright("check", "shop.yaml", cwd=shop).code == 1


@pytest.mark.parametrize("survived", range(8))
def test_an_interrupted_run_is_repaired(
    survived: int, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a run ends, `check` detects it and `generate` repairs it without --force."""
    (shop / "shop.yaml").write_text(DOCUMENT.replace("integer", "number").replace("getPet", "pet"))
    replace, count = Path.replace, [0]

    def killed(path: Path, other: Path) -> Path:
        count[0] += 1
        if count[0] > survived:
            os.close(os.open(path, os.O_RDONLY))
            raise KeyboardInterrupt
        return replace(path, other)

    with monkeypatch.context() as context:
        context.setattr(Path, "replace", killed)
        context.setattr(Path, "unlink", lambda *_, **__: None)
        code = stubwright("generate", "shop.yaml", cwd=shop).code
    assert code == (130 if count[0] > survived else 0)
    if code:
        assert stubwright("check", "shop.yaml", cwd=shop).code == 1
    assert stubwright("generate", "shop.yaml", cwd=shop).code == 0
    assert stubwright("check", "shop.yaml", "--refresh", cwd=shop).code == 0
    assert not [name for name in tree(shop) if "tmp" in name]


def test_unchanged_files_are_not_touched(shop: Path) -> None:
    """A file with the right bytes keeps its time, so that builds stay fast."""
    files = [path for path in shop.rglob("*") if path.is_file()]
    for path in files:
        os.utime(path, (1, 1))
    assert stubwright("generate", "shop.yaml", cwd=shop).code == 0
    assert [path for path in files if path.stat().st_mtime != 1] == []


def test_a_missing_lock_is_recreated(shop: Path) -> None:
    """Without a lock, files with the right bytes are accepted; an edited one is refused."""
    (shop / "stubwright.lock").unlink()
    assert stubwright("check", "shop.yaml", cwd=shop).code == 1
    assert stubwright("generate", "shop.yaml", cwd=shop).code == 0
    (shop / "stubwright.lock").unlink()
    models = shop / "shop" / "models.py"
    before = models.read_bytes()
    models.write_text("mine = True\n")
    assert stubwright("generate", "shop.yaml", cwd=shop).code == 2
    assert models.read_text() == "mine = True\n"
    assert stubwright("generate", "shop.yaml", "--force", cwd=shop).code == 0
    assert models.read_bytes() == before


def test_a_link_in_place_of_a_file_is_refused(shop: Path) -> None:
    """A link is never written through; --force replaces it by a file."""
    other = shop / "precious.py"
    other.write_text("mine = True\n")
    models = shop / "shop" / "models.py"
    models.unlink()
    models.symlink_to(other)
    assert stubwright("check", "shop.yaml", cwd=shop).code == 1
    assert stubwright("generate", "shop.yaml", cwd=shop).code == 2
    assert stubwright("generate", "shop.yaml", "--force", cwd=shop).code == 0
    assert other.read_text() == "mine = True\n"
    assert not models.is_symlink()


@pytest.mark.parametrize("path", ["../precious.py", "shop/../../precious.py", "/precious.py"])
def test_a_lock_cannot_remove_files_elsewhere(path: str, shop: Path) -> None:
    """A lock with paths outside of the folder removes none of them."""
    folder = shop / "inner"
    folder.mkdir()
    precious = shop / "precious.py"
    precious.write_text("mine = True\n")
    (folder / "shop.yaml").write_text(DOCUMENT)
    assert stubwright("generate", "shop.yaml", cwd=folder).code == 0
    lock = folder / "stubwright.lock"
    named = path if path[0] == "." else f"{shop}{path}"
    lock.write_text(lock.read_text() + f"file ./shop {named} {'0' * 64}\n")
    assert stubwright("generate", "shop.yaml", cwd=folder).code == 0
    assert precious.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/a.py",
        "../a.py",
        "a/../b.py",
        "a//b.py",
        "",
        "a\\b.py",
        "c:a.py",
        "a\n.py",
        "a/NUL.py",
        "a /b.py",
    ],
)
def test_unsafe_paths_are_refused(path: str, tmp_path: Path) -> None:
    """A path that leaves the folder on any system is also refused right before writing."""
    with pytest.raises(ValueError, match="no path to write to"):
        demand_safe(path)
    change = Change(path=path, output=tmp_path / "out", kind=Kind.MISSING, after=b"x")
    with pytest.raises(ValueError, match="no path to write to"):
        write([change], {})
    assert tree(tmp_path) == {}


def test_empty_folders_of_orphans_are_removed(shop: Path) -> None:
    """Files of another layout are removed, including bytecode and empty folders."""
    assert stubwright("generate", "shop.yaml", "--layout", "split", cwd=shop).code == 0
    cache = shop / "shop" / "models" / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "pet.cpython-311.pyc").write_bytes(b"")
    assert stubwright("generate", "shop.yaml", "--layout", "compact", cwd=shop).code == 0
    assert not (shop / "shop" / "models").exists()
    assert (shop / "shop" / "models.py").is_file()


def test_files_end_lines_with_line_feeds(shop: Path) -> None:
    """No file has a carriage return."""
    assert [name for name, data in tree(shop).items() if b"\r" in data] == []


def test_depfile_escapes() -> None:
    """Spaces, number signs and dollar signs are escaped for Make and Ninja."""
    assert depfile("a b", ["c#d", "e$f", "c#d"]) == "a\\ b: \\\n  c\\#d \\\n  e$$f\n"
    with pytest.raises(FatalError, match="line break"):
        depfile("a", ["b\nc"])


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (b"a\n", b"a\n", ""),
        (None, b"a\n", "--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n"),
        (b"a", None, "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n\\ No newline at end of file\n"),
        (None, b"", "--- a/f\n+++ b/f\n"),
        (b"a\x0cb\n", b"c\n", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\x0cb\n+c\n"),
    ],
)
def test_diffs_have_the_format_of_diff(
    before: bytes | None, after: bytes | None, lines: str
) -> None:
    """Missing files, missing final newlines and unusual line breaks are shown as by `diff -u`."""
    assert unified("f", before, after) == lines
