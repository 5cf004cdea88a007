"""What both bare scripts do: the sample company's values for the mock's pages, and people who act at once.

Only the standard library is imported here (and YAML), so that neither script pays for more than it needs.
"""

from __future__ import annotations

import argparse
import json
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML

NAMING = {"自选词汇": "1", "商标": "2"}
INVOICE = {"不开发票": "0", "普通发票": "1", "专用发票": "2"}
KIND = {"企业": "1", "个体工商户": "12"}


@dataclass(frozen=True)
class Put:
    """One value for one control: how (fill, pick a radio, tick a box, upload), its name, the value."""

    how: str
    name: str
    value: str


class Values:
    """The values of a profile, page by page, under the names of the page's controls (scenario facts)."""

    def __init__(self, profile: Path) -> None:
        """Read the profile as plain text."""
        told = YAML(typ="base").load(profile.read_text("utf-8"))
        self._folder = profile.parent
        self.kind = KIND[told["company"]["kind"]]
        self.company, self.operator, self.bank = told["company"], told["operator"], told["bank"]
        self.account, self.invoice_facts = told["account"], told["invoice"]

    @property
    def before_code(self) -> list[Put]:
        """Return what 填写资料 gets before the code is sent to the operator's phone."""
        company, operator = self.company, self.operator
        until = company["valid_until"]
        return [
            Put("fill", "registered_id", company["credit_code"]),
            self._file("business_license_stuff", company["licence"]),
            Put("fill", "established", company["established"]),
            Put("tick", "valid_until_long", until) if until == "长期" else Put("fill", "valid_until", until),
            Put("fill", "mp_operator_name", operator["name"]),
            Put("fill", "mp_operator_idcard", operator["id_number"]),
            Put("fill", "mp_operator_mobile", operator["phone"]),
        ]

    @property
    def after_code(self) -> list[Put]:
        """Return what 填写资料 gets after it."""
        landline = self.operator.get("landline")
        return [
            *([Put("fill", "mp_operator_landline", landline)] if landline else []),
            Put("fill", "mp_operator_email", self.operator["email"]),
            Put("fill", "account_name", self.bank["holder"]),
            Put("fill", "bank_account", self.bank["account"]),
            Put("fill", "bank_name", self.bank["name"]),
        ]

    @property
    def naming(self) -> list[Put]:
        """Return what 确认名称 gets."""
        account = self.account
        mark = [self._file("brand_register_stuff", account["trademark"])] if account["naming"] == "商标" else []
        return [
            Put("pick", "naming_basis", NAMING[account["naming"]]),
            Put("fill", "nick_name", account["name"]),
            *mark,
        ]

    @property
    def invoice(self) -> list[Put]:
        """Return what 发票信息 gets."""
        facts = self.invoice_facts
        names = {"title": "invoice_title", "tax_number": "tax_number", "email": "invoice_email"}
        if facts["kind"] == "专用发票":
            names |= {name: f"invoice_{name}" for name in ("address", "phone", "bank", "account")}
        some = facts["kind"] != "不开发票"
        fills = [Put("fill", control, facts[name]) for name, control in names.items()] if some else []
        return [Put("pick", "invoice_type", INVOICE[facts["kind"]]), *fills]

    def _file(self, name: str, path: str) -> Put:
        return Put("upload", name, str(self._folder / path))


class People:
    """Everybody else, at once, through the phone endpoints; the time they are waited for is summed up."""

    def __init__(self, portal: str, *, key: str) -> None:
        """Know the portal's phone."""
        self._portal, self._key = portal, key
        self.waited = 0.0
        self._since = 0.0

    def __enter__(self) -> Self:
        self._since = time.perf_counter()
        return self

    def __exit__(self, *_error: object) -> None:
        self.waited += time.perf_counter() - self._since

    def confirm(self) -> None:
        """Confirm or pay the newest code on display."""
        self._call("phone/confirm", text=self._call("phone/inbox")["codes"][0]["text"])

    def code(self) -> str:
        """Return the newest code that came by text message."""
        return str(self._call("phone/inbox")["sms"][-1]["code"])

    def deposit(self) -> str:
        """Let the deposit arrive and return its amount."""
        self._call("clock", working_days=3)
        return str(self._call("phone/bank/statement")["lines"][-1]["amount"])

    def review(self) -> None:
        """Let the days of the review pass."""
        self._call("clock", working_days=5)

    def _call(self, name: str, **facts: Any) -> Any:
        request = urllib.request.Request(
            f"{self._portal}/__mock__/{name}",
            data=json.dumps(facts).encode() if facts else None,
            headers={"X-Mock-Key": self._key},
        )
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)


def options() -> argparse.Namespace:
    """Return what a bare script is told."""
    parser = argparse.ArgumentParser()
    for name in ("portal", "key", "browser"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--look-every", type=float, default=0.5, help="seconds between Selenium's looks (its default)")
    return parser.parse_args()
