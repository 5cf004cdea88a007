"""What the verification of a bundle showed, in plain words, and what it cannot show (docs/audit.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from run_flow.audit.verify import Check, Verdict
from run_flow.language import _

State = Literal["holds", "fails", "open"]
MARKS: Mapping[State, str] = {"holds": "✓", "fails": "✗", "open": "?"}


@dataclass(frozen=True)
class Proof:
    """One thing that was looked at: whether it holds, fails or stays open, and what that means."""

    state: State
    what: str
    means: str

    @property
    def mark(self) -> str:
        """Return the state as a sign."""
        return MARKS[self.state]


def proofs(verdict: Verdict, *, key: str | None, own: bool) -> tuple[Proof, ...]:
    """Return what holds of a bundle, and what does not; *own* tells whether *key* is this installation's own."""
    who = Proof("holds" if key else "open", _("谁签的"), _known(own=own) if key else _unknown())
    return (*_checked(verdict), *([] if verdict.faults else [who]))


def summary(verdict: Verdict, *, key: str | None) -> str:
    """Return in a sentence what holds of a bundle, empty where something does not."""
    if verdict.faults:
        return ""
    if key:
        return _("核对过，没有改动过。")
    return _("核对过，签名以后没有改动过；是谁签的，还要您比一比指纹。")


def _checked(verdict: Verdict) -> Iterator[Proof]:
    """Yield what came of each check; without a genuine signature the others prove nothing."""
    for check, (what, means) in _checks(verdict).items():
        if faults := verdict.checks[check]:
            yield Proof("fails", what, _("{count} 处不符，见上面。").format(count=len(faults)))
        elif verdict.checks["signature"]:
            yield Proof("open", what, _("签名不对，所以什么也说明不了。"))
        else:
            yield Proof("holds", what, means)
    chain = verdict.manifest.chain
    if (withheld := chain.events - chain.shown) and not verdict.faults:
        others = _("{count} 个事件属于别的办理，只有哈希：看不到内容，但位置和次序在链里。").format(count=withheld)
        yield Proof("holds", _("别的办理"), others)


def _checks(verdict: Verdict) -> Mapping[Check, tuple[str, str]]:
    """Return what each check is called, and what it means where it found nothing."""
    files = _("{count} 个文件，每个的内容都与清单相同，不多不少。").format(count=len(verdict.manifest.files))
    whole = _("{events} 个事件，从建档开始一个接一个，每个的哈希都接在前一个上，中间没有删改、插入、换序。")
    signed = _("清单由下面这把公钥的主人签名；签名以后，一个字节也没有改过。")
    alone = _("清单的签名没有问题；清单所说的是不是都对，见别的各行。")
    return {
        "signature": (_("签名"), alone if verdict.faults else signed),
        "files": (_("每个文件"), files),
        "chain": (_("事件链"), whole.format(events=verdict.manifest.chain.events)),
        "complete": (
            _("齐全"),
            _("事件说到的每张截图、每段录像、每个流程脚本都在，没有换过；清除过的，有清除的记录。"),
        ),
    }


def _known(*, own: bool) -> str:
    return _("公钥是这台电脑自己的那一把。") if own else _("公钥就是您用 --key 给出的那一把。")


def _unknown() -> str:
    return _(
        "没有用 --key 给出公钥：只能证明包是下面这把公钥的主人签的，不能证明他是谁。"
        "请从别的途径（电话、公文、合同）向出具的人要公钥，比一比下面的指纹。"
    )


def limits(verdict: Verdict) -> tuple[str, ...]:
    """Return what no verification of a bundle can show; one that failed shows nothing."""
    shown = _("证明的是记录没有被事后改动，不证明电脑当时没有说谎；平台上的结果请向平台核对。")
    return (
        _("没有通过核对：什么也不能证明。") if verdict.faults else shown,
        _("看不出是不是较早的状态：有另存的链的末尾，就用 run-flow audit verify --head 核对。"),
        _("时间是办理的那台电脑的时间，没有第三方时间戳。"),
        _(
            "号码、姓名、账号、密码这样的值在录像、截图里都隐去了，公司名、地址、日期这样公开的看得到。"
            "每个字段另有加盐的承诺：值和一串保密的随机数一起算出的指纹，看不出值，却能核对一个值是不是它。"
            "那些随机数在开启文件里，由办理的人另外给出；有它和资料，就能逐个核对（run-flow audit verify --openings）。"
        ),
    )


def fingerprint(public_key: str) -> str:
    """Return *public_key* in groups of four, to be read aloud and compared."""
    return " ".join(public_key[at : at + 4] for at in range(0, len(public_key), 4))
