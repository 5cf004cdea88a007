"""The page of a bundle for people: what was done, who agreed, where each value came from; no scripts, nothing remote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from run_flow.audit.bundle import CASE, Content
from run_flow.audit.chain import Told
from run_flow.audit.commitments import SIDES
from run_flow.audit.verify import PROVEN
from run_flow.language import _, spoken

TEMPLATE = Path(__file__).with_name("report.html")
_SHOWN = 3

Teller = Callable[[Told], str]
"""Says what happened, in the language in use."""


@dataclass(frozen=True)
class Table:
    """A heading with its table; a cell that names a file of the bundle leads to it."""

    title: str
    remark: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report(content: Content, *, company: str, tell: Teller) -> bytes:
    """Return the page of *content* in the language in use; everything in it is escaped."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(TEMPLATE.read_text(encoding="utf-8"))
    page = template.render(
        language={"zh": "zh-CN", "en": "en"}[spoken()],
        title=_("办理证据：{company}").format(company=company),
        facts=_facts(content),
        tables=[table for table in _tables(content, tell) if table.rows],
        files={named.path for named in content.files},
        note=_("本页由证据包里的事件链写成；先核对证据包，再相信本页。包里没有填写的内容，只有加盐的承诺。"),
    )
    return page.encode()


def _facts(content: Content) -> tuple[tuple[str, str], ...]:
    head = content.chain[-1]
    withheld = sum(not link.shown for link in content.chain)
    scope = _("整个档案") if content.scope == CASE else content.scope
    return (
        (_("范围"), scope),
        (_("档案"), content.case),
        (_("导出时间"), content.made_at),
        (_("事件链"), _("{events} 个事件，其中 {withheld} 个只有哈希").format(events=head.seq, withheld=withheld)),
        (_("链的末尾"), head.hash),
        (_("签名公钥"), content.public_key),
        (_("版本"), " · ".join(f"{name} {version}" for name, version in content.versions.items())),
    )


def _tables(content: Content, tell: Teller) -> Iterator[Table]:
    yield _approvals(content.events)
    yield _steps(content.events)
    yield _fields(content.events)
    yield _files(content)
    happened = tuple((str(event.seq), _moment(event.at), tell(event)) for event in content.events)
    yield Table(_("经过"), "", (_("序号"), _("时间"), _("事件")), happened)


def _approvals(events: Sequence[Told]) -> Table:
    """Return what people were asked to agree to or to decide, and what they answered."""
    asked = {event.data["ask"]: event.data for event in events if event.kind == "AskOpened"}
    rows = tuple(
        (_moment(event.at), ask["question"], _answer(event), event.data["by"])
        for event in events
        if event.kind == "AskAnswered" and (ask := asked.get(event.data["ask"]))
    )
    return Table(_("人的同意和回答"), "", (_("时间"), _("问题"), _("回答"), _("在哪里回答")), rows)


def _answer(event: Told) -> str:
    words = {"yes": _("同意"), "no": _("不同意"), None: _("（不在包里）")}
    value = event.data["value"]
    return words.get(value, str(value))


def _steps(events: Sequence[Told]) -> Table:
    rows = tuple(
        (
            _moment(event.at),
            event.data["title"],
            _("不能撤销") if event.data["irreversible"] else "",
            f"screenshots/{event.data['screenshot']}.png" if event.data["screenshot"] else "",
        )
        for event in events
        if event.kind == "StepDone"
    )
    return Table(_("办成的步骤"), "", (_("时间"), _("步骤"), "", _("截图")), rows)


def _fields(events: Sequence[Told]) -> Table:
    rows = tuple(tuple(_field(event)) for event in events if event.kind == PROVEN)
    remark = _("✓ 表示有加盐的承诺（见 provenance.json）：值要用开启文件和资料核对。")
    head = (_("表单"), _("字段"), _("来源"), _("通过的规则"), _("填写"), _("读回"), _("发出"))
    return Table(_("每个字段的出处"), remark, head, rows)


def _field(event: Told) -> Iterator[str]:
    data = event.data
    yield from (data["form"], data["label"], data["source"] or _("流程脚本"), _rules(data["rules"]))
    for side in SIDES:
        yield "✓" if data[side] else "—"


def _rules(codes: Sequence[str]) -> str:
    """Return the first of the rules that a value passed, and how many there are: all of them stand in the table's file."""
    shown = _("、").join(codes[:_SHOWN])
    return shown if len(codes) <= _SHOWN else _("{rules} 等 {count} 条").format(rules=shown, count=len(codes))


def _files(content: Content) -> Table:
    rows = tuple((named.path, named.sha256) for named in content.files)
    return Table(_("证据文件"), "", (_("文件"), "sha256"), rows)


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M:%S} UTC"
