"""What the verification of a bundle showed, in plain words, and what it cannot show (docs/audit.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from run_flow.audit.verify import Verdict
from run_flow.language import _


@dataclass(frozen=True)
class Proof:
    """One thing that was looked at: whether it holds, and what that means."""

    holds: bool
    what: str
    means: str


def proofs(verdict: Verdict, *, key: str | None) -> tuple[Proof, ...]:
    """Return what holds of a bundle without faults; nothing where there are some, which are listed instead."""
    return () if verdict.faults else tuple(_proofs(verdict, key))


def _proofs(verdict: Verdict, key: str | None) -> Iterator[Proof]:
    chain = verdict.manifest.chain
    signed = _("清单由下面这把公钥的主人签名；签名以后，一个字节也没有改过。")
    yield Proof(holds=True, what=_("签名"), means=signed)
    files = _("{count} 个文件，每个的内容都与清单相同，不多不少。").format(count=len(verdict.manifest.files))
    yield Proof(holds=True, what=_("文件"), means=files)
    whole = _("{events} 个事件，从建档开始一个接一个，每个的哈希都接在前一个上，中间没有删改、插入、换序。")
    yield Proof(holds=True, what=_("事件链"), means=whole.format(events=chain.events))
    complete = _("事件说到的每张截图、每段录像、每个流程脚本都在，没有换过；清除过的，有清除的记录。")
    yield Proof(holds=True, what=_("齐全"), means=complete)
    if withheld := chain.events - chain.shown:
        others = _("{count} 个事件属于别的办理，只有哈希：看不到内容，但位置和次序在链里。").format(count=withheld)
        yield Proof(holds=True, what=_("别的办理"), means=others)
    yield Proof(holds=bool(key), what=_("谁签的"), means=_known() if key else _unknown())


def _known() -> str:
    return _("公钥就是您用 --key 给出的（或者是这台电脑自己的）那一把。")


def _unknown() -> str:
    return _(
        "没有用 --key 给出公钥：只能证明包是下面这把公钥的主人签的，不能证明他是谁。"
        "请从别的途径（电话、公文、合同）向出具的人要公钥，比一比下面的指纹。"
    )


def limits() -> tuple[str, ...]:
    """Return what no verification of a bundle can show."""
    return (
        _("证明的是记录没有被事后改动，不证明电脑当时没有说谎；平台上的结果请向平台核对。"),
        _("看不出是不是较早的状态：有另存的链的末尾，就用 run-flow audit verify --head 核对。"),
        _("时间是办理的那台电脑的时间，没有第三方时间戳。"),
        _(
            "填写的内容不在包里，只有加盐的承诺：要核对某个字段的值，用开启文件和资料（run-flow audit verify --openings）。"
        ),
    )


def fingerprint(public_key: str) -> str:
    """Return *public_key* in groups of four, to be read aloud and compared."""
    return " ".join(public_key[at : at + 4] for at in range(0, len(public_key), 4))
