"""The page's own words: headings, badges, and what stands beside a field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from run_flow.language import _
from run_flow.replay.timeline import Act


def words() -> dict[str, str]:
    """Return the page's headings and labels in the language in use."""
    return {
        "proof": _("核对结果"),
        "not_proven": _("这不能证明什么"),
        "fingerprint": _("签名公钥的指纹"),
        "head": _("链的末尾（当时另存过的话，比一比）"),
        "overview": _("一眼看完"),
        "runs": _("办理的事"),
        "state": _("结果"),
        "from": _("开始"),
        "to": _("最后"),
        "steps": _("步骤数"),
        "fields": _("字段数"),
        "asked": _("您想知道"),
        "altered": _("有没有改动过"),
        "each_step": _("每一步和录像"),
        "approvals": _("谁同意了什么"),
        "forms": _("谁填了哪张表单"),
        "forms_note": _(
            "助手就是 run-flow 这个程序。数字是字段的个数，按值由谁给出；写着「已核对，没有改动」的，这一次什么也没有填。点表单的名字，看每个字段和截图。公司名这样公开的值在录像里看得到；号码、姓名、账号已隐去，有开启文件和资料才能核对（run-flow audit verify --openings）。"
        ),
        "by_profile": _("助手照资料"),
        "by_person": _("人填写或回答"),
        "by_script": _("流程脚本给出"),
        "compared": _("已核对，没有改动"),
        "what": _("什么"),
        "portal_said": _("平台的答复"),
        "question": _("问题"),
        "answer": _("回答"),
        "by": _("由谁、在哪里"),
        "time": _("时间"),
        "timeline": _("经过"),
        "case": _("档案"),
        "unfold": _("全部展开"),
        "fold": _("全部收起"),
        "irreversible": _("不能撤销"),
        "dry_run": _("试运行"),
        "form": _("表单"),
        "label": _("字段"),
        "source": _("值从哪里来"),
        "filled": _("填写的字段"),
        "not_found": _("不合规则的话，会这样说："),
        "doubted": _("没有通过核对"),
        "no_compare": _("没有通过核对：签名公钥的指纹和链的末尾不能拿去比，所以不列出。"),
        "typed": _("填写"),
        "readback": _("读回"),
        "sent": _("发出"),
        "mapped": _("（选成平台列出的说法）"),
        "fields_note": _(
            "✓ 表示包里有那一刻的值的指纹（加盐的承诺，不是值本身），可以用开启文件核对；「看不到」不是没有填、没有发，只是那一刻看不到这个值。"
        ),
        "masked": _("（内容已遮住）"),
        "not_here": _("（这张截图不在包里：清除过的，见清除的记录）"),
        "found": _("平台怎么答复"),
        "made": _("导出于"),
        "zone": _("时间都是北京时间（UTC+8）；问题、表单、字段照当时的原文"),
        "unseen": _("看不到"),
        "ends_later": _("结果在后面"),
        "colon": _("："),
        "watch": _("看这一步的录像"),
        "deadline": _("截止"),
        "expiry": _("过期后"),
        "unanswered": _("导出时还没有人回答"),
        "undecided": _("导出时还在等平台"),
        "back": _("回到经过"),
        "previous": _("上一段录像"),
        "next": _("下一段录像"),
        "how": _(
            "左边是这一步里做过的事，点一件，右边就是当时的页面（Before 之前，After 之后）；REDACTED 是隐去的内容。查看器是 Playwright 自带的，界面是英文。"
        ),
        "unverified": _("没有通过核对：下面的内容可能是改过的、假的"),
        "broken": _("打不开的录像"),
    }


BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def who() -> dict[str, str]:
    """Return what those are called whose doing something was."""
    return {"program": _("助手"), "person": _("人"), "portal": _("平台")}


def states() -> dict[str, str]:
    """Return how the attempts at a step ended, in words."""
    return {
        "done": _("已办"),
        "failed": _("没有办成"),
        "cut": _("停在这里"),
        "later": _("这一次停在这里，后来办完"),
        "open": _("没有说完"),
    }


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
