"""The small errand as a script on disk that is edited between the lives of its processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.sweep.soundness import chain_faults
from tests.unit.engine.conftest import willing
from tests.unit.engine.model import Office, People
from tests.unit.engine.test_kills import Killed

from run_flow.engine.flow import Flow
from run_flow.engine.scripts import load
from run_flow.errors import WaitingForReview
from run_flow.journal.events import Event
from run_flow.journal.ledger import Ledger
from run_flow.journal.rows import AskRow

ERRAND = (Path(__file__).parent / "errand.py").read_text(encoding="utf-8")

Edit = tuple[tuple[str, str], ...]

SUBMIT = '''@step(title="提交审核", done_when=submitted)
def submit(run: Run) -> None:
    """The application is with the portal."""
    run.open("confirm")
    run.click_once("提交审核", approve="提交审核吗?")
'''
OPERATOR = '''@step(title="运营者信息")
def operator(run: Run) -> None:
    """The operator stands in the form."""
    landline = run.ask("landline", "请填写座机", answer=Amount(), role="运营者")
    with run.form("运营者信息") as form:
        form.fill("座机", landline)
        form.save("下一步")
'''
BY_HAND = '    run.wait_for(lambda: submitted(run), "等人自己提交")\n'
EXTRA = '''@step(title="发票信息")
def invoice(run: Run) -> None:
    """The invoice stands in the form."""
    with run.form("发票信息") as form:
        form.fill("发票抬头", run.profile.company.name)
        form.save("下一步")


'''
RENAMED = (("def submit(", "def send("), ("    submit(run)", "    send(run)"))
SAYS_WAS = ("done_when=submitted", 'was=("submit",), done_when=submitted')

EDITS: dict[str, Edit] = {
    "looks": (("The company stands in the form.", "It stands."), ("    pay(run)\n", "    pay(run)  # the fee\n")),
    "added": ((OPERATOR, EXTRA + OPERATOR), ("        operator(run)\n", "        operator(run)\n        invoice(run)\n")),
    "reordered": (("        company(run)\n        operator(run)", "        operator(run)\n        company(run)"),),
    "form changed": (('form.fill("座机", landline)', 'form.fill("座机", landline)\n        form.fill("邮箱", "a@b.cn")'),),
    "form renamed": ((OPERATOR, OPERATOR.replace('信息")', '信息", was=("operator",))', 1).replace("def operator", "def staff")),
                     ("        operator(run)", "        staff(run)")),
    "form renamed without a word": (("def operator(", "def staff("), ("        operator(run)", "        staff(run)")),
    "form removed": ((OPERATOR, ""), ("        operator(run)\n", "")),
    "click renamed": (*RENAMED, SAYS_WAS),
    "click renamed without a word": RENAMED,
    "click changed": (('run.open("confirm")', 'run.open("status")\n    run.open("confirm")'),),
    "click's helper changed": (('return status(run) != "填写中"', 'return status(run) not in {"填写中", "已退回"}'),),
    "click renamed and changed": (*RENAMED, ('run.open("confirm")', 'run.open("status")\n    run.open("confirm")')),
    "click removed": ((SUBMIT, ""), ("    submit(run)\n", BY_HAND)),
    "click not ours any more": ((SUBMIT, SUBMIT.replace(", done_when=submitted", "").replace(
        '    run.click_once("提交审核", approve="提交审核吗?")', BY_HAND.rstrip())),),
}  # fmt: skip


class Doomed:
    """A ledger whose process dies just after the event that it waits for; *dead* writes nothing any more."""

    def __init__(self, ledger: Ledger, fatal: Callable[[Event], bool], *, before: bool = False) -> None:
        """Die after the event that is *fatal*, or before it."""
        self._ledger, self._fatal, self._before = ledger, fatal, before
        self._dead = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def append(self, *happened: Event, lease: Any) -> None:
        """Write events, or die."""
        self._write(happened, lambda: self._ledger.append(*happened, lease=lease))

    def overtake(self, overtaken: Event, *, lease: Any) -> Any:
        """Write that the portal moved on, or die."""
        return self._write((overtaken,), lambda: self._ledger.overtake(overtaken, lease=lease))

    def expire(self, expired: Event, *, lease: Any) -> Any:
        """Write that a deadline passed, or die."""
        return self._write((expired,), lambda: self._ledger.expire(expired, lease=lease))

    def _write(self, happened: tuple[Event, ...], write: Callable[[], Any]) -> Any:
        fatal = any(self._fatal(event) for event in happened)
        self._die(now=fatal and self._before)
        written = write()
        self._die(now=fatal)
        return written

    def _die(self, *, now: bool) -> None:
        self._dead = self._dead or now
        if self._dead:
            raise Killed


class Willing(dict[str, Any]):
    """People who do rightly whatever they are asked, by whatever name a step goes."""

    def __init__(self, office: Office, script: str | None, *, knows: bool = True) -> None:
        """Answer *script* when the script changed (None is silence), and what became of a click where one *knows*."""
        super().__init__(willing(office).acts)
        self._office, self._script, self._knows = office, script, knows

    def get(self, key: str, default: Any = None) -> Any:
        """Return the act for *key*."""
        if key.startswith("script-"):
            return self._script
        if key.endswith("-outcome"):
            if not self._knows:
                return None
            done = self._office.model.verified if key.startswith("deposit") else self._office.model.submissions
            return "已完成" if done else "未完成"
        return "是" if key.endswith("-approval") else super().get(key, default)


class Desk:
    """An office whose script is edited."""

    def __init__(self, folder: Path) -> None:
        """Keep the script in *folder*."""
        self.folder = folder
        self.office = Office(folder / "home")
        self.write()

    def write(self, *edits: tuple[str, str]) -> None:
        """Write the errand with *edits* made to it."""
        text = ERRAND
        for before, now in edits:
            assert before in text, before
            text = text.replace(before, now)
        (self.folder / "errand.py").write_text(text, encoding="utf-8")

    @property
    def flow(self) -> Flow:
        """Return the flow as a new process loads it."""
        return load(self.folder, "errand")

    def go(self, *, says: str | None = "继续", knows: bool = True, ledger: Any = None) -> None:
        """Give the command once, with people who are as good as new."""
        self.office.told.said.clear()
        self.office.people = People(Willing(self.office, says, knows=knows))
        self.office.go(self.flow, ledger=ledger)

    def die(self, fatal: Callable[[Event], bool], *, before: bool = False) -> None:
        """Give the command once, and die at the event that is *fatal*."""
        doomed = Doomed(self.office.ledger(), fatal, before=before)
        try:
            self.go(ledger=doomed)
        except Killed:
            return
        raise AssertionError("nothing killed it")

    def finish(self, **facts: Any) -> None:
        """Give the command; where the script leaves the submission to a person, do it and give the command again."""
        try:
            self.go(**facts)
        except WaitingForReview:
            if not self.office.model.submissions:
                self.office.model.submissions.append(self.office.clock.now())
            self.office.clock.moment += self.office.model.lists_late  # whoever sent it sees that it is there
            self.go(**facts)

    def asked(self, prefix: str = "script-") -> list[AskRow]:
        """Return what was asked about scripts, or under another *prefix*."""
        with self.office.ledger() as ledger:
            return [row for row in ledger.asks(state=None) if row.key.startswith(prefix)]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return what the portal counts: submissions, payments, deposits named."""
        model = self.office.model
        return len(model.submissions), len(model.payments), len(model.verified)

    @property
    def states(self) -> list[str]:
        """Return the states of the runs."""
        with self.office.ledger() as ledger:
            assert [fault for case in ledger.cases() for fault in chain_faults(ledger, case.id)] == []
            return [run.state for run in ledger.runs()]
