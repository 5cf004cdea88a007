"""README is true: its commands run or parse, its files are there, its options exist."""

import re
import shlex
from pathlib import Path

import click
import pytest

from run_flow.cli.desk import Desk
from run_flow.cli.root import Root

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    set(re.findall(r"^\$ (run-flow [^#\n]+)", README, flags=re.MULTILINE))
    | set(re.findall(r"`(run-flow [^`]+)`", README))
)
TARGETS = sorted(set(re.findall(r"make ([a-z-]+)", README)))


def _commands():
    root = Root([])
    context = click.Context(root)
    return {name: root.get_command(context, name) for name in root.list_commands(context)}


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_line_parses(line, tmp_path, monkeypatch):
    """Each word of it is known to the command line, the files it names apart."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "profile.yaml").touch()
    words = shlex.split(line)[1:]
    while words[0] in ("--lang", "--flows"):
        words = words[2:]
    if words == ["--help"]:
        return
    command = _commands()[words[0]]
    try:
        with command.make_context(words[0], words[1:], obj=Desk(words, clock=None)):
            pass
    except click.exceptions.Exit:
        pass


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_there(target, root):
    """What README tells to make can be made."""
    assert re.search(rf"^{target}:", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_every_linked_file_is_there(root):
    """A link leads somewhere."""
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (root / link).exists(), link


def test_every_exit_code_is_told():
    """The table is the tree of errors."""
    from run_flow import errors

    raised = {error.exit_code for error in vars(errors).values() if hasattr(error, "exit_code")}
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, flags=re.MULTILINE)}
    assert told == raised | {0}


@pytest.mark.parametrize("name", sorted(_commands()))
def test_every_command_and_option_has_help(name):
    """Nothing is offered without a word about it."""
    command = _commands()[name]
    assert command.get_short_help_str()
    for option in command.params:
        assert isinstance(option, click.Argument) or option.help, option
