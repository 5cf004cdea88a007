"""The page's own words: headings, badges, and what stands beside a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

from run_flow.language import N_, _
from run_flow.replay.timeline import Act

_WORDS = {
    "proof": N_("核对结果"),
    "not_proven": N_("这不能证明什么"),
    "fingerprint": N_("签名公钥的指纹"),
    "head": N_("链的末尾（当时另存过的话，比一比）"),
    "overview": N_("一眼看完"),
    "runs": N_("办理的事"),
    "state": N_("结果"),
    "from": N_("开始"),
    "to": N_("最后"),
    "steps": N_("步骤数"),
    "fields": N_("字段数"),
    "asked": N_("您想知道"),
    "altered": N_("有没有改动过"),
    "each_step": N_("每一步和录像"),
    "approvals": N_("谁同意了什么"),
    "forms": N_("谁填了哪张表单"),
    "forms_note": N_(
        "助手就是 run-flow 这个程序。数字是字段的个数，按值由谁给出；写着「已核对，没有改动」的，这一次什么也没有填。点表单的名字，看每个字段和截图。公司名这样公开的值在录像里看得到；号码、姓名、账号已隐去，有开启文件和资料才能核对（run-flow audit verify --openings）。"
    ),
    "by_profile": N_("助手照资料"),
    "by_person": N_("人填写或回答"),
    "by_script": N_("流程脚本给出"),
    "compared": N_("已核对，没有改动"),
    "what": N_("什么"),
    "portal_said": N_("平台的答复"),
    "question": N_("问题"),
    "answer": N_("回答"),
    "by": N_("由谁、在哪里"),
    "time": N_("时间"),
    "timeline": N_("经过"),
    "case": N_("档案"),
    "unfold": N_("全部展开"),
    "fold": N_("全部收起"),
    "irreversible": N_("不能撤销"),
    "dry_run": N_("试运行"),
    "form": N_("表单"),
    "label": N_("字段"),
    "source": N_("值从哪里来"),
    "filled": N_("填写的字段"),
    "not_found": N_("不合规则的话，会这样说："),
    "doubted": N_("没有通过核对"),
    "no_compare": N_("没有通过核对：签名公钥的指纹和链的末尾不能拿去比，所以不列出。"),
    "typed": N_("填写"),
    "readback": N_("读回"),
    "sent": N_("发出"),
    "mapped": N_("（选成平台列出的说法）"),
    "fields_note": N_(
        "✓ 表示包里有那一刻的值的指纹（加盐的承诺，不是值本身），可以用开启文件核对；「看不到」不是没有填、没有发，只是那一刻看不到这个值。"
    ),
    "masked": N_("（内容已遮住）"),
    "not_here": N_("（这张截图不在包里：清除过的，见清除的记录）"),
    "found": N_("平台怎么答复"),
    "made": N_("导出于"),
    "zone": N_("时间都是北京时间（UTC+8）；问题、表单、字段照当时的原文"),
    "unseen": N_("看不到"),
    "ends_later": N_("结果在后面"),
    "colon": N_("："),
    "watch": N_("看这一步的录像"),
    "deadline": N_("截止"),
    "expiry": N_("过期后"),
    "unanswered": N_("导出时还没有人回答"),
    "undecided": N_("导出时还在等平台"),
    "back": N_("回到经过"),
    "previous": N_("上一段录像"),
    "next": N_("下一段录像"),
    "how": N_(
        "左边是这一步里做过的事，点一件，右边就是当时的页面（Before 之前，After 之后）；REDACTED 是隐去的内容。查看器是 Playwright 自带的，界面是英文。"
    ),
    "unverified": N_("没有通过核对：下面的内容可能是改过的、假的"),
    "broken": N_("打不开的录像"),
}
_WHO = {"program": N_("助手"), "person": N_("人"), "portal": N_("平台")}
_STATES = {
    "done": N_("已办"),
    "failed": N_("没有办成"),
    "cut": N_("停在这里"),
    "later": N_("这一次停在这里，后来办完"),
    "open": N_("没有说完"),
}


def words() -> dict[str, str]:
    """Return the page's headings and labels in the language in use."""
    return _spoken(_WORDS)


BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def who() -> dict[str, str]:
    """Return what those are called whose doing something was."""
    return _spoken(_WHO)


def states() -> dict[str, str]:
    """Return how the attempts at a step ended, in words."""
    return _spoken(_STATES)


def _spoken(table: Mapping[str, str]) -> dict[str, str]:
    return {name: _(told) for name, told in table.items()}


def source(told: str) -> str:
    """Return in words where a field's value came from."""
    from run_flow.engine.sources import PERSON

    kind, _colon, name = told.partition(":")
    if told == PERSON:
        return _("人在窗口里填的")
    if kind == "answer":
        return _("人的回答（{name}）").format(name=name)
    return _("资料 {path}").format(path=told) if told else _("流程脚本给出，没有对上资料的哪一项")


def rule(code: str) -> str:
    """Return what the rule *code* says, empty for one that this version does not know."""
    from run_flow.profile.rulebook import RULES

    return RULES[code].pattern if code in RULES else ""


def counts(act: Act) -> str:
    """Return how much there is to see of *act*."""
    told = [
        _("{count} 个字段").format(count=len(act.fields)) if act.fields else "",
        _("问了人 {count} 次").format(count=len(act.asks)) if act.asks else "",
        _("{count} 张截图").format(count=len(act.shots)) if act.shots else "",
    ]
    return " · ".join(filter(None, told))


def interrupted(act: Act) -> str:
    """Return what was clicked in an *act* that ended without a result, where that matters."""
    if act.state not in {"cut", "later"} or not (act.clicked or act.irreversible):
        return ""
    if act.clicked:
        return _("这一次记下要点「{label}」，然后中断").format(label=act.clicked)
    return _("这一次没有点过不能撤销的按钮")


def passed(codes: Sequence[str]) -> str:
    """Return how many rules a value passed."""
    return _("通过了 {count} 条规则").format(count=len(set(codes)))


def clock(at: datetime, since: datetime | None = None) -> str:
    """Return *at* as a clock in Beijing shows it; without the date where it is that of *since*."""
    here = at.astimezone(BEIJING)
    same_day = since is not None and since.astimezone(BEIJING).date() == here.date()
    return f"{here:%H:%M:%S}" if same_day else f"{here:%Y-%m-%d %H:%M:%S}"
