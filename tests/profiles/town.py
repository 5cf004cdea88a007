"""The people of a generated profile, and what is taken already, so that nothing is shared by accident."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from tests.profiles import numerals

Facts = dict[str, Any]
_BRAND = "晴禾澜沐棠岚砚桐栎璟芮屿曦昕珩喆垚瑀琛翊霁澄谧煦"
RARE = "䶮𠮷㛃𬭎𪚥"  # not in GBK: a licence or an identity card may bear them, the name of an account may not
_SURNAMES = ("沈", "陆", "顾", "何", "欧阳", "司马", "阿依古丽·", "买买提·")
_CLAUSES = (
    "为客户提供扫码报修、进度查询和服务评价",
    "顾客在线点单，到店自取，积分兑换",
    "记录设备的保养，到期提醒",
    "预约上门时间；查看价格与人员安排",
    "不面向公众发布信息",
    "会员在这里查看余额(含赠送)与消费记录：每月更新",
)
_HOSTS = ("qinghe.example", "qq.com", "163.com", "tangshui.example", "mail.qinghe.example")


@dataclass
class Person:
    """Somebody, with all that any role needs."""

    number: int
    facts: Facts
    card: Facts
    born: date


@dataclass
class Town:
    """What is taken already, so that nothing is shared by accident."""

    dice: Random
    phones: set[str] = field(default_factory=set)
    mailboxes: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def phone(self) -> str:
        """Return a number that nobody has."""
        return numerals.mobile(self.dice, taken=self.phones)

    def email(self) -> str:
        """Return an address that nobody has."""
        return self._new(self.mailboxes, lambda: f"{self._letters(6)}{self.dice.randrange(100)}@{self._host()}")

    def brand(self) -> str:
        """Return two or three characters that no name begins with yet."""
        return self._new(self.names, lambda: "".join(self.dice.sample(_BRAND, self.dice.choice([2, 3]))))

    def wechat(self) -> str:
        """Return somebody's 微信号."""
        return self._letters(self.dice.randint(6, 12)) + self.dice.choice(["", "_88", "-x"])

    def clauses(self, *, least: int, most: int) -> str:
        """Return a text of so many characters that says something."""
        text = "，".join(self.dice.sample(_CLAUSES, len(_CLAUSES)))
        return text[: self.dice.randint(least, min(most, len(text)))].strip(" ，：；、(")

    def _new(self, taken: set[str], draw: Any) -> str:
        while (found := draw()) in taken:
            pass
        taken.add(found)
        return found

    def _letters(self, count: int) -> str:
        return "".join(self.dice.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(count))

    def _host(self) -> str:
        return self.dice.choice(_HOSTS)


def person(town: Town, number: int, today: date) -> Person:
    """Return somebody of age with a card that is valid, for longer than any errand takes."""
    dice = town.dice
    born = numerals.day_before(dice, today, least=19 * 366, most=75 * 365)
    given = "".join(dice.sample(_BRAND, dice.choice([1, 2]))) + dice.choice(["", "", dice.choice(RARE)])
    district = dice.choice(numerals.districts())[0]
    facts = {
        "name": dice.choice(_SURNAMES) + given + "甲乙丙丁"[number],
        "id_number": numerals.id_number(dice, born=born, district=district),
        "phone": town.phone(),
        "consent": str(numerals.day_before(dice, today, least=0, most=300)),
    }
    term = dice.choice([5, 10, 20])
    since = numerals.day_before(dice, today, least=1, most=min(term * 365 - 120, (today - born).days - 366))
    until = str(numerals.years_later(since, term))
    if since.year - born.year >= 46 and dice.random() < 0.7:
        until = dice.choice(["长期", "永久"])
    card = {
        "id_front": f"documents/front-{number}.jpg",
        "id_back": f"documents/back-{number}.jpg",
        "id_valid_from": str(since),
        "id_valid_until": until,
    }
    return Person(number, facts, card, born)
