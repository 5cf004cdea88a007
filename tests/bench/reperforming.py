"""What is done again alike, and which planted differences are found (make reperform-bench): every errand in every look."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random

import structlog
from tests.flows.office import ROOT
from tests.reperform.day import SCENARIOS, recorded, sample
from tests.reperform.spoiling import Noted, again, planted

from mock_portal.server import start
from run_flow.reperform import wording
from run_flow.reperform.performance import Wanted, reperform
from run_flow.reperform.verdict import Verdict

LOOKS = ("modern-plain", "modern-embedded", "legacy-plain", "legacy-embedded")
KINDS = ("value", "secret", "added", "dropped", "missing", "extra", "order", "file")
NAMES = {
    "value": "改一个公开的值",
    "secret": "换一个隐去的值",
    "added": "多一个字段",
    "dropped": "少一个字段",
    "missing": "少一个表单",
    "extra": "多一个表单",
    "order": "表单换顺序",
    "file": "换一个文件",
}
SEED = 20261126


@dataclass
class Figures:
    """What was found over some days."""

    steps: int = 0
    again: int = 0
    forms: int = 0
    same: int = 0
    withheld: int = 0
    alarms: int = 0
    made: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def count(self, verdict: Verdict) -> None:
        """Count what came of one performance of what nobody changed."""
        self.steps += len(verdict.steps)
        self.again += verdict.reproduced
        self.forms += verdict.counts.forms
        self.same += verdict.counts.same + verdict.counts.files
        self.withheld += verdict.counts.withheld + verdict.counts.files_withheld
        self.alarms += len(verdict.differences)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errands", default=",".join(SCENARIOS))
    parser.add_argument("--looks", default=",".join(LOOKS))
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    rows: dict[str, Figures] = {}
    with start(poll_seconds=0.05) as portal:
        for errand, look in product(asked.errands.split(","), asked.looks.split(",")):
            skin, hosting = look.split("-")
            with tempfile.TemporaryDirectory() as folder:
                bundle = recorded(portal, Path(folder), errand, skin=skin, embedded=hosting == "embedded")
                structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
                for profile in (sample(), None):
                    one(rows.setdefault(errand, Figures()), f"{errand} {look}", bundle, profile)
    for line in table(rows):
        print(line)


def one(figures: Figures, name: str, bundle: Path, profile: Path | None) -> None:
    """Do one day again, with the *profile* or without, and plant differences in what was recorded of it."""
    made: list[Noted] = []

    def noting(**facts: object) -> Noted:
        made.append(Noted(**facts))
        return made[0]

    verdict = reperform(Wanted(bundle, ROOT / "flows", profile=profile), playback=noting)
    figures.count(verdict)
    told = [wording.told(each) for each in verdict.differences] + verdict.notes
    print(name, "with profile" if profile else "without", verdict.reproduced, len(verdict.steps), *told, flush=True)
    if verdict.equal:
        assert again(made[0]) == []
        for each in planted(made[0], Random(SEED)):
            first = each.first(made[0])
            figures.made[each.kind] += 1
            figures.noticed[each.kind] += first is not None
            figures.found[each.kind] += first is not None and (first.form, first.field) == (each.form, each.field)


def table(rows: dict[str, Figures]) -> Iterator[str]:
    """Yield the lines of both tables."""
    yield "| 事项 | 步骤重做相同 / 总数 | 表单 | 字段、文件相同 | 隐去、没有比较 | 误报 |"
    yield "|---|---|---|---|---|---|"
    for errand, each in rows.items():
        counts = f"{each.again} / {each.steps} | {each.forms} | {each.same} | {each.withheld} | {each.alarms}"
        yield f"| {errand} | {counts} |"
    yield ""
    yield "| 在录下的网络里改一处 | 次数 | 发现不同 | 第一处不同就指到那个表单、那个字段 |"
    yield "|---|---|---|---|"
    counts = [sum((getattr(each, name) for each in rows.values()), Counter()) for name in ("made", "noticed", "found")]
    for kind in KINDS:
        yield f"| {NAMES[kind]} | {' | '.join(f'{count[kind]:,}' for count in counts)} |"
    yield f"| **合计** | {' | '.join(f'{count.total():,}' for count in counts)} |"


if __name__ == "__main__":
    main()
