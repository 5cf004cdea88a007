"""What linking's tests share: the office of a certified company, 小程序 that somebody made by hand, and what is held."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from tests.flows.figures import compared
from tests.flows.office import Office

from mock_portal.accounts import Account, Kind
from mock_portal.company import Company
from run_flow.profile import load as load_profile

NAME, EMAIL = "晴禾样例报修", "miniprogram@qinghe.example"
OTHER = "someone@qinghe.example"
SECOND = {
    "name": "晴禾样例巡检",
    "short_name": "晴禾巡检",
    "introduction": "客户预约上门巡检，查看巡检报告和建议。",
    "categories": ["工具/办公"],
    "email": "second@qinghe.example",
}
STRANGER = Company(name="深圳市别家样例有限公司", credit_code="91440300MA5XX00000")


def state_program(office: Office, **facts: Any) -> None:
    """Change what the profile says of its first 小程序."""
    yaml = YAML()
    told = yaml.load(office.profile_file)
    told["mini_programs"][0] |= facts
    yaml.dump(told, office.profile_file)
    office.profile = load_profile(office.profile_file)


def add_program(office: Office, **facts: Any) -> None:
    """State another 小程序, like the first but for *facts*."""
    yaml = YAML()
    told = yaml.load(office.profile_file)
    told["mini_programs"].append({**told["mini_programs"][0], **facts})
    yaml.dump(told, office.profile_file)
    office.profile = load_profile(office.profile_file)


def registered_alone(office: Office, *, company: Company | None = None, **facts: Any) -> Account:
    """Have a 小程序 that was registered by itself, and its AppID in the profile."""
    world = office.portal.world
    people = tuple(facts.pop("people", world.service.people[:1]))
    stated = office.profile.mini_programs[0]
    names = {"email": facts.pop("email", stated.email), "name": facts.pop("name", stated.name)}
    program = world.register(Kind.PROGRAM, **names, people=people)
    program.company = company or program.company
    state_program(office, app_id=program.app_id)
    return program


def prepare(office: Office, before: str) -> None:
    """Do by hand what a row of ``said_link`` wants to have happened."""
    {
        "": lambda: None,
        "mailed": lambda: _sent(office, same_admin="1"),
        "activated": lambda: _activated(office),
        "taken": lambda: office.portal.world.register(Kind.PROGRAM, email=EMAIL, name="别的小程序"),
        "unknown": lambda: state_program(office, app_id="wx00000000000000ff"),
        "alone": lambda: registered_alone(office),
        "foreign": lambda: registered_alone(office, company=STRANGER),
        "clash": lambda: office.portal.world.register(Kind.PROGRAM, email=OTHER, name=NAME),
    }[before]()


def _sent(office: Office, *, same_admin: str) -> str:
    fast = office.portal.world.service.fast
    fast.draft.values |= {"email": OTHER, "is_same_admin": same_admin}
    assert fast.send() == ""
    return fast.sent[-1].link


def _activated(office: Office) -> None:
    office.portal.world.service.fast.activate(_sent(office, same_admin=""))


def program(office: Office, app_id: str = "") -> dict[str, Any]:
    """Return the 小程序 as the portal has it."""
    held = [each for each in office.portal.get("state")["accounts"] if each["kind"] == "小程序"]
    return next(each for each in held if app_id in ("", each["app_id"]))


def link_state(office: Office, app_id: str = "") -> str:
    """Return where the portal says the link stands."""
    service = next(each for each in office.portal.get("state")["accounts"] if each["kind"] == "服务号")
    return str(service["links"].get(program(office, app_id)["app_id"], ""))


def differing(office: Office, *, least: int) -> list[Any]:
    """Return what the portal received for a 小程序 and the profile does not say; *least* fields must be there."""
    fields = compared(office.portal.world, office.profile_file)
    assert len(fields) >= least
    return [each for each in fields if not each.equal]


def service_until(office: Office) -> str:
    """Return until when the 服务号 is certified."""
    return f"{office.portal.world.service.certification.current.valid_until:%Y-%m-%d}"
