"""Collected files: what only people read stays in the source (decision 13)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from clinic.storage import StaticStorage


def collected(folder: Path, name: str) -> str:
    """What a browser gets under the file's hashed name."""
    storage = StaticStorage(location=folder)
    source = FileSystemStorage(settings.BASE_DIR / "static")
    for _path, _processed, outcome in storage.post_process({name: (source, name)}):
        assert not isinstance(outcome, Exception)
    return (folder / storage.stored_name(name)).read_text()


def test_a_script_is_collected_without_its_comments(tmp_path):
    script = collected(tmp_path, "js/store.js")
    assert "export" in script
    assert "// " not in script
    assert "/*" not in script


def test_a_stylesheet_is_collected_without_comments_and_indentation(tmp_path):
    sheet = collected(tmp_path, "css/public.css")
    assert "{" in sheet
    assert "/*" not in sheet
    assert "\n  " not in sheet


#: A template literal inside the braces of another one.
NESTED = re.compile(r"`[^`]*\$\{[^}`]*`")


@pytest.mark.parametrize(
    "script", sorted((settings.BASE_DIR / "static" / "js").glob("*.js")), ids=lambda file: file.name
)
def test_no_script_nests_templates_which_the_minifier_would_close_up(script):
    lines = script.read_text().splitlines()
    assert not [line for line in lines if NESTED.search(line)]


IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']\./([\w-]+\.js)["']""")


def test_every_chain_of_imports_is_collected_in_whatever_order_files_come():
    """Each pass carries a new name at least one import further; two more see that nothing changes."""
    folder = settings.BASE_DIR / "static" / "js"
    imports = {script.name: set(IMPORT.findall(script.read_text())) for script in folder.glob("*.js")}
    assert any(imports.values())

    def depth(name: str, above: frozenset[str]) -> int:
        below = imports.get(name, set()) - above
        return 1 + max((depth(each, above | {name}) for each in below), default=0)

    deepest = max(depth(name, frozenset({name})) for name in imports)
    assert deepest + 2 <= StaticStorage.max_post_process_passes
