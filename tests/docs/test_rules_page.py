"""docs/rules.md is the table of rules."""

import runpy


def test_the_page_is_the_table(root):
    """Nobody has to remember it: `make rules` writes it."""
    made = runpy.run_path(str(root / "tools/rulebook.py"))["page"]()
    assert (root / "docs/rules.md").read_text(encoding="utf-8") == made
