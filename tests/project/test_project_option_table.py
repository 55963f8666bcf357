"""One table defines the form of each option: in the configuration, on the command line, in the lock and in the guide."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stubwright.cli.arguments import parse_arguments
from stubwright.project.config import read
from stubwright.project.option_table import (
    OPTIONS,
    Option,
    command_words,
    locked_options,
    settings_of,
)
from stubwright.project.settings import Settings
from stubwright.types.options import Options

GUIDE = Path(__file__).parents[2] / "docs" / "configuration.md"
NAMES = st.from_regex(r"[A-Za-z]{1,8}", fullmatch=True)
CWD = Path("/project")


def _values(option: Option) -> st.SearchStrategy[Any]:
    """Return values of an option, as ``Settings`` holds them."""
    if option.kind == "flag":
        return st.booleans()
    if option.choices and option.kind == "list":
        return st.lists(st.sampled_from(option.choices), min_size=1, unique=True).map(
            lambda found: tuple(sorted(found))
        )
    if option.choices:
        return st.sampled_from(option.choices)
    if option.kind == "table":
        return st.dictionaries(NAMES, NAMES, min_size=1)
    one = st.builds("/project/{}".format, NAMES) if option.path else NAMES
    return st.lists(one, min_size=1, max_size=12).map(tuple) if option.kind == "list" else one


SAID = st.fixed_dictionaries(
    {}, optional={option.name: _values(option) for option in OPTIONS if option.flag}
).map(lambda found: Settings(**found))


def test_the_table_has_every_setting() -> None:
    """Every option is a field of the settings, and there are no other fields."""
    assert sorted(option.name for option in OPTIONS) == sorted(
        item.name for item in fields(Settings)
    )


def test_options_that_affect_the_package_are_in_the_lock() -> None:
    """Two runs with different options have different facts."""
    shaping = {item.name for item in fields(Options)} - {"source"}
    assert shaping <= {option.name for option in OPTIONS if option.locked}


@given(SAID)
@settings(deadline=None)
def test_settings_round_trip_through_the_command_line(said: Settings) -> None:
    """The arguments for settings are parsed to the same settings."""
    assert parse_arguments(["generate", *command_words(said)], CWD).settings == said


@given(SAID)
def test_the_lock_remembers_settings(said: Settings) -> None:
    """Paths are relative to a folder; a default needs no fact."""
    locked = locked_options(said, lambda path: path.removeprefix("/project/"))
    remembered = settings_of(locked, lambda path: f"/project/{path}")
    assert all(getattr(said, name) == value for name, value in remembered.items())
    assert (
        locked_options(Settings(**remembered), lambda path: path.removeprefix("/project/"))
        == locked
    )


@pytest.mark.parametrize("option", [option for option in OPTIONS if option.kind == "flag"])
def test_the_configuration_has_every_key(option: Option, tmp_path: Path) -> None:
    """Keys are written with hyphens."""
    path = tmp_path / "stubwright.toml"
    path.write_text(f'document = "a.yaml"\n{option.key} = true\n')
    assert getattr(read(path).targets["default"], option.name) is True


def test_the_guide_lists_every_option() -> None:
    """Its table has a row for each key, with the flag of the command line."""
    rows = re.findall(r"^\| (`.+?) \| (.*?)(?<!\\)\| ", GUIDE.read_text(), re.MULTILINE)
    told = {key: flags for keys, flags in rows for key in re.findall(r"`([a-z-]+)`", keys)}
    for option in OPTIONS:
        assert option.key in told, option.key
        assert f"`{option.flag}" in told[option.key] or not option.flag, option.key
