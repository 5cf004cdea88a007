"""Everything that can end a run, named by who acts next.

RunFlowError                 1   a defect of ours
├── Usage                    2   the operator: other words on the command line
├── ProfileRefused           3   the operator: mend the profile
│   └── FormRefused          3   … where the portal's own form said so
├── AskExpired               4   a person: it was not done in time
├── WindowClosed             4   the operator: give the same command again
├── PortalChanged            6   whoever mends the flow script (drift)
│   └── ValueMismatch        6   … a value reads back different
├── PortalRefused            7   the portal's reviewers refused
├── OutcomeUnknown           8   a person decides what happened
├── CaseHeld                 9   another process holds the case
├── AuditFailed             10   the auditor: the evidence is not what it says it is
└── EnvironmentMissing      11   the machine: no browser, no display, portal down
    ├── BrowserMissing
    ├── DisplayMissing
    ├── JournalUnwritable
    └── PortalDown

Suspended (not an Exception, so that ``except Exception`` in a flow cannot swallow it)
├── WaitingForPerson         4
├── WaitingForReview         5
└── DryRunEnded              0
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from run_flow.language import _


class RunFlowError(Exception):
    """程序出错了。"""

    exit_code = 1

    def __init__(
        self,
        found: str | None = None,
        *,
        doing: str = "",
        expected: str = "",
        remedy: str = "",
        evidence: str = "",
    ) -> None:
        """Keep the four things a person needs; *found* defaults to the class's docstring."""
        self.found = found or _((type(self).__doc__ or "").strip())
        self.doing = doing
        self.expected = expected
        self.remedy = remedy
        self.evidence = evidence
        super().__init__(self.found)

    def lines(self) -> list[str]:
        """Say it in four lines: what was being done, what was found, what to do next, where the evidence is."""
        found = self.found
        if self.expected:
            found = _("应为：{expected}；实际：{found}").format(expected=self.expected, found=self.found)
        return [
            _("正在做：{doing}").format(doing=self.doing or _("准备")),
            _("发现：{found}").format(found=found),
            _("下一步：{remedy}").format(remedy=self.remedy or _("查看日志后，用同一条命令继续。")),
            _("证据：{evidence}").format(evidence=self.evidence or _("无")),
        ]


class Usage(RunFlowError):
    """命令用法不对。"""

    exit_code = 2


class ProfileRefused(RunFlowError):
    """资料没有通过检查。"""

    exit_code = 3

    def __init__(self, found: str | None = None, *, findings: Sequence[Any] = (), **facts: str) -> None:
        """Carry every finding at once, in the order of the file."""
        super().__init__(found, **facts)
        self.findings = tuple(findings)


class FormRefused(ProfileRefused):
    """平台的表单没有接受这些内容。"""

    wrongs: Sequence[Mapping[str, str]] = ()
    """Each complaint of the page: text, and the label that it stands beside, if any."""


class AskExpired(RunFlowError):
    """需要人做的事没有在期限内完成。"""

    exit_code = 4


class WindowClosed(RunFlowError):
    """浏览器窗口被关闭了。"""

    exit_code = 4


class PortalChanged(RunFlowError):
    """平台页面与流程脚本所写的不一致。"""

    exit_code = 6


class ValueMismatch(PortalChanged):
    """平台上读回的内容与填写的不同。"""


class PortalRefused(RunFlowError):
    """平台审核没有通过。"""

    exit_code = 7

    def __init__(self, found: str | None = None, *, reasons: Sequence[Any] = (), **facts: str) -> None:
        """Carry the reviewers' reasons: each a Reason, or a mapping of the page's columns."""
        super().__init__(found, **facts)
        self.reasons = tuple(reasons)


class OutcomeUnknown(RunFlowError):
    """不能确定刚才的操作有没有生效，需要人来判断。"""

    exit_code = 8


class CaseHeld(RunFlowError):
    """另一个进程正在办理这家公司。"""

    exit_code = 9


class AuditFailed(RunFlowError):
    """证据包没有通过核对。"""

    exit_code = 10

    def __init__(self, found: str | None = None, *, faults: Sequence[Any] = (), **facts: str) -> None:
        """Carry everything that does not fit, each with its place."""
        super().__init__(found, **facts)
        self.faults = tuple(faults)


class EnvironmentMissing(RunFlowError):
    """这台机器缺少运行所需的条件。"""

    exit_code = 11


class BrowserMissing(EnvironmentMissing):
    """没有找到可用的浏览器。"""


class DisplayMissing(EnvironmentMissing):
    """没有可用的显示器，打不开浏览器窗口。"""


class JournalUnwritable(EnvironmentMissing):
    """办理记录写不进磁盘。"""


class PortalDown(EnvironmentMissing):
    """平台暂时打不开。"""


class Suspended(BaseException):
    """The run stops here on purpose and goes on with the same command."""

    exit_code = 4

    def __init__(self, waiting_for: str, *, look_at: datetime | None = None) -> None:
        """Say what is waited for, and when to look again (aware, UTC) where that is known."""
        super().__init__(waiting_for)
        self.waiting_for = waiting_for
        self.look_at = look_at


class WaitingForPerson(Suspended):
    """A person has something to do first."""


class WaitingForReview(Suspended):
    """The portal's people decide."""

    exit_code = 5


class DryRunEnded(Suspended):
    """Everything up to the first irreversible click was done."""

    exit_code = 0
