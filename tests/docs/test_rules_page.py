"""docs/rules.md is the table of rules."""

import re
import runpy

from run_flow.profile.rulebook import RULES


def test_the_page_is_the_table(root):
    """Nobody has to remember it: `make rules` writes it."""
    made = runpy.run_path(str(root / "tools/rulebook.py"))["page"]()
    assert (root / "docs/rules.md").read_text(encoding="utf-8") == made


def test_every_reason_of_rejection_names_rules_that_there_are(root):
    """Docs/portal.md tells which rule looks for which reason."""
    text = (root / "docs/portal.md").read_text(encoding="utf-8").partition("### 驳回原因与规则")[2]
    named = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", text))
    assert len(named) > 30
    assert named <= RULES.keys()
