"""Names of methods, from operationIds and groups."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stubwright.generate import generate
from stubwright.load import load
from stubwright.types.options import Options


@pytest.mark.parametrize(
    ("operation_id", "tag", "want"),
    [
        ("UsersController_getMe", "users", "get_me"),
        ("UserSettingsController_getAll", "user settings", "get_all"),
        ("user-settings/list", "user settings", "list"),
        ("UserSettings_create", "user", "user_settings_create"),
        ("usersAreGood", "users", "users_are_good"),
        ("Controller_run", "controller", "run"),
    ],
)
def test_method_names_do_not_repeat_the_group(
    operation_id: str, tag: str, want: str, tmp_path: Path
) -> None:
    """A prefix that is the group, possibly with the suffix "controller", is removed."""
    answer = {"200": {"description": ""}}
    operation = {"operationId": operation_id, "tags": [tag], "responses": answer}
    path = tmp_path / "openapi.json"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": operation}},
    }
    path.write_text(json.dumps(document))
    files = generate(load(str(path)), Options(), {}).files
    text = next(text for name, text in files.items() if "/endpoints/" in name and "class" in text)
    assert f"    def {want}(self" in text


def test_similar_iterator_names_keep_their_verb(tmp_path: Path) -> None:
    """``counts`` and ``list_counts`` both paginate: the second keeps its verb, in any order."""
    link = {"Link": {"description": 'The next page: rel="next".', "schema": {"type": "string"}}}
    listed = {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}
    answer = {"200": {"description": "", "headers": link, "content": listed}}
    ids = ["list_counts", "counts"]
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            f"/{own}": {"get": {"operationId": own, "tags": ["a"], "responses": answer}}
            for own in ids
        },
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document))
    files = generate(load(str(path)), Options(), {}).files
    text = next(text for name, text in files.items() if "/endpoints/" in name and "class" in text)
    assert "Iterate over all pages of `counts`" in text.split("def iter_counts(")[1]
    assert "Iterate over all pages of `list_counts`" in text.split("def iter_list_counts(")[1]
