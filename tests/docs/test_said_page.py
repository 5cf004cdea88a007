"""docs/said.md is what the tests make the portal say."""

import runpy


def test_the_page_is_the_tables(root):
    """Nobody has to remember it: `make said` writes it."""
    made = runpy.run_path(str(root / "tools/said.py"))["page"]()
    assert (root / "docs/said.md").read_text(encoding="utf-8") == made
