"""What proves itself: numbers by their check digits, an identity card's term by its holder's age."""

from __future__ import annotations

import re
from datetime import date

from run_flow.profile.numbers import organisation_digit

_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_ID_NUMBER = re.compile(r"(?<![0-9])[1-8][0-9]{16}[0-9X](?![0-9])")


def credit_codes(text: str) -> list[str]:
    """Return each credit code in *text* (upper case) whose two check digits hold."""
    from stdnum.cn import uscc

    return [code for code in _CODE.findall(text) if uscc.is_valid(code) and code[16] == organisation_digit(code[8:16])]


def id_numbers(text: str) -> list[str]:
    """Return each identity number in *text* (upper case) whose birth date exists and whose check digit holds."""
    from stdnum.iso7064 import mod_11_2

    return [number for number in _ID_NUMBER.findall(text) if _day(number[6:14]) and mod_11_2.is_valid(number)]


def card_end(printed: str, *, id_number: str) -> date | None:
    """Return the last day of an identity card's term "2016070120360701", where nothing can be misread.

    The law (居民身份证法 第五条) ties the term to the age at issue: 10 years from 16, 20 years from 26. One wrong digit
    on either side breaks that.
    """
    begun, ends, born = _day(printed[:8]), _day(printed[8:]), _day(id_number[6:14])
    if begun is None or ends is None or born is None:
        return None
    age = begun.year - born.year - ((begun.month, begun.day) < (born.month, born.day))
    years = 10 if 16 <= age < 26 else 20 if 26 <= age < 46 else 0
    return ends if years and (ends.year - years, ends.month, ends.day) == (begun.year, begun.month, begun.day) else None


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
