"""``run-flow replay --reperform``: a bundle's runs done again, offline, and what differs from that day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from run_flow.audit.fault import Fault
from run_flow.audit.signing import named
from run_flow.cli.audit import told_of
from run_flow.cli.desk import Desk
from run_flow.errors import AuditFailed
from run_flow.language import _
from run_flow.reperform import wording
from run_flow.reperform.performance import Wanted
from run_flow.reperform.performance import reperform as performed


def reperform(desk: Desk, bundle: Path, *, of: str, key: str | None, profile: Path | None, flows: Path) -> None:
    """Do the runs of *bundle* again and tell what came of it; raise AuditFailed, exit code 10, where anything differs.

    It is told by what it is *of*: a case, a run, or itself.
    """
    assert desk.log_file
    signer = named(key) if key else None
    wanted = Wanted(bundle, flows, key=signer, profile=profile, browser=desk.settings.browser)
    with told_of(Path(of)):
        verdict = performed(wanted, tell=lambda text: None if desk.json else desk.say(text))
    if desk.json:
        desk.put({"ended": "Reperformed", **verdict.as_json()})
    else:
        for line in (*wording.lines(verdict), *_unknown(signer=signer, profile=profile)):
            desk.say(line)
    if not verdict.equal:
        told = [wording.told(each) for each in verdict.differences]
        first = (
            _("第一处不同：{told}").format(told=told[0]) if told else _("做到的都相同；没有全部重做，不能说与当时相同")
        )
        raise AuditFailed(
            first,
            faults=[Fault(Path(of).name, each) for each in told],
            doing=_("重做 {of}").format(of=of),
            remedy=_("对照 run-flow replay 里的那一步；资料、流程脚本与当时不同也会这样。")
            if told
            else _("上面写着哪些步骤不能算重做、为什么：那些请看 run-flow replay 的回放。"),
        )
    if not desk.json:
        desk.say(_("与当时相同：同样的脚本对录下的平台发出同样的表单。平台当时说的是不是真的，看不出来。"))


def _unknown(*, signer: str | None, profile: Path | None) -> Iterator[str]:
    """Yield what cannot be said without what was not given."""
    if signer is None:
        yield _("没有写 --key：是谁签的包，没有核对。")
    if profile is None:
        yield _("没有写 --profile：隐去的值和文件用编的，不与当时的比较。")
