"""Where an errand is disturbed, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["write", "portal", "person", "field", "instant", "fault"]
When = Literal["before", "after"]
Victim = Literal["command", "driver", "browser", "group"]
Deed = Literal["kill", "tear", "full", "ahead", "behind", "sign-out", "late"]

SURVIVED: tuple[Deed, ...] = ("ahead", "behind", "sign-out", "late")


@dataclass(frozen=True)
class Point:
    """Where an errand is disturbed: a journal write, the portal hearing something, a person acting, a field, a line told.

    ``name`` tells which one. A fault kills nobody: the portal loses a request (before) or its answer (after). The other
    deeds: kill *victim*; kill the command and tear the end of its journal off; fill the disk; set the clock days ahead
    or behind; sign everybody out; show the status late.
    """

    kind: Kind
    name: str
    when: When = "after"
    victim: Victim = "command"
    delay_seconds: float = 0
    deed: Deed = "kill"

    @property
    def ends(self) -> bool:
        """Whether the life ends here."""
        return self.deed not in SURVIVED

    def __str__(self) -> str:
        """Say it in a few words."""
        late = f" +{self.delay_seconds:.2f} s" if self.delay_seconds else ""
        whom = "" if self.victim == "command" else f" ({self.victim})"
        what = "" if self.deed == "kill" else f" [{self.deed}]"
        return f"{self.kind} {self.when} {self.name}{late}{whom}{what}"


@dataclass(frozen=True)
class Trial:
    """An errand, and where it is disturbed, one point after the other: each life comes to the end of one."""

    ends: tuple[Point, ...] = ()
    about: str = ""
    wrong_deposits: int = 0
    scenario: str = "facts"
    ahead_seconds: float = 180
    """So much later each life begins: by default when the intents of the one before had their time."""

    def __str__(self) -> str:
        """Say it in a line."""
        wrong = " (wrong amount first)" if self.wrong_deposits else ""
        where = "" if self.scenario == "facts" else f" ({self.scenario})"
        return " → ".join(map(str, self.ends)) + wrong + where


@dataclass
class Outcome:
    """What came of an errand, as the portal counts and the ledger tells."""

    tries: int = 1
    """How many amounts the person had to send."""
    met: int = 0
    """How many of the points the errand came to."""
    left: tuple[Point, ...] = ()
    """The points it never came to, in order."""
    wrong_endings: list[str] = field(default_factory=list)
    """How lives ended that should have ended otherwise."""
    codes: list[int] = field(default_factory=list)
    endings: list[str] = field(default_factory=list)
    """How each life ended: its exit code and what it told last."""
    state: str = ""
    submissions: int = 0
    payments: int = 0
    deposits: int = 0
    asked_to_pay_again: int = 0
    differing: list[str] = field(default_factory=list)
    lost_answers: list[str] = field(default_factory=list)
    broken_chain: list[str] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    """The journal writes of the first life."""
    lines: list[int] = field(default_factory=list)
    """How many lines each life told."""
    typed: list[list[str]] = field(default_factory=list)
    """The labels that each life typed."""
    uploads: int = 0
    seconds: float = 0

    @property
    def stuck(self) -> bool:
        """Tell whether the errand was not done by the same command, given again and again."""
        return not self.codes or self.codes[-1] != 0 or self.state != "已认证"

    @property
    def faults(self) -> list[str]:
        """Tell everything that is not as promised."""
        found = {
            f"submitted {self.submissions} times": self.submissions != 1,
            f"paid {self.payments} times": self.payments != 1,
            f"asked to pay again {self.asked_to_pay_again} times": self.asked_to_pay_again,
            f"{self.deposits} amounts sent, not {self.tries}": self.deposits != self.tries,
            f"stuck: {self.codes}, {self.state}": self.stuck,
            f"ended as a defect: {self.codes}": 1 in self.codes,
            f"ended wrongly: {self.wrong_endings}": self.wrong_endings,
            f"differing: {self.differing}": self.differing,
            f"answers lost: {self.lost_answers}": self.lost_answers,
            f"chain broken: {self.broken_chain}": self.broken_chain,
            f"left behind: {self.left_behind}": self.left_behind,
        }
        return [fault for fault, is_so in found.items() if is_so]
