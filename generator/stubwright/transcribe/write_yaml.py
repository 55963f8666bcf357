"""Write YAML in block style, with keys in order and strings quoted only where needed."""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from typing import Any

import yaml

from stubwright.base.json_value import Json

# PyYAML implements YAML 1.1 and does not quote these numbers of the core schema of YAML 1.2.
_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$|0o[0-7]+$|0x[0-9a-fA-F]+$")
_WIDTH = 100


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _string(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = '"' if _NUMBER.match(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _list(dumper: yaml.SafeDumper, value: list[Json]) -> yaml.Node:
    # A list of types, such as a type and null, is most readable on one line.
    short = len(value) == 2 and value[1] == "null" and isinstance(value[0], str)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=short or not value)


def _dict(dumper: yaml.SafeDumper, value: dict[str, Json]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=not value)


_Dumper.add_representer(str, _string)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _dict)


def write_yaml(tree: Json) -> str:
    """Write a tree as YAML 1.2 in block style."""
    return yaml.dump(
        tree,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDTH,
        default_flow_style=False,
    )
