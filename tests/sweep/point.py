"""Where an errand is disturbed, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["write", "portal", "person", "field", "instant", "fault"]
When = Literal["before", "after"]
Victim = Literal["command", "driver", "browser", "group"]


@dataclass(frozen=True)
class Point:
    """Where a life ends: at a journal write, the portal hearing something, a person acting, a field, a line told.

    ``name`` tells which one. A fault kills nobody: the portal loses a request (before) or its answer (after).
    """

    kind: Kind
    name: str
    when: When = "after"
    victim: Victim = "command"
    delay_seconds: float = 0

    def __str__(self) -> str:
        """Say it in a few words."""
        late = f" +{self.delay_seconds:.2f} s" if self.delay_seconds else ""
        whom = "" if self.victim == "command" else f" ({self.victim})"
        return f"{self.kind} {self.when} {self.name}{late}{whom}"


@dataclass(frozen=True)
class Trial:
    """An errand, and where its first lives end, one after the other."""

    ends: tuple[Point, ...] = ()
    wrong_deposits: int = 0
    scenario: str = "facts"

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
    codes: list[int] = field(default_factory=list)
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
            f"differing: {self.differing}": self.differing,
            f"answers lost: {self.lost_answers}": self.lost_answers,
            f"chain broken: {self.broken_chain}": self.broken_chain,
            f"left behind: {self.left_behind}": self.left_behind,
        }
        return [fault for fault, is_so in found.items() if is_so]
