"""Types of single values: each takes the text as typed and returns it as the portal wants it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from run_flow.language import _
from run_flow.profile import numbers
from run_flow.profile.fault import fault, ground

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_COMPANY_NAME = re.compile(rf"[0-9A-Za-z{_HAN}〇()（）:,._·《》&-]+")  # the sign-up form's own rule
FOREVER = ("长期", "永久", "无固定期限")
_WEAK = re.compile(
    "password1|passw0rd|12345678a|a12345678|abc12345|abcd1234|1234abcd|qwer1234|1qaz2wsx|qwerty123|admin123|woaini1314"
    "|asdf1234|q1w2e3r4|abc123456|wechat123|weixin123"
)
"""What everybody tries first; the portal keeps a list of its own that nobody has seen."""
_PERSON_NAME = re.compile(rf"[A-Za-z{_HAN}〇·. '-]+")


def gbk_width(text: str) -> int:
    """Return the length as the portal counts it: a Chinese character is two."""
    return len(text.encode("gbk"))


def _line(text: str) -> str:
    text = text.strip()
    if not text:
        raise fault("value.missing")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") for letter in text):
        raise fault("value.characters")
    return text


Line = Annotated[str, AfterValidator(_line)]


def _length(least: int, most: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not least <= len(text) <= most:
            raise fault("value.length", least=least, most=most, count=len(text))
        return text

    return check


def _company_name(text: str) -> str:
    if not _COMPANY_NAME.fullmatch(text):
        raise fault("company_name.characters")
    size = len(text.replace("（", "(").replace("）", ")").encode())
    if not 12 <= size <= 90:
        raise fault("company_name.length")
    return text


def _person_name(text: str) -> str:
    text = re.sub("[•・∙．‧]", "·", text)
    if not _PERSON_NAME.fullmatch(text) or len(text) > 20:
        raise fault("person_name.format")
    return text


def _portal_name(text: str) -> str:
    width = gbk_width(_in_gbk(text))
    if not 4 <= width <= 30:
        raise fault("name.length", width=width)
    return text


def _program_name(text: str) -> str:
    """Refuse what is too short or too long by both counts; `rules.names` warns of what only one of them takes."""
    if not 2 <= len(text) <= 30:
        return _portal_name(text)
    gbk_width(_in_gbk(text))
    return text


def _short_name(text: str) -> str:
    width = gbk_width(_in_gbk(text))
    if not 4 <= width <= 10:
        raise fault("short_name.length", width=width)
    return text


def _in_gbk(text: str) -> str:
    try:
        text.encode("gbk")
    except UnicodeEncodeError as error:
        raise fault("name.gbk", letter=text[error.start]) from None
    return text


def _password(text: str) -> str:
    if not 8 <= len(text) <= 16:
        raise fault("password.length")
    if not all("!" <= letter <= "~" for letter in text):
        raise fault("password.characters")
    if not (re.search(r"[A-Za-z]", text) and re.search(r"[0-9]", text)):
        raise fault("password.letters")
    if _WEAK.fullmatch(re.sub(r"[^a-z0-9]", "", text.lower())) or len(set(text)) < 5:
        raise fault("password.weak")
    return text


def _id_number(text: str, info: ValidationInfo) -> str:
    return numbers.id_number(text, today=ground(info).today)


def _mobile(text: str) -> str:
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    if not re.fullmatch(r"1[3-9][0-9]{9}", number):
        raise fault("mobile.format")
    return number


def _telephone(text: str) -> str:
    number = re.sub(r"^\((0\d{2,3})\)-?", r"\1-", unicodedata.normalize("NFKC", text).replace(" ", ""))
    if not re.fullmatch(r"(?:\+86)?(?:0\d{2,3}-?)?[1-9][0-9-]{4,14}(?:(?:转|-)\d{1,6})?", number):
        raise fault("telephone.format")
    return number


def _email(text: str) -> str:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise fault("email.format") from None
    return found.normalized


def _bank_account(text: str) -> str:
    account = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{2,35}", account):
        raise fault("account.format")
    return account


def _wechat(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][-_A-Za-z0-9]{5,19}", text):
        raise fault("wechat.format")
    return text


def _app_id(text: str) -> str:
    if not re.fullmatch(r"wx[0-9a-f]{16}", text):
        raise fault("app_id.format")
    return text


def _parts(text: Any) -> Any:
    return tuple(part.strip() for part in text.split("/")) if isinstance(text, str) else text


class Parts(tuple[str, ...]):
    """Several words that are one value, such as a region; any other tuple of a profile is a list of values."""

    __slots__ = ()


def _region(parts: tuple[str, ...]) -> Parts:
    if not (2 <= len(parts) <= 3 and all(parts)):
        raise fault("region.format")
    return Parts(parts)


def _category(text: str) -> str:
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 2 or not all(parts):
        raise fault("category.format")
    return "/".join(parts)


def _services(services: tuple[str, ...]) -> tuple[str, ...]:
    if not 1 <= len(services) <= 5:
        raise fault("services.count")
    return services


def _categories(categories: tuple[str, ...]) -> tuple[str, ...]:
    if not 1 <= len(categories) <= 5:
        raise fault("categories.count")
    return categories


def _date(text: Any) -> date:
    return _day(text, mend="")


def _day(text: Any, *, mend: str) -> date:
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            pass
    raise fault("date.format", mend=mend)


def _past(day: date, info: ValidationInfo) -> date:
    if day > ground(info).today:
        raise fault("date.future")
    return day


def _until(text: Any) -> Any:
    if isinstance(text, str) and text.strip() in FOREVER:
        return "长期"
    return _day(text, mend=_("写成“年-月-日”；没有期限写 长期。"))


def _service_account(text: Any) -> Any:
    if text != "服务号":
        raise fault("account.kind")
    return text


def _one_of(*choices: str) -> Callable[[Any], Any]:
    def check(text: Any) -> Any:
        if text in choices:
            return text
        near = difflib.get_close_matches(str(text), choices, n=1, cutoff=0.4)
        mend = _("是不是“{near}”？").format(near=near[0]) if near else ""
        raise fault("choice.unknown", mend=mend, choices="、".join(choices))

    return check


CompanyName = Annotated[Line, AfterValidator(_company_name)]
PersonName = Annotated[Line, AfterValidator(_person_name)]
PortalName = Annotated[Line, AfterValidator(_portal_name)]
ProgramName = Annotated[Line, AfterValidator(_program_name)]
ShortName = Annotated[Line, AfterValidator(_short_name)]
Password = Annotated[str, AfterValidator(_password)]
CreditCode = Annotated[Line, AfterValidator(numbers.credit_code)]
IdNumber = Annotated[Line, AfterValidator(_id_number)]
Mobile = Annotated[Line, AfterValidator(_mobile)]
Telephone = Annotated[Line, AfterValidator(_telephone)]
Email = Annotated[Line, AfterValidator(_email)]
BankAccount = Annotated[Line, AfterValidator(_bank_account)]
BankName = Annotated[Line, AfterValidator(_length(4, 60))]
Address = Annotated[Line, AfterValidator(_length(4, 200))]
Scope = Annotated[Line, AfterValidator(_length(2, 5000))]
Remarks = Annotated[Line, AfterValidator(_length(20, 200))]
Introduction = Annotated[Line, AfterValidator(_length(4, 120))]
WeChat = Annotated[Line, AfterValidator(_wechat)]
AppId = Annotated[Line, AfterValidator(_app_id)]
Region = Annotated[
    tuple[str, ...], BeforeValidator(_parts, json_schema_input_type=str | list[str]), AfterValidator(_region)
]
Category = Annotated[Line, AfterValidator(_category)]
Categories = Annotated[tuple[Category, ...], AfterValidator(_categories)]
Services = Annotated[tuple[Category, ...], AfterValidator(_services)]
Date = Annotated[date, BeforeValidator(_date)]
PastDate = Annotated[date, BeforeValidator(_date), AfterValidator(_past)]
_Forever = Literal["长期", "永久", "无固定期限"]
Until = Annotated[date | Literal["长期"], BeforeValidator(_until, json_schema_input_type=date | _Forever)]
AccountKind = Annotated[Literal["服务号"], BeforeValidator(_service_account)]
Kind = Annotated[Literal["企业", "个体工商户"], BeforeValidator(_one_of("企业", "个体工商户"))]
Verification = Annotated[
    Literal["支付验证", "法定代表人验证", "微信认证"],
    BeforeValidator(_one_of("支付验证", "法定代表人验证", "微信认证")),
]
Naming = Annotated[Literal["自选词汇", "商标"], BeforeValidator(_one_of("自选词汇", "商标"))]
InvoiceKind = Annotated[
    Literal["不开发票", "普通发票", "专用发票"], BeforeValidator(_one_of("不开发票", "普通发票", "专用发票"))
]
