"""Somebody who registers an account by the portal's calls, without a browser."""

from __future__ import annotations

from typing import Any

import httpx
from tests.mock.clerk import Clerk

PASSWORD = "qinghe2026"


class Applicant(Clerk):
    """A clerk who is not signed in: what they have is the cookie of a registration."""

    enters = False

    @property
    def registration(self) -> dict[str, Any]:
        """Return the newest registration as the portal holds it."""
        return self.look("state")["registrations"][-1]

    def at(self) -> str:
        """Return where the registration is."""
        return str(self.registration["stage"])

    def shown(self, path: str = "/acct/contractorpage", **query: str) -> httpx.Response:
        """Get a page, wherever it leads."""
        return self.client.get(path, params=query, follow_redirects=True)

    def basics(self, *, path: str = "/acct/emailregisterpage", **changes: Any) -> dict[str, Any]:
        """Hand the first form in."""
        email = str(changes.get("email", self.world.company.email))
        values: dict[str, Any] = {"email": email, "pw1": PASSWORD, "pw2": PASSWORD}
        if self.world.switches["activation"] == "code":
            self.call("/acct/sendmail", {"email": email})
            values["email_code"] = next((m["code"] for m in reversed(self.world.messages.mail) if "code" in m), "")
        if self.world.switches["picture_code"]:
            self.client.get("/cgi-bin/verifycode")
            values["imgcode"] = self.world.pictures.drawn[-1]
        return self.call(path, {"agree": True, "values": values | changes})

    def begun(self, *, path: str = "/acct/emailregisterpage") -> None:
        """Come to 信息登记."""
        assert self.basics(path=path)["base_resp"]["ret"] == 0
        if self.at() == "mail":
            self.client.get(self.world.messages.mail[-1]["link"])
        if self.at() == "place":
            self.call("/acct/contractorpage", {"place": "中国大陆"}, action="place")
            self.call("/acct/contractorpage", {"kind": "服务号"}, action="type")

    def entity(self, way: str = "2", **changes: Any) -> dict[str, Any]:
        """Hand 信息登记 in, with everybody's scan and code."""
        company, admin = self.world.company, self.world.company.person("administrator")
        values: dict[str, Any] = {
            "contractor_type": "1",
            "is_individual": "0" if company.kind == "企业" else "1",
            "name": company.name,
            "credential": company.credit_code,
            "business_license": [self.upload("business_license")["id"]],
            "register_type_select": way,
            "operator_name": admin.name,
            "operator_idcard": admin.id_number,
            "operator_mobile": admin.phone,
            "bank_acct_name": company.name,
            "bank_acct_num": "4000023009200012345",
            "bank_acct_num_confirm": "4000023009200012345",
            "bank_name": "icbc",
            "bank_place": "广东/深圳",
            "operator_type": "1" if way == "3" else "",
        }
        values |= {"verify_code": self.code(admin.phone)}
        values |= {"qrcheck_ticket": self.scan("registrant", who="administrator", name=admin.name)}
        if way == "3":
            legal = self.world.company.person("legal_person")
            values |= {"legal_person_name": legal.name, "legal_person_idcard": legal.id_number}
            values |= {"legal_ticket": self.scan("registrant_face", who="legal_person", name=legal.name)}
        return self.call("/acct/contractorsubmit", {"values": values | changes}, step="entity")

    def info(self, **changes: Any) -> dict[str, Any]:
        """Hand 公众号信息 in."""
        values = {"nick_name": self.world.company.nick_name, "intro": "为客户提供服务", "region": "中国/广东/深圳"}
        return self.call("/acct/registerpage", {"values": values | changes}, step="info")

    def registered(self, way: str = "1") -> None:
        """Go through the whole registration."""
        self.begun()
        assert self.entity(way)["base_resp"]["ret"] == 0
        assert self.info()["base_resp"]["ret"] == 0

    def transfer(self, **changes: str) -> dict[str, Any]:
        """Transfer what the page asks for."""
        wanted = self.registration["remittance"]
        return self.phone(
            "phone/bank/transfer", to_account=wanted["account"], **({"amount": wanted["amount"]} | changes)
        )
