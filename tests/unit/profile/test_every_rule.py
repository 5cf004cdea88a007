"""Every rule of the table has an example that breaks it, at the line where it is found, and one that does not."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from examples import EXAMPLES

from run_flow.profile import Finding
from run_flow.profile.loading import MAX_BYTES, examined
from run_flow.profile.rulebook import RULES

TODAY = date(2026, 11, 22)
ELSEWHERE = {
    "calendar.": "tests/unit/plan/test_overrides.py",
    "document.": "tests/unit/profile/test_documents*.py",
    "icon.": "tests/unit/profile/test_documents*.py",
    "copy.": "tests/cli/test_prepare_command.py",
    "file.more": "tests/unit/profile/test_loading.py",
    "portrait.": "tests/unit/profile/test_documents*.py",
    "reading.": "tests/unit/profile/reading/*.py",
    "licence.other_code": "tests/unit/profile/reading/*.py",
}
"""Rules of pictures, of what is read from them, and of the calendar: their examples stand in these files."""


@pytest.fixture(autouse=True)
def secrets(monkeypatch):
    """Set what the passing examples refer to."""
    monkeypatch.setenv("MP_PASSWORD", "qing-He_2026")


def found(copy) -> list[Finding]:
    """Return everything that is found in the *copy* of a sample, warnings too."""
    (copy.path.parent / "secret.txt").write_text("qing-He_2026", encoding="utf-8")
    return examined(copy.path, today=TODAY)[0].findings


def edited(sample, example, words):
    """Return a copy of the example's sample with *words* where the example says."""
    copy = sample(example.sample)
    for old, new in example.also:
        copy.edit(old, new)
    return copy.edit(example.old, words)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_a_broken_rule_is_found_at_its_line(sample, example):
    """With its code, its field, a sentence and a mend."""
    copy = edited(sample, example, example.bad)
    words = example.at or example.bad
    before = copy.text.partition(words)[0] + words[: len(words) - len(words.lstrip("\n"))]
    line = before.count("\n") + 1
    (finding,) = [finding for finding in found(copy) if finding.code == example.code][:1]
    assert (finding.line, finding.field) == (line, example.field)
    assert finding.message
    assert finding.mend


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_its_neighbour_is_not(sample, example):
    """What nearly breaks the rule passes."""
    assert example.code not in [finding.code for finding in found(edited(sample, example, example.good))]


def _file(path: Path, code: str) -> None:
    path.unlink()
    if code == "file.kind":
        path.mkdir()
    elif code == "file.unreadable":
        path.symlink_to(path)
    elif code != "file.missing":
        path.write_bytes(FILES[code])


FILES = {
    "file.missing": b"",
    "file.kind": b"",
    "file.unreadable": b"",
    "file.too_large": b"# " + b"x" * MAX_BYTES,
    "file.binary": b"\xff\xd8\xff\xe0",
    "file.encoding": "company: 晴禾".encode("gbk"),
    "yaml.empty": "# 只有说明\n".encode(),
    "yaml.mapping": b"- a\n- b\n",
}
"""What stands at the profile's path instead."""


@pytest.mark.parametrize("code", FILES)
def test_a_file_that_is_no_profile_is_found_at_its_beginning(company, code):
    """One finding, and the sample itself has none of these."""
    assert found(company) == []
    (company.path.parent / "documents").mkdir(exist_ok=True)
    _file(company.path, code)
    (finding,) = examined(company.path, today=TODAY)[0].findings
    assert (finding.code, finding.line) == (code, 1)


def test_every_rule_has_an_example(root):
    """No rule is in the table without a proof, here or in the file that is named."""
    proven = {example.code for example in EXAMPLES} | FILES.keys()
    missing = [code for code in RULES if code not in proven and not code.startswith(tuple(ELSEWHERE))]
    assert missing == []
    for code in RULES.keys() - proven:
        (files,) = [files for prefix, files in ELSEWHERE.items() if code.startswith(prefix)]
        assert any(f'"{code}"' in file.read_text(encoding="utf-8") for file in root.glob(files)), code


def test_every_rule_is_used_and_every_code_used_is_a_rule(root):
    """Nothing is said that the table does not say, and nothing stands in it for show."""
    trees = [
        ast.parse(path.read_text("utf-8"))
        for path in (root / "src/run_flow").rglob("*.py")
        if path.name != "rulebook.py"
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    named = {f"confirmed.{word}" for word in words}  # rules.confirmed makes their codes
    assert [code for code in RULES if code not in words | named] == []
    assert [code for code in _called(nodes) if re.fullmatch(r"[a-z_]+\.[a-z_]+", code) and code not in RULES] == []


def _called(nodes: list[ast.AST]) -> list[str]:
    """Return the constants that stand where `fault` and `Tree.find` take a code."""
    found = []
    for node in nodes:
        name = getattr(getattr(node, "func", None), "id", None) or getattr(getattr(node, "func", None), "attr", None)
        place = {"fault": 0, "find": 1}.get(str(name))
        if isinstance(node, ast.Call) and place is not None and len(node.args) > place:
            found += [
                part.value
                for part in [node.args[place]]
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
    return found
