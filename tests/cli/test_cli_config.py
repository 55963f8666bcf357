"""Finding the configuration, its content, and the target of a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import DOCUMENT, stubwright, tree
from stubwright.project.version_range import allows

PYPROJECT = """\
[project]
name = "sample"

[tool.stubwright]
project = false
output = "src"

[tool.stubwright.targets.shop]
document = "spec/shop.yaml"

[tool.stubwright.targets.store]
document = "spec/shop.yaml"
package = "store"
layout = "split"
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a project with two targets."""
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "shop.yaml").write_text(DOCUMENT)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    return tmp_path


def test_configuration_in_a_parent_folder_is_found(sample: Path) -> None:
    """The nearest configuration in a parent folder is used; its paths are relative to it."""
    assert stubwright("generate", cwd=sample / "spec").code == 0
    assert (sample / "src" / "shop" / "models.py").is_file()
    assert (sample / "src" / "store" / "models" / "pet.py").is_file()
    assert (sample / "stubwright.lock").is_file()
    for folder in (sample, sample / "spec", sample / "src" / "shop"):
        for words in (["check"], ["check", "--refresh"], ["check", "--target", "store"]):
            assert stubwright(*words, cwd=folder).code == 0


def test_pyproject_without_a_table_is_skipped(sample: Path) -> None:
    """A pyproject.toml without a table does not hide the configuration above it."""
    (sample / "spec" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert stubwright("generate", cwd=sample / "spec").code == 0


def test_one_target(sample: Path) -> None:
    """`--target` selects one target and does not change the facts of the other."""
    assert stubwright("generate", cwd=sample).code == 0
    before = tree(sample)
    assert stubwright("generate", "--target", "shop", cwd=sample).code == 0
    assert tree(sample) == before
    ran = stubwright("check", "--target", "stor", cwd=sample)
    assert (ran.code, "did you mean 'store'?" in ran.err) == (2, True)


def test_document_of_a_target(sample: Path) -> None:
    """The document of configured targets selects them; another document is independent."""
    assert stubwright("generate", cwd=sample).code == 0
    assert stubwright("check", "spec/shop.yaml", cwd=sample).code == 0
    other = sample / "other.yaml"
    other.write_text(DOCUMENT.replace("Shop", "Bazaar"))
    before = tree(sample)
    assert stubwright("generate", "other.yaml", "--output", "gen", cwd=sample).code == 0
    assert stubwright("check", "other.yaml", "--output", "gen", cwd=sample).code == 0
    after = tree(sample)
    assert {name for name in after if name not in before} >= {
        "gen/stubwright.lock",
        "gen/bazaar/models.py",
    }
    assert {name: after[name] for name in before} == before


def test_another_output_folder_is_independent(sample: Path) -> None:
    """A run with another output folder changes neither the project's output nor its lock."""
    assert stubwright("generate", cwd=sample).code == 0
    before = tree(sample)
    words = ["--target", "store", "--output", "trial"]
    assert stubwright("generate", *words, cwd=sample).code == 0
    assert (sample / "trial" / "store" / "models" / "pet.py").is_file()
    assert {name: data for name, data in tree(sample).items() if name in before} == before
    assert stubwright("check", *words, cwd=sample).code == 0


def test_two_packages_in_one_folder(tmp_path: Path) -> None:
    """Without a configuration, one lock covers all packages of a folder."""
    (tmp_path / "a.yaml").write_text(DOCUMENT)
    (tmp_path / "b.yaml").write_text(DOCUMENT.replace("Shop", "Bazaar"))
    for name in ("a.yaml", "b.yaml"):
        assert stubwright("generate", name, cwd=tmp_path).code == 0
    for name in ("a.yaml", "b.yaml"):
        assert stubwright("check", name, cwd=tmp_path).code == 0
    assert (tmp_path / "shop").is_dir()
    assert (tmp_path / "bazaar").is_dir()


def test_moved_document_keeps_names(tmp_path: Path) -> None:
    """A document with another file name updates the same package."""
    (tmp_path / "v1.yaml").write_text(DOCUMENT)
    assert stubwright("generate", "v1.yaml", cwd=tmp_path).code == 0
    (tmp_path / "v1.yaml").rename(tmp_path / "v2.yaml")
    ran = stubwright("check", "v2.yaml", cwd=tmp_path)
    assert "why:  document: v1.yaml -> v2.yaml" in ran.err
    assert stubwright("generate", "v2.yaml", cwd=tmp_path).code == 0
    assert stubwright("check", "v2.yaml", cwd=tmp_path).code == 0


def test_the_current_folder_has_no_effect(tmp_path: Path) -> None:
    """A package without a configuration does not depend on the current folder."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "shop.yaml").write_text(DOCUMENT)
    assert stubwright("generate", "in/shop.yaml", "--output", "out", cwd=tmp_path).code == 0
    for words in (["check"], ["check", "--refresh"]):
        ran = stubwright(*words, "shop.yaml", "-o", "../out", cwd=tmp_path / "in")
        assert ran.code == 0, ran.err


def test_two_targets_on_one_package(sample: Path) -> None:
    """Of two targets that write the same files, the later one is refused."""
    text = PYPROJECT.replace('package = "store"\nlayout = "split"', 'package = "shop"')
    (sample / "pyproject.toml").write_text(text + 'client = "Other"\n')
    ran = stubwright("generate", cwd=sample)
    assert ran.code == 2
    assert "targets-overlap" in ran.err
    assert "class Shop" in (sample / "src" / "shop" / "client.py").read_text()
    assert "\nfile store " not in (sample / "stubwright.lock").read_text()
    for words in (["check"], ["diff"]):
        ran = stubwright(*words, cwd=sample)
        assert (ran.code, "targets-overlap" in ran.err) == (2, True)


def test_one_fails_the_others_are_written(sample: Path) -> None:
    """A target that fails keeps its package, and the others are generated."""
    assert stubwright("generate", cwd=sample).code == 0
    before = tree(sample / "src" / "store")
    text = PYPROJECT.replace('"spec/shop.yaml"\npackage', '"spec/none.yaml"\npackage')
    (sample / "pyproject.toml").write_text(text)
    (sample / "spec" / "shop.yaml").write_text(DOCUMENT.replace("age:", "years:"))
    ran = stubwright("generate", cwd=sample)
    assert (ran.code, "document-missing" in ran.err) == (2, True)
    assert "years: int" in (sample / "src" / "shop" / "models.py").read_text()
    assert tree(sample / "src" / "store") == before
    assert stubwright("check", "--target", "shop", cwd=sample).code == 0
    assert stubwright("check", cwd=sample).code == 2


def test_renamed_target_keeps_its_package(sample: Path) -> None:
    """Files of a removed target are kept if another target writes the same files."""
    assert stubwright("generate", cwd=sample).code == 0
    (sample / "pyproject.toml").write_text(PYPROJECT.replace("targets.store", "targets.depot"))
    assert stubwright("generate", cwd=sample).code == 0
    assert (sample / "src" / "store" / "client.py").is_file()
    assert stubwright("check", cwd=sample).code == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[tool.stubwright]\nshema = 1\n", "config-unknown-key"),
        ("[tool.stubwright]\ntargets = 1\n", "config-wrong-type"),
        ("[tool.stubwright.targets.a]\n", "config-no-document"),
        ("[tool.stubwright.targets.'a b']\ndocument='a'\n", "config-target-name"),
        ("[tool.stubwright]\ndocument='a'\ntargets={b={document='b'}}", "config-misplaced-key"),
        ("[tool.stubwright]\ndocument='a'\nlayout='flat'\n", "config-wrong-type"),
        ("[tool.stubwright]\ndocument='a'\nnames={a='class'}\n", "config-wrong-type"),
        ("[tool.stubwright]\ndocument='a'\ninclude='x'\n", "config-wrong-type"),
        ("[tool.stubwright]\ndocument='a'\nrequired-version='1'\n", "config-wrong-type"),
        ("[tool]\nstubwright = 1\n", "config-wrong-type"),
        ("[tool.stubwright]\ndocument='-'\n", "config-wrong-type"),
        ("[tool.stubwright", "config-unreadable"),
    ],
)
def test_wrong_configuration(text: str, code: str, tmp_path: Path) -> None:
    """Each kind of error in the configuration has its code."""
    (tmp_path / "pyproject.toml").write_text(text)
    ran = stubwright("generate", cwd=tmp_path)
    assert (ran.code, f"error[{code}]" in ran.err) == (2, True), ran.err


@pytest.mark.parametrize(
    ("requirement", "version", "allowed"),
    [
        (">=0.1,<0.2", "0.1.5", True),
        (">=0.1,<0.2", "0.2.0", False),
        ("==0.1", "0.1.0", True),
        ("==0.1.*", "0.1.9", True),
        ("!=0.1.0", "0.1", False),
        ("~=0.1.2", "0.1.9", True),
        ("~=0.1.2", "0.2.0", False),
        ("~=1.2", "1.9.1", True),
        ("~=1.2", "2.0", False),
        (">1", "1.0.0", False),
        ("<=1.0", "1", True),
        (">=0.9", "0.10", True),
    ],
)
def test_required_version(requirement: str, version: str, allowed: bool) -> None:
    """Releases are compared number by number."""
    assert allows(requirement, version) is allowed


def test_init(tmp_path: Path) -> None:
    """`init` finds the document, writes a valid configuration, and overwrites nothing."""
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "shop.yaml").write_text(DOCUMENT)
    assert stubwright("init", cwd=tmp_path).code == 0
    assert stubwright("generate", cwd=tmp_path).code == 0
    assert (tmp_path / "generated" / "shop").is_dir()
    before = (tmp_path / "stubwright.toml").read_bytes()
    assert stubwright("init", cwd=tmp_path).code == 2
    assert (tmp_path / "stubwright.toml").read_bytes() == before


def test_init_in_a_project(tmp_path: Path) -> None:
    """`init` adds to an existing pyproject.toml."""
    (tmp_path / "shop.yaml").write_text(DOCUMENT)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "sample"\n')
    assert stubwright("init", "shop.yaml", cwd=tmp_path).code == 0
    text = (tmp_path / "pyproject.toml").read_text()
    assert text.startswith('[project]\nname = "sample"\n\n[tool.stubwright]\n')
    assert stubwright("generate", cwd=tmp_path).code == 0
