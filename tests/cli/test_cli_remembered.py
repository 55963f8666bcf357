"""Without a configuration, the lock provides the options of earlier commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import DOCUMENT, stubwright, tree


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with a document whose package is in `out`, as a project."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    words = ["shop.yaml", "--output", "out", "--project", "--name", "Pet=Animal"]
    assert stubwright("generate", *words, cwd=tmp_path).code == 0
    return tmp_path


def test_check_uses_the_options_of_generate(shop: Path) -> None:
    """`check` without the options of `generate` is clean; options that it is given take precedence."""
    assert stubwright("check", "shop.yaml", "--output", "out", cwd=shop).code == 0
    assert stubwright("diff", "shop.yaml", "--output", "out", cwd=shop).code == 0
    ran = stubwright("check", "shop.yaml", "--output", "out", "--no-project", cwd=shop)
    assert (ran.code, "option project: true -> not set" in ran.err) == (1, True)


def test_check_without_a_document_finds_the_lock(shop: Path) -> None:
    """The lock is found in the output folder, which may be the current folder."""
    assert stubwright("check", "--output", "out", cwd=shop).code == 0
    assert stubwright("check", cwd=shop / "out").code == 0
    assert stubwright("generate", cwd=shop / "out").code == 0
    assert "error[no-document]" in stubwright("check", cwd=shop).err


def test_the_fix_includes_the_options(shop: Path) -> None:
    """The command reported by `check` includes the given options; running it removes no file."""
    before = tree(shop / "out").keys()
    (shop / "shop.yaml").write_text(DOCUMENT.replace("integer", "number"))
    ran = stubwright("check", "shop.yaml", "--output", "out", cwd=shop)
    assert ran.code == 1
    fix = next(line for line in ran.err.splitlines() if line.startswith("fix: "))
    assert stubwright(*fix.split()[2:], cwd=shop).code == 0
    assert tree(shop / "out").keys() == before
    assert "class Animal" in (shop / "out" / "shop" / "models.py").read_text()


def test_generate_uses_only_the_given_options(shop: Path) -> None:
    """`generate` with a document uses only the given options."""
    assert stubwright("generate", "shop.yaml", "--output", "out", cwd=shop).code == 0
    assert not (shop / "out" / "pyproject.toml").exists()


def test_generate_answers_from_the_lock(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing changed, the document is not read again, except with --refresh."""
    words = ["shop.yaml", "--output", "out", "--project", "--name", "Pet=Animal"]
    monkeypatch.setattr("stubwright.workflow.generate_target.generate", lambda *_: 1 / 0)
    ran = stubwright("generate", *words, cwd=shop)
    assert (ran.code, "unchanged" in ran.err) == (0, True)
    assert stubwright("generate", *words, "--refresh", cwd=shop).code == 3
    (shop / "out" / "shop" / "models.py").write_text("")
    assert stubwright("generate", *words, cwd=shop).code == 3


def test_a_moved_folder_is_reported_once(tmp_path: Path) -> None:
    """Another output folder is reported once, not for each file."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    text = '[tool.stubwright]\ndocument = "shop.yaml"\noutput = "{}"\n'
    (tmp_path / "pyproject.toml").write_text(text.format("old"))
    assert stubwright("generate", cwd=tmp_path).code == 0
    (tmp_path / "pyproject.toml").write_text(text.format("new"))
    ran = stubwright("check", cwd=tmp_path)
    assert ran.code == 1
    files = len(list((tmp_path / "old").rglob("*.*")))
    assert f"  moved       old/shop -> new/shop  ({files} files)\n" in ran.err
    assert "models.py" not in ran.err
    assert ran.err.count("\n") == 4
    ran = stubwright("diff", cwd=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith(
        f"# moved: old/shop -> new/shop  ({files} files)\n--- a/stubwright.lock\n"
    )
    assert ran.out.count("\n--- a/") == 1
