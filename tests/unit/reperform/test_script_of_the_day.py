"""The script of that day: the installed one where it is the same, else the bundle's own for whoever trusts its signer."""

from __future__ import annotations

import hashlib

import pytest

from run_flow.audit import container
from run_flow.audit.container import Part
from run_flow.engine.scripts import load
from run_flow.errors import Usage
from run_flow.reperform.script import script

SIBLING = 'from run_flow import Run\n\nHOME = "首页"\n\ndef opened(run: Run) -> None:\n    """Open it."""\n    run.open(HOME)\n'
TOP = '''from _pages import opened
from run_flow import Run, flow, step

@step(title="一步")
def first(run: Run) -> None:
    """It is open."""
    opened(run)

@flow(title="样例")
def sample(run: Run) -> None:
    """Done."""
    first(run)
'''


@pytest.fixture
def installed(tmp_path):
    """Return a folder with the flow and the file beside it."""
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "_pages.py").write_text(SIBLING, encoding="utf-8")
    (folder / "sample.py").write_text(TOP, encoding="utf-8")
    return folder


@pytest.fixture
def bundle(tmp_path):
    """Return a bundle with both files under their hashes, and how the journal names them."""
    path = tmp_path / "bundle.zip"
    sources = [hashlib.sha256(text.encode()).hexdigest() for text in (SIBLING, TOP)]
    with path.open("wb") as file:
        texts = zip(sources, (SIBLING, TOP), strict=True)
        container.write(file, [Part.of(f"flows/{name}.py", text.encode()) for name, text in texts])
    return path, {"digest": "of another day", "sources": sources}


def test_the_installed_script_serves_where_it_does_the_same(installed, bundle, tmp_path):
    """Its digest is the recorded one: nothing of the bundle is executed."""
    from run_flow.reperform.script import _digest

    read = {**bundle[1], "digest": _digest(load(installed, "sample"))}
    found = script(bundle[0], "sample", read, installed=installed, trusted=False, folder=tmp_path / "own")
    assert found.sources == (SIBLING, TOP)
    assert not (tmp_path / "own").exists()


def test_another_script_is_refused_without_trust(installed, bundle, tmp_path):
    """A bundle's code is a stranger's."""
    with pytest.raises(Usage, match="sample"):
        script(*bundle[:1], "sample", bundle[1], installed=installed, trusted=False, folder=tmp_path / "own")


def test_the_bundle_s_files_find_their_names_again(bundle, tmp_path):
    """The journal knows them by hash: a sibling is the one that states what others take from it."""
    nowhere = tmp_path / "nowhere"
    found = script(bundle[0], "sample", bundle[1], installed=nowhere, trusted=True, folder=tmp_path / "own")
    assert sorted(path.name for path in (tmp_path / "own").iterdir()) == ["_pages.py", "sample.py"]
    assert [step.key for step in found.script] == ["first"]
