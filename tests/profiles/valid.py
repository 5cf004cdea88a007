"""Profiles that are right: plausible companies, people and accounts, drawn with dice."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.profiles import numerals
from tests.profiles.town import RARE, Facts, Person, Town, person
from tests.profiles.writing import Raw

TODAY = date(2026, 11, 22)
SECRET = "qing-He_2026"
"""The password in the environment variable MP_PASSWORD and in the file secrets/password.txt."""

_TRADES = ("科技", "信息技术", "设备维修", "供应链管理", "（样例）技术服务", "环保工程", "X9数码科技")
_SHOPS = ("糖水铺", "修理部", "裁缝店", "花店", "面馆")
_KINDS = ("报修", "预约", "点单", "会员", "自助", "排队", "Plus", "查询2号")
_CATEGORIES = ("生活服务/家政", "工具/信息查询", "餐饮服务/点餐平台", "商业服务/会展服务", "生活服务/环保回收")
_STREETS = ("样例路 {} 号", "晴川二街 {} 号", "滨江大道{}号", "科技园 {} 栋")


def profile(dice: Random, *, today: date = TODAY) -> Facts:
    """Return the facts of a company or a 个体工商户 in which nothing is to be found."""
    town = Town(dice)
    household = dice.random() < 0.4
    place = dice.choice(numerals.districts())
    cast = [person(town, number, today) for number in range(dice.randint(1, 4))]
    said: Facts = {"company": _company(town, place, household=household, today=today)}
    said |= _roles(town, cast)
    said["bank"] = _bank(town, said, household=household)
    said["account"] = _account(town, today)
    said["invoice"] = _invoice(town, said)
    if dice.random() < 0.3:
        said["letter"] = "documents/letter.jpg"
    filed = dice.random() < 0.6
    if programs := _programs(town, household=household, filed=filed, today=today):
        said["mini_programs"] = programs
    if filed:
        said["filing"] = _filing(town, said, cast, place)
    said["confirmed"] = _confirmed(dice, today, filed=filed)
    return said


def furnish(folder: Path) -> Path:
    """Put small pictures for every slot, and the password's file, into *folder*."""
    from PIL import Image

    (folder / "documents").mkdir(parents=True)
    people = [f"{side}-{number}" for number in range(4) for side in ("front", "back", "portrait", "hand")]
    slots = ("licence", "permit", "trademark", "letter", "authorization", "medical", "approval", "other")
    for name in (*people, *slots):
        Image.new("RGB", (24, 16), "gray").save(folder / f"documents/{name}.jpg")
    Image.new("RGB", (144, 144), "white").save(folder / "documents/icon.png")
    (folder / "secrets").mkdir()
    (folder / "secrets/password.txt").write_text(SECRET, encoding="utf-8")
    return folder


def _company(town: Town, place: tuple[str, ...], *, household: bool, today: date) -> Facts:
    dice, (district, province, city, county) = town.dice, place
    brand = town.brand() + dice.choice(["", "", dice.choice(RARE)])
    end = dice.choice(_SHOPS) if household else f"{dice.choice(_TRADES)}有限公司"
    scope = "；".join(dice.sample(["设备维修", "餐饮服务", "软件的技术开发与技术服务", "日用品零售"], 2))
    return {
        "name": f"{city if len(city) < 6 else ''}{brand}样例{end}",
        "credit_code": numerals.credit_code(dice, prefix="92" if household else "91", district=district),
        "kind": "个体工商户" if household else "企业",
        "address": f"{province}{city}{county}{_street(dice)}",
        "scope": scope + dice.choice(["", "；药品零售", "。"]),
        "licence": "documents/licence.jpg",
        "established": str(numerals.day_before(dice, today, least=1, most=9000)),
        "valid_until": dice.choice(["长期", "永久", str(today + timedelta(days=dice.randint(116, 9000)))]),
    }


def _street(dice: Random) -> str:
    return dice.choice(_STREETS).format(dice.randint(1, 900)) + dice.choice(["", " B 座 1206 室", "301房"])


def _roles(town: Town, cast: list[Person]) -> Facts:
    """Return the three roles that every profile has; who comes again may be stated once."""
    dice, head = town.dice, cast[0]
    operator, administrator = dice.choice(cast), dice.choice(cast)
    said: Facts = {"legal_person": head.facts | head.card}
    said["operator"] = _again(dice, operator.facts | operator.card, "legal_person", same=operator is head) | {
        "email": town.email(),
        "reachable": dice.choice(["工作日 9:00–18:00", "每天 10:00-20:00"]),
    }
    if dice.random() < 0.3:
        said["operator"]["landline"] = dice.choice(["0755-26000022", "010-62345678", "02087654321"])
    other, same = (
        ("operator", administrator is operator) if dice.random() < 0.5 else ("legal_person", administrator is head)
    )
    said["administrator"] = _again(dice, administrator.facts, other, same=same) | {"wechat": town.wechat()}
    if (
        operator is administrator
        and "same_as" in said["administrator"]
        and other == "legal_person"
        and dice.random() < 0.4
    ):
        own = {key: said["operator"][key] for key in ("email", "reachable")}
        said["operator"] = (
            {"same_as": "administrator"} | operator.card | own
        )  # who comes first may be as who comes later
    return said


def _again(dice: Random, facts: Facts, other: str, *, same: bool) -> Facts:
    """Return the *facts* in full, or as those of the *other* role where it is the *same* person."""
    if not same or dice.random() < 0.5:
        return dict(facts)
    stated = {key: facts[key] for key in facts if dice.random() < 0.1}
    return {"same_as": other} | stated


def _bank(town: Town, said: Facts, *, household: bool) -> Facts:
    dice = town.dice
    own = household and dice.random() < 0.5
    name, (personal, corporate) = dice.choice(list(numerals.BANKS.items()))
    digits = dice.choice(personal if own else corporate)
    found = {
        "name": f"{name}{dice.choice(['深圳南山支行', '营业部', '广州分行', '晴川路分理处'])}",
        "account": numerals.account(dice, digits=digits, first="6222" if own and digits >= 16 else "4"),
        "holder": said["legal_person"]["name"] if own else said["company"]["name"],
    }
    return found | ({"permit": "documents/permit.jpg"} if dice.random() < 0.3 else {})


def _account(town: Town, today: date) -> Facts:
    dice, brand = town.dice, town.brand()
    found = {
        "email": town.email(),
        "name": f"{brand}{dice.choice(['服务', '客服中心', '样例商城', 'Lab'])}",
        "introduction": town.clauses(least=6, most=118),
        "region": _region(dice),
        "naming": "自选词汇",
    }
    if dice.random() < 0.3:
        found |= {"naming": "商标", "trademark": "documents/trademark.jpg"}
    if dice.random() < 0.5:
        found["kind"] = "服务号"
    if dice.random() < 0.4:
        found["other_names"] = [f"{brand}{word}" for word in dice.sample(["甲店", "样例", "2026"], dice.choice([1, 2]))]
    return found | _optional(dice, today)


def _optional(dice: Random, today: date) -> Facts:
    found: Facts = {}
    if dice.random() < 0.3:
        found["certified_until"] = str(today + timedelta(days=dice.randint(15, 360)))
    if dice.random() < 0.3:
        found["password"] = Raw(dice.choice(["!env MP_PASSWORD", "!file secrets/password.txt"]))
    return found


def _region(dice: Random, province: str = "") -> str:
    records = [record for record in numerals.districts() if not province or record[1] == province]
    _code, first, city, county = dice.choice(records)
    short = re.sub(r"(省|市)$", "", first) if dice.random() < 0.5 else first
    return dice.choice(["/", " / "]).join([short, city, county][: dice.choice([2, 3])])


def _invoice(town: Town, said: Facts) -> Facts:
    kind = town.dice.choice(["不开发票", "普通发票", "专用发票"])
    company, bank = said["company"], said["bank"]
    whole = {
        "title": company["name"],
        "tax_number": company["credit_code"],
        "email": town.email(),
        "address": company["address"],
        "phone": "0755-26000022",
        "bank": bank["name"],
        "account": bank["account"],
    }
    needed = {"不开发票": 0, "普通发票": 3, "专用发票": 7}[kind]
    return {"kind": kind} | dict(list(whole.items())[: town.dice.choice([needed, needed, 7])])


def _programs(town: Town, *, household: bool, filed: bool, today: date) -> list[Facts]:
    new = town.dice.randint(0, 1 if household else 4)
    old = town.dice.randint(0, 3)
    return [_program(town, filed=filed, new=number < new, today=today) for number in range(new + old)]


def _program(town: Town, *, filed: bool, new: bool, today: date) -> Facts:
    dice, brand = town.dice, town.brand()
    found = {
        "name": f"{brand}样例{dice.choice(_KINDS)}",
        "introduction": town.clauses(least=6, most=118),
        "icon": "documents/icon.png",
        "categories": dice.sample(_CATEGORIES, dice.randint(1, 5)),
        "email": town.email(),
    } | _optional(dice, today)
    if dice.random() < 0.4:
        found["short_name"] = brand[: dice.choice([2, 2, 3])] + dice.choice(["", "样"])
    if not new:
        found["app_id"] = "wx" + "".join(dice.choice("0123456789abcdef") for _ in range(16))
    if filed:
        found["filing"] = _program_filing(town)
    return found


def _program_filing(town: Town) -> Facts:
    dice = town.dice
    found: Facts = {
        "services": dice.sample(_CATEGORIES, dice.randint(1, 5)),
        "remarks": town.clauses(least=30, most=190),
    }
    if dice.random() < 0.2:
        found["remarks"] = "介绍本社的出版物，读者可以预订和查询到货的时间，不在线阅读。"
        found["pre_approval"] = [
            {"kind": "出版", "number": "新出发证字第 0000 号", "document": "documents/approval.jpg"}
        ]
    return found


def _filing(town: Town, said: Facts, cast: list[Person], place: tuple[str, ...]) -> Facts:
    dice, head, principal = town.dice, cast[0], town.dice.choice(cast)
    administrator = said["administrator"]
    admin = next(p for p in cast if p.facts["id_number"] == _number(said, administrator))
    found: Facts = {
        "region": _region(dice, place[1]),
        "address": _street(dice),
        "principal": _responsible(town, principal, "legal_person", same=principal is head),
    }
    if principal is not head:
        found["authorization"] = "documents/authorization.jpg"
    if principal is not admin or dice.random() < 0.5:
        found["manager"] = _responsible(town, admin, "filing.principal", same=admin is principal)
    if "药品" in said["company"]["scope"]:
        found["medical"] = "documents/medical.jpg"
    for key, value in (
        ("sponsor", said["company"]["name"]),
        ("remarks", "补充的话"),
        ("others", ["documents/other.jpg"]),
    ):
        if dice.random() < 0.2:
            found[key] = value
    return found


def _number(said: Facts, role: Facts) -> str:
    while "id_number" not in role:
        role = said[role["same_as"]]
    return role["id_number"]


def _responsible(town: Town, person: Person, other: str, *, same: bool) -> Facts:
    stated = _again(town.dice, person.facts | person.card, other, same=same)
    stated |= {"emergency_phone": town.phone(), "email": town.email()}
    for key, name in (("portrait", "portrait"), ("hand_held", "hand")):
        if town.dice.random() < 0.3:
            stated[key] = f"documents/{name}-{person.number}.jpg"
    return stated


def _confirmed(dice: Random, today: date, *, filed: bool) -> Facts:
    names = ["wechat", "emails", "registrations", "names", "active", "calls", "finance"]
    if filed or dice.random() < 0.2:
        names += ["filed_elsewhere", "sms", "face"]
    return {name: str(numerals.day_before(dice, today, least=0, most=20)) for name in names}
