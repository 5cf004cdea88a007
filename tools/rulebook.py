"""Write docs/rules.md from the table of rules: `python tools/rulebook.py`; a test refuses a stale page."""

from __future__ import annotations

from pathlib import Path

from run_flow.cli.rules import errands, severity
from run_flow.profile.rulebook import RULES

PAGE = Path(__file__).resolve().parents[1] / "docs/rules.md"
HEAD = """# 资料的检查规则

由 `make rules` 从规则表生成，不要手改；`run-flow rules` 打印同一张表。错误要改好才能办；提醒由人确认一次。… 是每次不同的内容。

| 代码 | 轻重 | 用于 | 说什么 | 怎么改 | 依据 | 日期 |
|---|---|---|---|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    return HEAD + "".join(
        f"| `{rule.code}` | {severity(rule)} | {errands(rule)} | {_cell(rule.pattern)} | {_cell(rule.remedy)}"
        f" | {_cell(rule.source.name)} | {rule.source.dated} |\n"
        for rule in RULES.values()
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
