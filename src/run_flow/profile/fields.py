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
_PERSON_NAME = re.compile(rf"[A-Za-z{_HAN}〇·. ]+")


def gbk_width(text: str) -> int:
    """Return the length as the portal counts it: a Chinese character is two."""
    return len(text.encode("gbk"))


def some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Refuse an empty list; pydantic's own limit would count only the items without a fault."""
    if not items:
        raise fault("list.empty", _("至少要有一项。"), _("照样例资料加一项。"))
    return items


def _line(text: str) -> str:
    text = text.strip()
    if not text:
        raise fault("value.missing", _("没有填写。"), _("在冒号后面填写内容。"))
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") for letter in text):
        raise fault("value.characters", _("内容里有换行或看不见的字符。"), _("写成一行，或重新输入这一行。"))
    return text


Line = Annotated[str, AfterValidator(_line)]


def _length(least: int, most: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not least <= len(text) <= most:
            message = _("应为 {least} 到 {most} 个字，现在是 {count} 个。")
            raise fault(
                "value.length", message.format(least=least, most=most, count=len(text)), _("改到这个长度以内。")
            )
        return text

    return check


def _company_name(text: str) -> str:
    if not _COMPANY_NAME.fullmatch(text):
        message = _("名称里有平台不接受的字符。")
        raise fault("company_name.characters", message, _("照营业执照抄写：汉字、字母、数字和 ()-:,._·《》。"))
    size = len(text.replace("（", "(").replace("）", ")").encode())
    if not 12 <= size <= 90:
        raise fault("company_name.length", _("名称应为 4 到 30 个汉字。"), _("照营业执照抄写全称。"))
    return text


def _person_name(text: str) -> str:
    if not _PERSON_NAME.fullmatch(text) or len(text) > 20:
        message = _("姓名应为 1 到 20 个汉字或字母。")
        raise fault("person_name.format", message, _("照身份证抄写，“·”不要省略。"))
    return text


def _portal_name(text: str) -> str:
    try:
        width = gbk_width(text)
    except UnicodeEncodeError as error:
        message = _("平台不认识这个字：{letter}").format(letter=text[error.start])
        raise fault("name.gbk", message, _("换一个常用字，不要用表情符号。")) from None
    if not 4 <= width <= 30:
        message = _("名称应为 4 到 30 个字符（一个汉字算 2 个），现在是 {width} 个。").format(width=width)
        raise fault("name.length", message, _("改到这个长度以内。"))
    return text


def _id_number(text: str, info: ValidationInfo) -> str:
    return numbers.id_number(text, today=ground(info).today)


def _mobile(text: str) -> str:
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    if not re.fullmatch(r"1[3-9][0-9]{9}", number):
        message = _("手机号应为 1 开头的 11 位数字。")
        raise fault("mobile.format", message, _("只写中国大陆手机号，不写座机。"))
    return number


def _telephone(text: str) -> str:
    number = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not re.fullmatch(r"(?:\+86)?(?:0\d{2,3}-?)?[1-9][0-9-]{4,14}", number):
        raise fault("telephone.format", _("电话号码不对。"), _("写成“区号-号码”，例如 0755-26000000。"))
    return number


def _email(text: str) -> str:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        message = _("邮箱地址不对。")
        raise fault("email.format", message, _("写成 name@example.com 的样子，不用全角字符。")) from None
    return found.normalized


def _bank_account(text: str) -> str:
    account = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{2,35}", account):
        raise fault("account.format", _("银行账号应为 2 到 35 位数字。"), _("照开户许可证或银行卡抄写，只写数字。"))
    return account


def _wechat(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][-_A-Za-z0-9]{5,19}", text):
        message = _("微信号应为 6 到 20 个字母、数字、“-”或“_”。")
        raise fault("wechat.format", message, _("在微信“我”的页面上看微信号，不是昵称。"))
    return text


def _app_id(text: str) -> str:
    if not re.fullmatch(r"wx[0-9a-f]{16}", text):
        message = _("AppID 应为 wx 加 16 位小写字母或数字。")
        raise fault("app_id.format", message, _("在小程序后台“开发设置”里复制；还没有小程序就不写。"))
    return text


def _parts(text: Any) -> Any:
    return tuple(part.strip() for part in text.split("/")) if isinstance(text, str) else text


def _region(parts: tuple[str, ...]) -> tuple[str, ...]:
    if not (2 <= len(parts) <= 3 and all(parts)):
        raise fault("region.format", _("运营地区应写成“省/市”或“省/市/区”。"), _("例如 广东/深圳/南山。"))
    return parts


def _category(text: str) -> str:
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 2 or not all(parts):
        raise fault("category.format", _("服务类目应写成“一级/二级”。"), _("例如 生活服务/家政。"))
    return "/".join(parts)


def _categories(categories: tuple[str, ...]) -> tuple[str, ...]:
    if not 1 <= len(categories) <= 5:
        raise fault("categories.count", _("服务类目应有 1 到 5 个。"), _("留下最主要的几个。"))
    return categories


def _date(text: Any) -> Any:
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            pass
    raise fault("date.format", _("日期不对。"), _("写成“年-月-日”，例如 2019-03-05。"))


def _past(day: date, info: ValidationInfo) -> date:
    if day > ground(info).today:
        raise fault("date.future", _("日期还没有到。"), _("照营业执照核对。"))
    return day


def _until(text: Any, info: ValidationInfo) -> Any:
    if isinstance(text, str) and text.strip() in ("长期", "永久", "无固定期限"):
        return "长期"
    day = _date(text)
    if day < ground(info).today:
        raise fault("licence.expired", _("营业期限已过。"), _("先换新的营业执照；没有期限写“长期”。"))
    return day


def _one_of(*choices: str) -> Callable[[Any], Any]:
    def check(text: Any) -> Any:
        if text in choices:
            return text
        near = difflib.get_close_matches(str(text), choices, n=1, cutoff=0.4)
        mend = _("是不是“{near}”？").format(near=near[0]) if near else _("从里面选一个。")
        raise fault("choice.unknown", _("只能是：{choices}。").format(choices="、".join(choices)), mend)

    return check


CompanyName = Annotated[Line, AfterValidator(_company_name)]
PersonName = Annotated[Line, AfterValidator(_person_name)]
PortalName = Annotated[Line, AfterValidator(_portal_name)]
CreditCode = Annotated[Line, AfterValidator(numbers.credit_code)]
IdNumber = Annotated[Line, AfterValidator(_id_number)]
Mobile = Annotated[Line, AfterValidator(_mobile)]
Telephone = Annotated[Line, AfterValidator(_telephone)]
Email = Annotated[Line, AfterValidator(_email)]
BankAccount = Annotated[Line, AfterValidator(_bank_account)]
BankName = Annotated[Line, AfterValidator(_length(4, 60))]
Address = Annotated[Line, AfterValidator(_length(4, 200))]
Introduction = Annotated[Line, AfterValidator(_length(4, 120))]
WeChat = Annotated[Line, AfterValidator(_wechat)]
AppId = Annotated[Line, AfterValidator(_app_id)]
Region = Annotated[tuple[str, ...], BeforeValidator(_parts), AfterValidator(_region)]
Category = Annotated[Line, AfterValidator(_category)]
Categories = Annotated[tuple[Category, ...], AfterValidator(_categories)]
PastDate = Annotated[date, BeforeValidator(_date), AfterValidator(_past)]
Until = Annotated[date | Literal["长期"], BeforeValidator(_until)]
Kind = Annotated[Literal["企业", "个体工商户"], BeforeValidator(_one_of("企业", "个体工商户"))]
Naming = Annotated[Literal["自选词汇", "商标"], BeforeValidator(_one_of("自选词汇", "商标"))]
InvoiceKind = Annotated[
    Literal["不开发票", "普通发票", "专用发票"], BeforeValidator(_one_of("不开发票", "普通发票", "专用发票"))
]
