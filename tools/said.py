"""Write docs/said.md, what the portal says and what the operator sees, from the tests' tables; a test refuses a stale page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/said.md"
HEAD = """# 平台会说什么，您会看到什么

由 `make said` 从测试用的表（`tests/flows/said_*.py`）生成，不要手改。每一行都是模拟平台按公开材料说的话，测试让它说出来，再看 run-flow 怎样收场；
真实平台的说法可能略有不同。退出码的意思见 README：0 是说明以后继续办，3 改资料或换个时候，4 等人处理，7 审核不通过或平台不让办。

"""
ENDINGS = {
    0: "说明以后继续",
    2: "停下，说明先做什么",
    3: "停下，原话告诉您，附改法",
    4: "停下等人",
    7: "停下，原话和原因告诉您",
}


def page() -> str:
    """Return the whole page."""
    return HEAD + "\n".join(_table(title, rows) for title, rows in _errands())


def _errands() -> Iterator[tuple[str, list[tuple[str, str, int, str]]]]:
    sys.path[:0] = [str(ROOT), str(ROOT / "fixtures"), str(ROOT / "src")]
    from tests.flows import said_certify, said_file, said_link, said_register, said_renew

    register = (*said_register.EMAILS, *said_register.ENTITIES, *said_register.SCANNED, *said_register.NAMED)
    yield "注册", [(each.words, each.code, each.exit_code, "") for each in register]
    yield "认证", [(each.text, each.code, each.exit_code, each.sees) for each in said_certify.EVERY]
    yield "小程序：注册、关联、认证、信息", [(each.text, each.code, each.exit_code, "") for each in said_link.SAID]
    yield "备案", [(each.text, each.code, each.exit_code, "") for each in said_file.SAID]
    yield "年审", [(each.text, "", each.exit_code, each.sees) for each in said_renew.EVERY]


def _table(title: str, rows: list[tuple[str, str, int, str]]) -> str:
    head = f"## {title}\n\n| 平台说 | 代码 | 退出码 | 您看到 |\n|---|---|---|---|\n"
    return head + "".join(
        f"| {_cell(text)} | {_cell(code)} | {code_} | {_cell(sees or ENDINGS[code_])} |\n"
        for text, code, code_, sees in dict.fromkeys(rows)
    )


def _cell(text: Any) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ") or "—"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
