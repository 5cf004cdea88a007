"""Numbers that carry a check digit: credit codes and identity numbers.

GB 32100 and GB 11714 (unified social credit code, organisation code), GB 11643 (identity number).
`stdnum.cn.ric` is not used: it crashes on some counties and refuses people born before their county's code was made.
"""

from __future__ import annotations

import unicodedata
from datetime import date

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from run_flow.language import _
from run_flow.profile.fault import fault

_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LOOKS_LIKE = {"I": "1", "O": "0", "Z": "2", "S": "5"}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_FIRST_TO_LAST_PROVINCE = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
_PROVINCES = frozenset(str(code) for first, last in _FIRST_TO_LAST_PROVINCE for code in range(first, last + 1))
_ADULT_YEARS = 18


def credit_code(text: str) -> str:
    """Return the unified social credit code in its plain form, or raise what is wrong with it first."""
    code = plain(text)
    if len(code) != 18:
        raise fault("uscc.length", count=len(code))
    if strange := sorted(set(code) - set(_CODE_LETTERS)):
        raise fault("uscc.characters", mend=_letters_hint(strange))
    if code[:2] not in ("91", "92"):
        raise fault("uscc.prefix")
    if code[2:4] not in _PROVINCES | {"10"} or not code[:8].isdigit():
        raise fault("uscc.region")
    if code[17] != uscc.calc_check_digit(code):
        raise fault("uscc.checksum")
    if code[16] != organisation_digit(code[8:16]):
        raise fault("uscc.organisation")
    return code


def organisation_digit(letters: str) -> str:
    """Return the check digit of an organisation code's first eight characters (GB 11714)."""
    total = sum(int(letter, 36) * weight for letter, weight in zip(letters, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[(11 - total % 11) % 11]


def id_number(text: str, *, today: date) -> str:
    """Return the identity number in its plain form, of somebody who is 18 or older *today*."""
    number = plain(text)
    if len(number) != 18:
        raise fault("id.length", count=len(number))
    if not (number[:17].isascii() and number[:17].isdigit() and number[17] in "0123456789X"):
        raise fault("id.characters")
    if number[:2] not in _PROVINCES | {"83"}:  # 83: residence permits for people from Taiwan
        raise fault("id.province")
    born = _birth_date(number)
    if born is None or born > today:
        raise fault("id.birth_date")
    if number[17] != mod_11_2.calc_check_digit(number[:17]):
        raise fault("id.checksum")
    if _years(born, today) < _ADULT_YEARS:
        raise fault("id.age")
    return number


def plain(text: str) -> str:
    """Return a number as it is compared: one width, no spaces and hyphens, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()


def _letters_hint(strange: list[str]) -> str:
    swaps = [f"{letter} → {_LOOKS_LIKE[letter]}" for letter in strange if letter in _LOOKS_LIKE]
    if swaps:
        return _("看看是不是认错了：{swaps}。").format(swaps=" · ".join(swaps))
    return ""


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
