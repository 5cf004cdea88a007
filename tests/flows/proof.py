"""What must be true when a company is certified, as the portal, the ledger and the disk show it."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import zxingcpp
from PIL import Image
from tests.flows.office import Office

from comparison import NOT_OF_THE_PROFILE, compared
from run_flow.profile import Profile

_ALONE = rb"(?<![0-9a-f.])%b(?![0-9a-f])"  # six digits of a hash or of a moment are no code
ENDED = ("同意协议", "上传图片", "提交审核", "支付费用", "对公打款验证", "补充资料")
COMPANY = {
    "facts": ("主体名称", "营业执照注册号/统一社会信用代码", "企业工商营业执照", "成立日期", "营业期限"),
    "guide": ("企业名称", "统一社会信用代码", "营业执照照片"),
}
PEOPLE = {
    "facts": (),
    "guide": (
        *("法人姓名", "法人身份证号", "法人身份证正面", "法人身份证反面"),
        *("运营者身份证正面", "运营者身份证反面"),
    ),
}
OPERATOR = ("运营者姓名", "运营者身份证号", "运营者手机号", "座机", "运营者邮箱")
BANK = {"facts": ("对公账户户名", "对公账户账号", "开户行"), "guide": ("开户名称", "银行账号", "开户银行")}
NAMING = {"自选词汇": ("命名依据", "账号名称"), "商标": ("命名依据", "账号名称", "商标注册证书")}
INVOICE = {
    "不开发票": ("发票类型",),
    "普通发票": ("发票类型", "发票抬头", "纳税人识别号", "收票邮箱"),
    "专用发票": (
        *("发票类型", "发票抬头", "纳税人识别号", "收票邮箱"),
        *("注册地址", "注册电话", "开户银行", "银行账号"),
    ),
}


def wanted_labels(office: Office, scenario: str) -> list[str]:
    """Return every label under which the portal must hold something of the profile."""
    profile = office.profile
    labels = ["认证类型", *COMPANY[scenario], *PEOPLE[scenario], *OPERATOR, *BANK[scenario]]
    return sorted([*labels, *NAMING[profile.account.naming], *INVOICE[profile.invoice.kind]])


def differing(office: Office) -> list[Any]:
    """Return the received fields and files that are not the profile's, or that nobody can account for."""
    return [each for each in compared(office.portal.received(), office.profile_file) if not each.equal]


def received_labels(office: Office) -> list[str]:
    """Return the labels under which the portal received something of the profile, each form once."""
    return sorted(each.label for each in compared(office.portal.received(), office.profile_file))


def strange_fields(office: Office) -> dict[str, set[str]]:
    """Return what was received and is not of the profile, by label, over all forms that were filled in."""
    found: dict[str, set[str]] = {}
    for entry in office.portal.received()["entries"]:
        for label, value in {**entry["fields"], **entry["uploads"]}.items():
            if entry["form"] not in ENDED and label in NOT_OF_THE_PROFILE and value:
                found.setdefault(label, set()).add(value)
    return found


def submitted_rows(office: Office) -> dict[str, Any]:
    """Return the forms as the submission itself listed them, in the shape of what was received."""
    rows = next(entry for entry in office.portal.received()["entries"] if entry["form"] == "提交审核")["fields"]
    sections: dict[str, dict[str, str]] = {}
    for name, value in rows.items():
        section, _dot, label = name.partition(" · ")
        sections.setdefault(section, {})[label] = value
    shape = {"application": "A1", "accepted": True, "uploads": {}}
    return {"entries": [{"form": section, "fields": fields, **shape} for section, fields in sections.items()]}


def uploaded(office: Office) -> list[tuple[str, str]]:
    """Return each file that was sent to the portal, in order, as the field and the hash."""
    entries = office.portal.received()["entries"]
    files = [entry["uploads"].items() for entry in entries if entry["form"] == "上传图片"]
    return [(field, file["sha256"]) for each in files for field, file in each]


def leaks(office: Office) -> list[str]:
    """Return where under the office's home a value of the profile or a code of the portal can be read."""
    codes = [message["code"] for message in office.portal.get("phone/inbox")["sms"] if "code" in message]
    return leaking(office.profile, codes, home=office.home)


def leaking(profile: Profile, codes: list[str], *, home: Path) -> list[str]:
    """Return where under *home* one of the profile's secrets or of *codes* can be read, in whatever file."""
    found = []
    for path in (path for path in home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found += [f"{path}: {kind}" for kind, value in profile.secrets() if _holds(content, value)]
        found += [f"{path}: code" for code in codes if re.search(_ALONE % code.encode(), content)]
    return found


def open_to_others(office: Office) -> list[str]:
    """Return the files and folders under the home that others than the user may read."""
    if os.name == "nt":
        return []
    return [str(path) for path in (office.home, *office.home.rglob("*")) if path.stat().st_mode & 0o077]


def pictures(office: Office) -> dict[str, Image.Image]:
    """Return the screenshot of each step that is done, by its title; a step without one is an error."""
    with office.ledger() as ledger:
        rows = ledger.steps(office.run.id)
    folder = office.home / "cases" / office.case_id / "files"
    assert [row.state for row in rows] == ["done"] * len(rows)
    return {row.title: Image.open(io.BytesIO((folder / f"{row.screenshot}.png").read_bytes())) for row in rows}


def codes_in(picture: Image.Image) -> list[str]:
    """Return what a phone could scan from the picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


def _holds(content: bytes, value: str) -> bool:
    escaped = value.encode("ascii", "backslashreplace")
    return any(form in content for form in {value.encode(), value.encode("gbk"), escaped, quote(value).encode()})
