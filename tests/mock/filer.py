"""Somebody who files by the portal's calls, without a browser."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from tests.mock.clerk import Clerk

from mock_portal.accounts import Account, Kind
from mock_portal.server import Running

BLOCKS = ("subject", "principal", "program", "manager", "papers")


class Filer(Clerk):
    """A clerk in the back office of the company's 小程序, which has all that a filing needs before."""

    def __init__(self, portal: Running, *, names: tuple[str, ...] = ("样例报修",), **facts: Any) -> None:
        """Register the 小程序 and sign in to the first."""
        super().__init__(portal, **facts)
        staff = tuple(person for person in self.world.company.people if person.role == "administrator")
        self.programs: list[Account] = []
        for name in names:
            account = self.world.register(Kind.PROGRAM, email=f"{name}@example.com", name=name, people=staff)
            account.information, account.categories = "为客户提供报修", ("生活服务/家政",)
            account.certification.grant()
            self.programs.append(account)
        self.enter(0)

    def enter(self, number: int) -> None:
        """Sign in to one of the 小程序."""
        cookie, self.token = self.portal.sign_in(self.programs[number].name)
        self.client.cookies.set(cookie["name"], cookie["value"])
        self.program = self.programs[number]

    @property
    def filing(self) -> Any:
        """Return the filing of the 小程序 that the clerk is in."""
        return self.program.filing

    def do(self, action: str, **posted: Any) -> dict[str, Any]:
        """Post to one of the filing's calls; what it answered, with the code and the words on top."""
        told = self.call(f"/wxamp/icp/do/{action}", posted)
        return told | {"ret": told["base_resp"]["ret"], "say": told["base_resp"]["err_msg"]}

    def begin(self) -> dict[str, Any]:
        """Have the administrator scan, and open the form."""
        ticket = self.scan("administrator", who="administrator")
        return self.do("begin", qrcheck_ticket=ticket)

    def picture(self, name: str, *, size: tuple[int, int] = (1280, 800)) -> list[str]:
        """Upload a picture for a field."""
        out = io.BytesIO()
        Image.new("RGB", size, "white").save(out, "PNG")
        return [self.upload(name, out.getvalue())["id"]]

    def values(self, block: str) -> dict[str, Any]:
        """Return values that a block takes."""
        return {
            "subject": self._subject,
            "principal": lambda: {"principal_is_legal": "1"} | self._person("principal", "legal_person", "13900000001"),
            "program": lambda: {
                "service_rows": "1",
                "service_1": "生活服务/家政服务",
                "approval_rows": "1",
                "approval_1": "0",
                "remarks": "本小程序为购买设备的客户提供扫码报修、维修进度查询和服务评价。",
            },
            "manager": lambda: {"manager_same": ""} | self._person("manager", "administrator", "13900000002"),
            "papers": dict,
        }[block]()

    def verify(self, block: str, **changes: Any) -> dict[str, Any]:
        """Have a block verified."""
        return self.do("verify", part=block, values=self.values(block) | changes)

    def show_face(self) -> None:
        """Ask for a face and show it."""
        self.do("face")
        self.phone("phone/filing/face", task=self.filing.faces.tasks[-1].id)

    def fill(self) -> None:
        """Verify every block."""
        assert self.begin()["ret"] == 0
        self.show_face()
        for block in BLOCKS:
            assert self.verify(block)["ret"] == 0, block

    def submit(self) -> dict[str, Any]:
        """Agree and hand the filing in."""
        return self.do("submit", agree=True)

    def handed_in(self) -> None:
        """Go as far as 平台审核中."""
        self.fill()
        assert self.submit()["ret"] == 0

    def with_the_bureau(self, *, verified: bool = True) -> None:
        """Go as far as 管局审核中."""
        self.handed_in()
        self.phone("phone/filing/approve")
        if verified:
            for check in self.filing.phones.checks:
                self.phone("phone/filing/verify", phone=check.phone, code=check.code)

    def pairs(self) -> dict[str, str]:
        """Return what the page says of the filing."""
        account = next(each for each in self.look("state")["accounts"] if each["app_id"] == self.program.app_id)
        return account["filing"]

    def _subject(self) -> dict[str, Any]:
        company = self.world.company
        return {
            "region": "广东/深圳/南山",
            "type": "4",
            "certificate_type": "1",
            "name": company.name,
            "certificate_number": company.credit_code,
            "certificate_address": company.address,
            "certificate_photo": self.picture("certificate_photo"),
            "address": "样例路 8 号 1206 室",
            "sponsor": company.name,
        }

    def _person(self, role: str, who: str, emergency: str) -> dict[str, Any]:
        person = self.world.company.person(who)
        facts = {
            "name": person.name,
            "certificate": "2",
            "id": person.id_number,
            "valid": "2016-07-01~长期",
            "mobile": person.phone,
            "emergency": emergency,
            "email": f"{role}@example.com",
            "front": self.picture("front"),
            "back": self.picture("back"),
        }
        return {f"{role}_{name}": value for name, value in facts.items()}
