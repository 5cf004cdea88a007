"""What linking's tests share: the office of a certified company, 小程序 that somebody made by hand, and what is held."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from tests.flows.office import Office

from mock_portal.accounts import Account, Kind
from mock_portal.company import Company
from run_flow.profile import load as load_profile

NAME, EMAIL = "晴禾样例报修", "miniprogram@qinghe.example"
OTHER = "someone@qinghe.example"
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
    program = world.register(Kind.PROGRAM, email=facts.pop("email", EMAIL), name=facts.pop("name", NAME), people=people)
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


def service_until(office: Office) -> str:
    """Return until when the 服务号 is certified."""
    return f"{office.portal.world.service.certification.current.valid_until:%Y-%m-%d}"
