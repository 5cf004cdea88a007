"""The figures of the errands: how many runs stood, and how many fields the portal received as the profile has them.

Each run of a test is recorded as a property of its report, which pytest-xdist carries to where the table is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

RUN = "run"
ERRANDS = {"register": "注册", "certify": "认证", "link": "关联", "file": "备案", "renew": "年审", "journey": "全程"}
SKINS = {"modern": "新版", "legacy": "旧版"}
HOSTINGS = {False: "直接", True: "嵌入"}
COLUMNS = ("事项", "外观", "页面", "主体", "情景", "通过 / 办理", "相同 / 收到的项")


@dataclass(frozen=True, order=True)
class Combination:
    """What a run was done with."""

    errand: str
    skin: str
    hosting: str
    kind: str
    scenario: str

    @classmethod
    def of(cls, errand: str, *, kind: str, scenario: str, switches: Mapping[str, Any]) -> Combination:
        """Name a combination in the words of the table."""
        skin, hosting = SKINS[switches["skin"]], HOSTINGS[switches["embedded"]]
        return cls(ERRANDS[errand], skin, hosting, kind, scenario)


@dataclass(frozen=True)
class Figures:
    """How often a combination was run and stood, and how many fields were received and were equal."""

    runs: int
    passed: int
    fields: int
    equal: int

    def __add__(self, other: Figures) -> Figures:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Figures(*(one + another for one, another in pairs))

    def cells(self) -> tuple[str, str]:
        """Return them as the table shows them."""
        return f"{self.passed:,} / {self.runs:,}", f"{self.equal:,} / {self.fields:,}"


def recorded(stats: dict[str, list[Any]]) -> Iterator[tuple[Combination, Figures]]:
    """Yield each recorded run of a session; one whose test failed in any phase did not stand."""
    failed = {report.nodeid for kind in ("failed", "error") for report in stats.get(kind, ())}
    for report in (report for reports in stats.values() for report in reports):
        if getattr(report, "when", "") != "teardown":
            continue
        for name, run in report.user_properties:
            if name == RUN:
                passed = int(report.nodeid not in failed)
                yield Combination(*run[:-2]), Figures(1, passed, *run[-2:])


def lines(runs: Iterable[tuple[Combination, Figures]]) -> Iterator[str]:
    """Yield the Markdown table: a row for each combination, then one for each errand."""
    order = list(ERRANDS.values())
    by_errand = sorted(runs, key=lambda run: (order.index(run[0].errand), run[0]))
    sums = []
    yield _row(COLUMNS)
    yield _row("---" for _column in COLUMNS)
    for combination, group in groupby(by_errand, key=lambda run: run[0]):
        yield _row((*vars(combination).values(), *_sum(group).cells()))
    for errand, group in groupby(by_errand, key=lambda run: run[0].errand):
        sums.append(_sum(group))
        yield _row((f"**{errand}**", "", "", "", "", *sums[-1].cells()))
    yield _row(("**合计**", "", "", "", "", *sum(sums, Figures(0, 0, 0, 0)).cells()))


def _sum(group: Iterable[tuple[Combination, Figures]] | Iterable[Any]) -> Figures:
    return sum((figures for _combination, figures in group), Figures(0, 0, 0, 0))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
