"""Somebody who talks to the portal's calls without a browser, for its state machines and contracts."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from ruamel.yaml import YAML

from mock_portal.server import Running

PROFILES = Path(__file__).resolve().parents[2] / "fixtures" / "profiles"


def picture(*, kind: str = "PNG") -> bytes:
    """Draw a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


class Clerk:
    """A signed-in client, the state behind it, and the phone."""

    enters = True
    """Whether they sign in to the 服务号 at once."""

    def __init__(self, portal: Running, *, kind: str = "company", scenario: str = "facts", **switches: Any) -> None:
        """Come to *portal*, which begins again for it."""
        self.portal, self.world, self.key = portal, portal.world, portal.key
        profile = YAML(typ="base").load((PROFILES / kind / "profile.yaml").read_text("utf-8"))
        portal.post("reset", scenario=scenario, profile=profile, switches=switches)
        self.token = ""
        self.client = httpx.Client(base_url=portal.address, trust_env=False)
        if self.enters:
            cookie, self.token = portal.sign_in()
            self.client.cookies.set(cookie["name"], cookie["value"])

    def page(self, path: str, **query: str) -> str:
        """Get a page's HTML."""
        return self.client.get(path, params=query | {"token": self.token}).text

    def call(self, path: str, posted: dict[str, Any] | None = None, **query: str) -> dict[str, Any]:
        """Post to one of the pages' calls."""
        reply = self.client.post(path, params=query | {"token": self.token, "f": "json"}, json=posted or {})
        return reply.json()

    def phone(self, act: str, **facts: Any) -> dict[str, Any]:
        """Do something on the phone or with a control endpoint."""
        return self.client.post(f"/__mock__/{act}", params={"key": self.key}, json=facts).json()

    def look(self, name: str) -> dict[str, Any]:
        """Read a control endpoint."""
        return self.client.get(f"/__mock__/{name}", params={"key": self.key}).json()

    def status(self) -> dict[str, str]:
        """Return the status page's labels and values."""
        return self.look("state")["pairs"]

    def upload(self, field: str, content: bytes | None = None, name: str = "a.png") -> dict[str, Any]:
        """Upload a file."""
        files = {"file": (name, content or picture())}
        query = {"token": self.token, "f": "json", "field": field}
        return self.client.post("/cgi-bin/uploadmaterial", params=query, files=files).json()

    def code(self, phone: str) -> str:
        """Have a code sent and read it."""
        self.call("/cgi-bin/sendsms", {"mobile": phone})
        return self.world.messages.sms[-1]["code"]

    def scan(self, kind: str, *, who: str, **facts: str) -> str:
        """Have a QR code made and confirmed."""
        ticket = self.call("/cgi-bin/qrcheck", {"kind": kind, **facts}, action="getticket")["ticket"]
        self.phone("phone/confirm", text=f"{self.world.address}/qr/{ticket}", who=who)
        return ticket

    def agree(self) -> dict[str, Any]:
        """Agree to the terms, which opens an application."""
        return self.call("/acct/wxverify", {"agree": True}, action="agree")

    def materials(self, **changes: Any) -> dict[str, Any]:
        """Return values that 填写资料 takes."""
        operator = self.world.company.person("operator")
        values = {
            "customer_type": "1" if self.world.company.kind == "企业" else "12",
            "registered_id": self.world.company.credit_code,
            "business_license_stuff": [self.upload("business_license_stuff")["id"]],
            "established": "2019-03-05",
            "valid_until": "长期",
            "mp_operator_name": operator.name,
            "mp_operator_idcard": operator.id_number,
            "mp_operator_mobile": operator.phone,
            "mp_operator_email": "operator@example.com",
            "account_name": self.world.company.name,
            "bank_account": self.world.company.bank_account,
            "bank_name": "中国工商银行深圳科技园支行",
        }
        return values | changes

    def save(self, step: str, values: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Post a page of the wizard."""
        return self.call("/acct/wxverify", {"values": values} | more, action="save", step=step)

    def prove(self, values: dict[str, Any]) -> dict[str, Any]:
        """Add the code and the scan that prove who the operator is."""
        code = self.code(values["mp_operator_mobile"])
        ticket = self.scan(
            "operator", who="operator", name=values["mp_operator_name"], id_number=values["mp_operator_idcard"]
        )
        return values | {"verify_code": code, "qrcheck_ticket": ticket}

    def fill(self, **changes: Any) -> None:
        """Fill everything in, up to 确认提交."""
        self.agree()
        assert self.save("stuff", self.prove(self.materials(**changes)))["base_resp"]["ret"] == 0
        assert self.save("naming", {"naming_basis": "1", "nick_name": "样例服务"})["base_resp"]["ret"] == 0
        assert self.save("invoice", {"invoice_type": "0"})["base_resp"]["ret"] == 0

    def submit(self) -> dict[str, Any]:
        """Press 提交审核."""
        return self.call("/acct/wxverify", action="submit")

    def pay(self) -> dict[str, Any]:
        """Press 微信支付 and pay what it shows."""
        ticket = self.call("/acct/wxverify", action="pay")["ticket"]
        return self.phone("phone/pay", text=f"{self.world.address}/qr/{ticket}")

    def amount(self, amount: str) -> dict[str, Any]:
        """Enter a deposit's amount."""
        return self.call("/acct/remitverify", {"action": "amount", "amount": amount})

    def paid(self, **changes: Any) -> None:
        """Go as far as 待验证."""
        self.fill(**changes)
        self.submit()
        self.pay()

    def reviewed(self) -> None:
        """Go as far as 审核中, by the deposit."""
        self.paid()
        self.phone("phone/bank/deposit")
        self.amount(self.look("state")["deposit"]["amount"])

    def pass_days(self, days: int) -> None:
        """Let working days pass."""
        self.phone("clock", working_days=days)
