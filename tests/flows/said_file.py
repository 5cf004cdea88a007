"""What the portal says to a filing, how that comes about, and what the operator then sees: each row is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.flows.filing import FilingOffice

from run_flow.errors import FormRefused, PortalRefused


@dataclass(frozen=True)
class Said:
    """One text of the portal's; *code* is the number it goes by, *sees* the error in which the operator reads it."""

    text: str
    how: str
    sees: type[Exception]
    code: str = ""
    switches: Mapping[str, Any] = field(default_factory=dict)
    change: Callable[[dict[str, Any]], None] | None = None
    happens: Callable[[FilingOffice], None] = lambda _office: None

    @property
    def exit_code(self) -> int:
        """Return how the command ends."""
        return int(self.sees.exit_code)  # type: ignore[attr-defined]  # every error of ours has one


def lacking(*names: str) -> Callable[[FilingOffice], None]:
    """Return what makes the 小程序 lack something that a filing needs before."""

    def happen(office: FilingOffice) -> None:
        program = office.programs[0]
        if "information" in names:
            program.information = ""
        if "categories" in names:
            program.categories = ()
        if "certification" in names:
            program.certification.revoke()

    return happen


def another_company(office: FilingOffice) -> None:
    """Let the 小程序 belong to a company of another name."""
    program = office.programs[0]
    program.company = replace(program.company, name="另一家样例公司")


def another_manager(profile: dict[str, Any]) -> None:
    """State somebody who does not administer the 小程序."""
    profile["filing"]["manager"]["same_as"] = "operator"


def unknown_service(profile: dict[str, Any]) -> None:
    """State a service that the page does not offer."""
    profile["mini_programs"][0]["filing"]["services"] = ["生活服务/洗车"]


def canceling(office: FilingOffice) -> None:
    """Let the filing be in the course of being cancelled."""
    office.programs[0].filing.record.canceling = True


def nobody_answers(office: FilingOffice) -> None:
    """Let the platform's call ring, and ring again an hour later, for nobody."""

    def hours_pass() -> None:
        for _time in range(2):
            office.portal.post("clock", advance=3700)
            office.portal.get("state")

    office.people.whims.ignore = ("可能来电核实",)
    office.people.hears["review"] = hours_pass


def nobody_verifies(office: FilingOffice) -> None:
    """Let a day pass after the bureau's messages."""
    office.people.hears["sms"] = lambda: office.portal.post("clock", advance=90_000)
    office.people.first["sms"] = lambda: office.people.type("sms", "已核验")
    office.people.whims.ignore = ("12381",)


SAID = (
    Said("请先填写小程序信息", "小程序信息没有填", FormRefused, "1025", happens=lacking("information")),
    Said("请先添加服务类目", "没有服务类目", FormRefused, "1026", happens=lacking("categories")),
    Said("请先填写小程序信息，请先添加服务类目", "信息、类目都没有", FormRefused, "1027", happens=lacking("information", "categories")),
    Said("请先完成微信认证", "小程序没有认证", FormRefused, "1028", happens=lacking("certification")),
    Said("请先填写小程序信息，请先完成微信认证", "没有认证，信息没有填", FormRefused, "1029", happens=lacking("information", "certification")),
    Said("请先添加服务类目，请先完成微信认证", "没有认证，没有类目", FormRefused, "1030", happens=lacking("categories", "certification")),
    Said("请先填写小程序信息，请先添加服务类目，请先完成微信认证", "三者都缺", FormRefused, "1031", happens=lacking("information", "categories", "certification")),
    Said("含有关键词", "入口关闭：名称", FormRefused, "available=0", {"filing_entry": "name"}),
    Said("管局系统维护中", "入口关闭：维护", FormRefused, "available=0", {"filing_entry": "maintenance"}),
    Said("备案正在注销", "备案正在注销", FormRefused, "is_canceling", happens=canceling),
    Said("该主体已在北京完成备案，请修改备案省份或注销备案主体重新备案", "主体在别的省备过案", FormRefused, "", {"filing_elsewhere": "北京"}),
    Said("主办者与小程序主体不一致", "资料里的公司不是小程序的主体", FormRefused, happens=another_company),
    Said("营业执照有效期不足", "营业执照快到期", FormRefused, "", {"filing_licence": "ending"}),
    Said("小程序管理员信息与当前管理员不一致", "负责人不是小程序的管理员", FormRefused, change=another_manager),
    Said("里没有“洗车”", "服务内容类型不在页面的字典里", FormRefused, change=unknown_service),
    Said("今天人脸核身的次数已经用完", "人脸核身到了当天的次数", FormRefused, "", {"filing_faces_a_day": 0}),
    Said("初审电话两次未接通", "初审电话没有人接", PortalRefused, "3", {"filing_call": True}, happens=nobody_answers),
    Said("未在24小时内完成短信核验", "短信核验超时，整单退回", PortalRefused, "sms_verify_status=3", happens=nobody_verifies),
    Said("备注内容过于笼统", "平台驳回", PortalRefused, "3", {"filing_review": "reject"}),
    Said("通讯地址不完整", "管局驳回", PortalRefused, "5", {"filing_bureau": "reject"}),
)  # fmt: skip
