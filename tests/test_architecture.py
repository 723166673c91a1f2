"""The house rules that a program can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = sorted((ROOT / "app").rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


def test_import_contracts_hold() -> None:
    # In a process of its own: the linter sets up logging for itself.
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", ["app.session", "app.geoparsing", "app.cli", "app.worker", "app.__main__"])
def test_importing_it_leaves_qt_out(package: str) -> None:
    script = f"import {package}, sys; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT).returncode == 0


@pytest.mark.parametrize("package", ["app.main", "app.session", "app.cli"])
def test_importing_it_leaves_spacy_and_folium_out(package: str) -> None:
    script = f"import {package}, sys; sys.exit('spacy' in sys.modules or 'folium' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT).returncode == 0


def test_top_level_holds_only_what_was_agreed() -> None:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, text=True)
    tracked = [path for path in listing.stdout.split("\0") if path]
    if not tracked:
        pytest.skip("not a git checkout")
    agreed = {"app", "resources", "seeds", "tests", "pyproject.toml", "Makefile", ".ci", ".github", ".gitignore"}
    agreed |= {"README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "THIRD_PARTY_NOTICES.md"}
    assert {path.split("/")[0] for path in tracked} <= agreed


def test_no_folder_or_module_without_a_word() -> None:
    vague = {"utils", "util", "core", "common", "managers", "manager", "helpers", "helper", "misc"}
    assert [path for path in APP if vague & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in APP
        if (lines := len(path.read_text().splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_functions_stay_small() -> None:
    long = []
    for path in APP:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.lineno
                if (node.end_lineno or start) - start >= LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert long == []


def test_no_module_uses_qts_network() -> None:
    assert [path for path in APP if "QtNetwork" in path.read_text()] == []


def test_scripts_of_the_page_never_write_markup() -> None:
    writes = re.compile(r"\.(innerHTML|outerHTML|insertAdjacentHTML)\b|document\.write|\beval\(|new Function\(")
    scripts = sorted((ROOT / "resources" / "map").glob("*.js"))
    assert scripts
    assert [path.name for path in scripts if writes.search(path.read_text())] == []
