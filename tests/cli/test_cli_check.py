"""`check` reports what is out of date, the reasons, and the fix."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from command import DOCUMENT, stubwright, tree


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with a configured document and its package."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    (tmp_path / "stubwright.toml").write_text('document = "shop.yaml"\noutput = "out"\n')
    assert stubwright("generate", cwd=tmp_path).code == 0
    return tmp_path


def test_clean(shop: Path) -> None:
    """Without changes, all three commands report that, and nothing is written."""
    before = tree(shop)
    for words in (["check"], ["check", "--refresh"], ["diff"]):
        ran = stubwright(*words, cwd=shop)
        assert (ran.code, ran.out) == (0, ""), ran
    ran = stubwright("generate", cwd=shop)
    assert ran.code == 0
    assert "unchanged" in ran.err
    assert tree(shop) == before


def test_changed_document(shop: Path) -> None:
    """A changed type is reported with file and reason; the reported command fixes it."""
    (shop / "shop.yaml").write_text(DOCUMENT.replace("integer", "number"))
    ran = stubwright("check", cwd=shop)
    assert ran.code == 1
    assert ran.err == (
        "drift: out/shop differs from what 'stubwright generate' would write\n"
        "  changed     out/shop/models.py\n"
        "why:  the document changed: shop.yaml\n"
        "fix: stubwright generate\n"
    )
    run_fix(ran.err, shop)


def test_comment_in_the_document(shop: Path) -> None:
    """A change without effect on the generated files still makes the lock out of date."""
    (shop / "shop.yaml").write_text(DOCUMENT + "# the end\n")
    ran = stubwright("check", cwd=shop)
    assert ran.code == 1
    assert "the document changed: shop.yaml" in ran.err
    run_fix(ran.err, shop)


def test_edited_missing_foreign_and_orphaned(shop: Path) -> None:
    """Each kind of difference has its word."""
    package = shop / "out" / "shop"
    (package / "client.py").write_bytes((package / "client.py").read_bytes() + b"x = 1\n")
    (package / "models.py").unlink()
    (package / "helpers.py").write_text("mine = True\n")
    lock = shop / "stubwright.lock"
    (package / "old.py").write_text("old = True\n")
    lock.write_text(lock.read_text() + f"file default shop/old.py {'0' * 64}\n")
    ran = stubwright("check", cwd=shop)
    assert ran.code == 1
    assert ran.err == (
        "drift: out/shop differs from what 'stubwright generate' would write\n"
        "  changed     out/shop/client.py  (edited by hand)\n"
        "  foreign     out/shop/helpers.py  (not generated)\n"
        "  missing     out/shop/models.py\n"
        "  orphaned    out/shop/old.py  (no longer generated)\n"
        "why:  edited by hand: out/shop/client.py, out/shop/old.py\n"
        "why:  deleted by hand: out/shop/models.py\n"
        "fix: move out of out/shop: out/shop/helpers.py\n"
        "fix: stubwright generate\n"
    )
    ran = stubwright("generate", cwd=shop)
    assert ran.code == 0
    assert "out/shop/client.py: rewritten; it had been edited by hand" in ran.err
    assert not (package / "old.py").exists()
    (package / "helpers.py").unlink()
    assert stubwright("check", cwd=shop).code == 0


def test_foreign_alone(shop: Path) -> None:
    """A foreign module is fixed only by moving it."""
    (shop / "out" / "shop" / "helpers.pyi").write_text("")
    ran = stubwright("check", cwd=shop)
    assert ran.code == 1
    assert "fix: stubwright" not in ran.err
    assert "why:" not in ran.err


def test_unrelated_files_are_ignored(shop: Path) -> None:
    """Bytecode, hidden folders and files that are not modules are ignored."""
    package = shop / "out" / "shop"
    for name in ("__pycache__/a.py", ".cache/a.py", "notes.md", "../own.py"):
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text("")
    assert stubwright("check", cwd=shop).code == 0
    assert stubwright("check", "--refresh", cwd=shop).code == 0


def test_changed_option(shop: Path) -> None:
    """A changed option is a reason, in the configuration and on the command line."""
    ran = stubwright("check", "--client", "Store", cwd=shop)
    assert ran.code == 1
    assert "why:  option client: not set -> Store" in ran.err
    assert "fix: stubwright generate --client Store" in ran.err
    with (shop / "stubwright.toml").open("a") as file:
        file.write('client = "Store"\n')
    ran = stubwright("check", cwd=shop)
    assert ran.code == 1
    assert "option client: not set -> Store" in ran.err
    run_fix(ran.err, shop)


def test_overridden_options_are_drift(shop: Path) -> None:
    """A package generated with other options than the configured ones is not clean."""
    assert stubwright("generate", "--client", "Store", cwd=shop).code == 0
    assert stubwright("check", "--client", "Store", cwd=shop).code == 0
    assert stubwright("check", cwd=shop).code == 1


def test_configuration_without_effect(shop: Path) -> None:
    """A comment in the configuration is not drift."""
    with (shop / "stubwright.toml").open("a") as file:
        file.write("# a comment\n")
    assert stubwright("check", cwd=shop).code == 0
    assert stubwright("diff", cwd=shop).out == ""


def test_another_generator(shop: Path) -> None:
    """Another version with the same output is not drift; with other output, it is the reason."""
    lock = shop / "stubwright.lock"
    lock.write_text(lock.read_text().replace("generator default ", "generator default 0.0."))
    assert stubwright("check", cwd=shop).code == 0
    assert stubwright("diff", cwd=shop).code == 0
    (shop / "out" / "shop" / "models.py").unlink()
    ran = stubwright("check", cwd=shop)
    assert "the generator version changed: 0.0." in ran.err


def test_referenced_file(shop: Path) -> None:
    """A referenced file is compared as well, also while it is missing."""
    text = DOCUMENT.replace("{type: integer}", "{$ref: 'age.yaml'}")
    (shop / "shop.yaml").write_text(text)
    assert stubwright("generate", cwd=shop).code == 0
    assert stubwright("check", cwd=shop).code == 0
    (shop / "age.yaml").write_text("type: integer\n")
    ran = stubwright("check", cwd=shop)
    assert (ran.code, "what it refers to" in ran.err or "now refers to" in ran.err) == (1, True)
    run_fix(ran.err, shop)
    (shop / "age.yaml").write_text("type: string\n")
    ran = stubwright("check", cwd=shop)
    assert "a referenced document changed: age.yaml" in ran.err


def test_merge_conflict(shop: Path) -> None:
    """A lock with conflict markers is drift, and `generate` resolves it."""
    lock = shop / "stubwright.lock"
    before = lock.read_text()
    lock.write_text(f"<<<<<<< ours\n{before}=======\n{before}>>>>>>> theirs\n")
    ran = stubwright("check", cwd=shop)
    assert "stubwright.lock contains merge conflict markers" in ran.err
    run_fix(ran.err, shop)
    assert lock.read_text() == before


def test_removed_target(shop: Path) -> None:
    """The package of a target that is no longer configured is drift and is removed."""
    config = shop / "stubwright.toml"
    config.write_text(
        '[targets.store]\ndocument = "shop.yaml"\npackage = "store"\noutput = "out"\n'
    )
    ran = stubwright("check", cwd=shop)
    assert "the target default is in stubwright.lock but no longer configured" in ran.err
    assert stubwright("generate", cwd=shop).code == 0
    assert not (shop / "out" / "shop").exists()
    assert stubwright("check", cwd=shop).code == 0


def test_formats(shop: Path) -> None:
    """The formats JSON and GitHub are written to standard output."""
    (shop / "out" / "shop" / "models.py").unlink()
    ran = stubwright("check", "--format", "json", cwd=shop)
    facts = json.loads(ran.out)
    assert (ran.code, facts["exit"], ran.err) == (1, 1, "")
    assert facts["targets"][0]["changes"] == [
        {"path": "shop/models.py", "kind": "missing", "edited": False}
    ]
    assert facts["targets"][0]["fix"] == ["stubwright generate"]
    ran = stubwright("check", "--format", "github", cwd=shop)
    assert ran.out.startswith("::error file=out/shop/models.py,title=stubwright::missing")


def test_diff(shop: Path) -> None:
    """`diff` shows the lines that `generate` would change, including those of the lock."""
    (shop / "shop.yaml").write_text(DOCUMENT.replace("integer", "number"))
    ran = stubwright("diff", cwd=shop)
    assert ran.code == 1
    assert "--- a/out/shop/models.py\n+++ b/out/shop/models.py\n" in ran.out
    assert "\n-    age: int | None = None\n+    age: float | None = None\n" in ran.out
    assert "+++ b/stubwright.lock\n" in ran.out


def test_diff_names_renames(shop: Path) -> None:
    """Renames by the user or by the document are printed first, one per line."""
    chosen = (
        shop / "stubwright.toml"
    ).read_text() + '[names]\n"#/components/schemas/Pet" = "Animal"\n'
    plain = (shop / "stubwright.toml").read_text()
    (shop / "stubwright.toml").write_text(chosen)
    ran = stubwright("diff", cwd=shop)
    assert ran.out.startswith("# renamed: #/components/schemas/Pet: Pet -> Animal\n--- a/")
    (shop / "stubwright.toml").write_text(plain)
    (shop / "shop.yaml").write_text(DOCUMENT.replace("Pet", "Animal"))
    ran = stubwright("diff", "--format", "json", cwd=shop)
    (told,) = json.loads(ran.out)["targets"]
    assert {
        "key": "#/components/schemas/Pet",
        "newKey": "#/components/schemas/Animal",
        "name": "Pet",
        "newName": "Animal",
    } in told["renamed"]


def run_fix(words: str, folder: Path) -> None:
    """Run the command that a check reports; afterwards, nothing is reported."""
    (line,) = [line for line in words.splitlines() if line.startswith("fix: stubwright ")]
    assert stubwright(*shlex.split(line)[2:], cwd=folder).code == 0
    for again in (["check"], ["check", "--refresh"]):
        ran = stubwright(*again, cwd=folder)
        assert ran.code == 0, ran.err


def test_moved_output(shop: Path) -> None:
    """A package with a new output folder is not reported as deleted by hand."""
    (shop / "stubwright.toml").write_text('document = "shop.yaml"\noutput = "lib"\n')
    ran = stubwright("check", cwd=shop)
    assert ran.code == 1
    assert "why:  output: out -> lib\nfix: stubwright generate\n" in ran.err
    run_fix(ran.err, shop)
    assert not (shop / "out" / "shop").exists()


def test_lost_reference(shop: Path) -> None:
    """A missing referenced file is reported once."""
    (shop / "shop.yaml").write_text(DOCUMENT.replace("{type: integer}", "{$ref: 'age.yaml'}"))
    (shop / "age.yaml").write_text("type: integer\n")
    assert stubwright("generate", cwd=shop).code == 0
    (shop / "age.yaml").unlink()
    ran = stubwright("check", cwd=shop)
    assert [line for line in ran.err.splitlines() if line.startswith("why")] == [
        "why:  a referenced document cannot be read: age.yaml"
    ]
    run_fix(ran.err, shop)


def test_many_edited(shop: Path) -> None:
    """Reasons contain a few files; the list above them contains all."""
    for path in (shop / "out" / "shop" / "_runtime").glob("*.py"):
        path.write_text("")
    edited = len(list((shop / "out" / "shop" / "_runtime").glob("*.py")))
    ran = stubwright("check", cwd=shop)
    assert ran.err.count("(edited by hand)") == edited
    (why,) = [line for line in ran.err.splitlines() if line.startswith("why")]
    assert why.endswith(f", {edited - 3} more")


def test_lock_without_a_fact(shop: Path) -> None:
    """An empty lock is reported as damaged, without other reasons."""
    (shop / "stubwright.lock").write_bytes(b"")
    ran = stubwright("check", cwd=shop)
    assert [line for line in ran.err.splitlines() if line.startswith("why")] == [
        "why:  stubwright.lock is damaged"
    ]
    run_fix(ran.err, shop)


def test_link_in_place_of_the_package(shop: Path) -> None:
    """A link in place of the whole package is reported once."""
    package = shop / "out" / "shop"
    package.rename(shop / "elsewhere")
    package.symlink_to(shop / "elsewhere")
    ran = stubwright("check", cwd=shop)
    assert ran.err.splitlines()[:2] == [
        "drift: out/shop differs from what 'stubwright generate' would write",
        "  in the way  out/shop  (it is a symbolic link)",
    ]
    assert stubwright("generate", "--force", cwd=shop).code == 2
