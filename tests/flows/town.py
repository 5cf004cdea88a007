"""A company with nothing at the portal, and an operator who gives one command again and again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.sweep.street import Street

from mock_portal.server import Running
from people.phone import Phone
from people.reviewer import Reviewer
from run_flow.journal.clock import SystemClock
from run_flow.journal.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Qinghe2026mp"
SETTINGS = {
    "MP_PASSWORD": PASSWORD,
    "RUN_FLOW_HEADLESS": "1",
    "RUN_FLOW_LOOK_EVERY_SECONDS": "0.3",
    "RUN_FLOW_LANG": "zh",
}
SECOND = """
  - name: 晴禾样例商城
    introduction: 客户在线选购设备配件，查看订单与物流。
    icon: documents/icon.png
    categories:
      - 生活服务/家政
    email: shop@qinghe.example
    password: !env MP_PASSWORD
    filing:
      services:
        - 生活服务/家政服务
      remarks: 本小程序为购买本公司设备的客户提供配件选购、订单查询和物流查询，不面向公众发布信息。
"""


def company(folder: Path, *, programs: int, certified_until: str = "") -> Path:
    """Return a profile in *folder*: the sample company's, its passwords stated, with one 小程序 or two."""
    shutil.copytree(ROOT / "fixtures/profiles/company", folder)
    file = folder / "profile.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("  # password: !env", "  password: !env")
    text = text.replace("    # password: !file secrets/mini-program.txt", "    password: !env MP_PASSWORD")
    if certified_until:
        text = text.replace("  # certified_until: 2027-11-22", f"  certified_until: {certified_until}", 1)
    if programs == 2:
        place = text.index("\n# ── 备案：")
        text = text[:place].rstrip() + SECOND + text[place:]
    file.write_text(text, encoding="utf-8")
    return file


class Town:
    """One company, its people, its portal, and the records of what was done."""

    def __init__(self, portal: Running, *, folder: Path, programs: int, start: str, certified_until: str = "") -> None:
        """Begin at *portal* with what the company has at the *start*."""
        self.portal, self.home = portal, folder / "home"
        self.profile = company(folder / "company", programs=programs, certified_until=certified_until)
        plain = self.profile.read_text(encoding="utf-8").replace("!env MP_PASSWORD", PASSWORD)
        portal.post("reset", profile=YAML(typ="base").load(plain), switches={"start": start})
        self.phone = Phone(portal.address, key=portal.key)
        self.names = [program["name"] for program in YAML(typ="base").load(plain)["mini_programs"]]
        self.began = self.today

    def people(self, **whims: Any) -> Street:
        """Return everybody else, who act while the block runs."""
        facts = {"home": self.home, "portal": self.portal.address, "key": self.portal.key, "profile": self.profile}
        return Street(**facts, **whims)

    def run_flow(self, *words: str, patience_minutes: float = 3) -> subprocess.CompletedProcess[str]:
        """Give a command and wait for its end."""
        settings = SETTINGS | {"RUN_FLOW_HOME": str(self.home), "RUN_FLOW_PATIENCE_MINUTES": str(patience_minutes)}
        command = [sys.executable, "-m", "run_flow.cli", *words]
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=os.environ | settings, check=False)

    def confirm_warnings(self) -> None:
        """Have somebody see the profile's warnings, once."""
        checked = self.run_flow("check", str(self.profile), "--no-ocr", "--confirm")
        assert checked.returncode == 0, checked.stdout

    def journey(self, **facts: float) -> subprocess.CompletedProcess[str]:
        """Give the one command."""
        return self.run_flow("journey", str(self.profile), "--portal", self.portal.address, **facts)

    def days_pass(self) -> None:
        """Let working days pass until what is under review at the portal has moved."""
        Reviewer(self.phone).days_pass()

    def until_day(self, number: int) -> None:
        """Let the portal come to the day of that *number*."""
        self.portal.post("clock", advance=(number - self.days) * 86_400)

    @property
    def human(self) -> dict[str, int]:
        """Return what the portal itself had people do."""
        return dict(self.portal.get("state")["human"])

    @property
    def today(self) -> datetime:
        """Return the portal's day."""
        return datetime.fromisoformat(self.portal.get("clock")["now"])

    @property
    def days(self) -> int:
        """Return how many days passed at the portal."""
        return (self.today - self.began).days

    @property
    def accounts(self) -> dict[str, dict[str, Any]]:
        """Return the portal's accounts by their names."""
        return {each["name"]: each for each in self.portal.get("state")["accounts"]}

    @property
    def runs(self) -> list[tuple[str, str]]:
        """Return each run's flow and state, the first one first."""
        with Ledger.open(self.home / "ledger.db", clock=SystemClock()) as ledger:
            return [(run.flow, run.state) for run in reversed(ledger.runs())]

    def asks(self, *kinds: str) -> list[str]:
        """Return the keys of what people were asked, of these kinds, each ask once."""
        with Ledger.open(self.home / "ledger.db", clock=SystemClock()) as ledger:
            return [row.key for row in ledger.asks(state=None) if row.kind in kinds]

    @property
    def megabytes(self) -> float:
        """Return how much the records of the company take on disk."""
        return sum(path.stat().st_size for path in self.home.rglob("*") if path.is_file()) / 1e6
