"""The shape of the house: who may import whom, what the front door offers, what starts light."""

import ast
import subprocess
import sys

import pytest

import run_flow


def test_the_import_contracts_hold(root):
    """Data flows one way; only portal knows Playwright (pyproject.toml)."""
    ended = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout


def test_the_front_door_is_sorted_and_opens():
    """What a flow script may import is a short sorted list, and every name of it is there."""
    assert run_flow.__all__ == sorted(run_flow.__all__)
    for name in run_flow.__all__:
        assert getattr(run_flow, name) is not None
    with pytest.raises(AttributeError):
        run_flow.nothing  # noqa: B018  looking is the test


def test_the_front_door_tells_the_type_checker_the_same(root):
    """The names under TYPE_CHECKING are the names that are loaded."""
    tree = ast.parse((root / "src/run_flow/__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    told = [name.name for node in block.body if isinstance(node, ast.ImportFrom) for name in node.names]
    assert sorted(told) == run_flow.__all__


def test_flow_scripts_import_the_front_door_only(root):
    """A flow script knows the words, not the machinery, and the files beside it."""
    siblings = {path.stem for path in (root / "flows").glob("_*.py")}
    for path in (root / "flows").glob("*.py"):
        assert _imported(path) <= {"run_flow"} | siblings | sys.stdlib_module_names, path


def test_fixtures_know_nothing_of_src(root):
    """The mock portal, and the people at it, are strangers: they use public commands."""
    for path in (root / "fixtures").rglob("*.py"):
        assert "run_flow" not in _imported(path), path


def test_src_knows_nothing_of_fixtures(root):
    """No test double has a door in the program."""
    for path in (root / "src").rglob("*.py"):
        assert not _imported(path) & {"mock_portal", "people", "tests"}, path


def test_help_imports_nothing_heavy():
    """A listing must not wait for a browser driver."""
    code = (
        "import sys; from run_flow.cli import main; main(['--help']);"
        "heavy = {'playwright', 'pydantic', 'sqlalchemy', 'structlog', 'PIL', 'alembic'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr


def test_every_package_of_src_has_tests(root):
    """A package without a test of its name is untested."""
    packages = {path.name for path in (root / "src/run_flow").iterdir() if (path / "__init__.py").is_file()}
    tests = {path.name for path in (root / "tests").rglob("*") if path.is_dir()}
    assert packages <= tests


def _imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {name.name.partition(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names
