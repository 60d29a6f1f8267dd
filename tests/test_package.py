"""The package: installed from a wheel it carries what it needs; its layers and public names are as told."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import lfckg
from support import ROOT, environment

HEAVY = ("rdflib", "pyshacl", "sentencex", "prettytable", "lfckg.compiler", "lfckg.guard", "difflib", "requests")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it alone into a directory."""
    directory = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    wheels, target = directory / "wheels", directory / "site"
    subprocess.run([*pip, "wheel", "--no-build-isolation", "--no-deps", "-w", wheels, ROOT], check=True)
    subprocess.run([*pip, "install", "--no-deps", "--target", target, *wheels.iterdir()], check=True)
    return target


def test_an_installed_package_answers_in_an_empty_folder_and_leaves_nothing(installed: Path, tmp_path: Path) -> None:
    code = (
        "import lfckg, runpy, sys; print(lfckg.__file__, flush=True);"
        "sys.argv = ['lfckg', 'query', 'trophies']; runpy.run_module('lfckg', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment({"PYTHONPATH": str(installed)}),
        capture_output=True,
        check=True,
    )
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith(str(installed))
    assert '"FA Cup"@en\t"the German won … FA Cup"' in lines
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_carries_ontology_data_queries_and_licences(installed: Path) -> None:
    for name in ("ontology", "data", "queries"):
        theirs = {path.relative_to(ROOT / name) for path in (ROOT / name).rglob("*") if path.is_file()}
        share = installed / "lfckg" / "share" / name
        assert {path.relative_to(share) for path in share.rglob("*") if path.is_file()} == theirs
    assert {path.name for path in installed.rglob("*.txt") if "licenses" in path.parts} >= {
        "Apache-2.0.txt",
        "CC-BY-4.0.txt",
    }


def test_public_names_are_those_listed() -> None:
    assert lfckg.__all__ == sorted(lfckg.__all__)
    for name in lfckg.__all__:
        assert getattr(lfckg, name).__module__.startswith("lfckg.") or name == "Answer"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        lfckg.nothing  # noqa: B018  asking is the test


@pytest.mark.parametrize("path", sorted((ROOT / "src" / "lfckg").rglob("*.py")), ids=lambda path: path.stem)
def test_each_module_lists_its_public_names(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    if path.stem == "__init__" and len(tree.body) == 1:
        return  # a package with nothing of its own
    assert any(isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__" for node in tree.body)
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    module = import_module(".".join(part for part in parts if part != "__init__"))
    for name in module.__all__:
        assert hasattr(module, name)


def test_a_query_on_a_true_build_loads_nothing_heavy(root: Path) -> None:
    code = (
        "import sys, lfckg; from pathlib import Path; from lfckg.results import Style, write_answer;"
        "w = lfckg.find_workspace(Path(sys.argv[1]));"
        "write_answer(lfckg.open_store(w), lfckg.find_query('trophies', w.queries), sys.stdout.buffer, Style('tsv'));"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    )
    lfckg.build(lfckg.find_workspace(root))
    done = subprocess.run([sys.executable, "-c", code, root], env=environment(), capture_output=True, check=True)
    assert b"FA Cup" in done.stdout
    assert done.stderr.split() == []


def test_the_version_stands_in_one_way_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ontology = (ROOT / "ontology" / "lfckg.ttl").read_text("utf-8")
    assert project["version"] == lfckg.__version__
    assert f'owl:versionInfo "{lfckg.__version__}"' in ontology
    assert f"<https://w3id.org/lfckg/ontology/{lfckg.__version__}>" in ontology
