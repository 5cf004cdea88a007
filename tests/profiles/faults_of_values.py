"""Faults of single values and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from tests.profiles import numerals
from tests.profiles.faults import at, drop, in_values, leaves, program, put, some
from tests.profiles.valid import TODAY, Facts

_DATES = (
    "established",
    "consent",
    "id_valid_from",
    "face",
    "wechat_",
    "emails",
    "names",
    "licence_",
    "calls",
    "finance",
)
_UNTIL = ("valid_until", "id_valid_until", "certified_until")
_REQUIRED = ("scope", "address", "licence", "reachable", "wechat", "introduction", "region", "icon", "categories")
_REQUIRED += ("established", "remarks", "services", "emergency_phone", "naming")

# rule → (keys, below which section) → what is written there instead
_WORDS: list[tuple[str, tuple[str, ...], str, list[str]]] = [
    ("value.length", ("introduction",), "", ["三个字", "字" * 121]),
    ("value.length", ("remarks",), "mini_programs", ["字" * 19, "本小程序说明" * 34]),
    ("value.length", ("address",), "", ["路8号", "路" * 200 + "8号"]),
    ("choice.unknown", ("kind",), "company", ["公司", "个体户"]),
    ("choice.unknown", ("kind",), "invoice", ["专票", "发票"]),
    ("choice.unknown", ("naming",), "", ["商号"]),
    ("choice.unknown", ("same_as",), "", ["boss", "legal_persn"]),
    ("date.format", (*_DATES, *_UNTIL), "", ["2019-3-5", "2019-02-30", "2019年3月5日", "很久", "2019/03/05"]),
    ("date.future", _DATES, "", ["2026-11-23", "2031-01-01"]),
    ("company_name.length", ("name",), "company", ["晴禾店", "深" * 31]),
    ("account.format", ("account",), "", ["1", "4000O23000920", "4" * 36]),
    ("account.kind", ("kind",), "account", ["订阅号", "企业号"]),
    ("person_name.format", ("name",), "legal_person", ["张3", "张" * 21, "张三（样例）"]),
    ("person_name.format", ("name",), "operator", ["李4", "李🌱"]),
    ("mobile.format", ("phone",), "operator", ["1380013802", "138001380222"]),
    ("mobile.format", ("phone",), "administrator", ["0755-26000022", "28800138022"]),
    ("mobile.format", ("emergency_phone",), "", ["1380013802", "138001380222", "12800138022", "1380013802O"]),
    ("telephone.format", ("landline",), "", ["无", "123", "0755-2600-甲"]),
    ("email.format", ("email",), "", ["li＠qq.com", "li si@qq.com", "qq.com", "li..si@qq.com", "李四@qq.com"]),
    ("email.typo", ("email",), "", ["li@qq.con", "li@163.con", "li@gmial.com", "li@foxmial.com"]),
    ("wechat.format", ("wechat",), "administrator", ["小满", "abc", "-abcdef", "a" * 21]),
    ("name.length", ("name",), "account", ["晴", "abc", "晴" * 16]),
    ("name.length", ("name",), "mini_programs", ["晴", "晴" * 31]),
    ("short_name.length", ("short_name",), "", ["晴", "晴禾样例报修"]),
    ("name.length_contested", ("name",), "mini_programs", ["晴" * 16, "晴" * 30, "ab"]),
    ("password.length", ("password",), "", ["abc1234", "abcdefgh123456789"]),
    ("password.characters", ("password",), "", ["abcd 12345", "密码abcd12345"]),
    ("password.letters", ("password",), "", ["abcdefghij", "1234567890"]),
    ("password.weak", ("password",), "", ["Password1", "a1a1a1a1a1"]),
    ("password.plain", ("password",), "", ["qing-He_2027"]),
    ("app_id.format", ("app_id",), "", ["wx0123456789ABCDEF", "0123456789abcdef", "wx123"]),
    ("region.format", ("region",), "account", ["广东", "广东//南山", "广东/深圳/南山/粤海"]),
    ("region.unknown", ("region",), "account", ["广东/长沙", "晴省/禾市"]),
    ("bank.branch", ("name",), "bank", ["中国工商银行"]),
    ("mobile.virtual", ("phone", "emergency_phone"), "", ["17012345678", "16798765432", "+86 171 0000 1111"]),
    ("certification.ends", ("certified_until",), "account", ["2026-12-06", "2020-01-01"]),
]


def _word(code: str, keys: tuple[str, ...], below: str, words: list[str]) -> None:
    @in_values(code)
    def plant(dice: Random, facts: Facts) -> str | None:
        section = program(dice, facts) if below == "mini_programs" else below
        if section is None:
            return None
        if keys == ("password",):
            section = dice.choice(["account", program(dice, facts) or "account"])
            return put(facts, f"{section}.password", dice.choice(words))
        if code == "certification.ends" or code == "account.kind":
            return put(facts, f"account.{keys[0]}", dice.choice(words))
        field = some(dice, facts, *keys, below=section)
        if field is None or (
            below in ("company", "account", "bank", "legal_person", "operator") and field.count(".") > 1
        ):
            return None
        if section.startswith("mini_programs") and keys == ("name",) and field != f"{section}.name":
            return None
        return put(facts, field, dice.choice(words))


for _line in _WORDS:
    _word(*_line)


def _number(code: str, key: str, spoil: Callable[[Random, str], str]) -> None:
    @in_values(code)
    def plant(dice: Random, facts: Facts) -> str | None:
        field = some(dice, facts, *key.split())
        return field and put(facts, field, spoil(dice, at(facts, field)))


def _other(dice: Random, letters: str, old: str) -> str:
    return dice.choice([letter for letter in letters if letter != old])


def _organisation(dice: Random, code: str) -> str:
    return numerals.with_check(code[:16] + _other(dice, "0123456789X", code[16]))


def _id(seventeen: str) -> str:
    return numerals.with_id_check(seventeen)


def _child(dice: Random, number: str) -> str:
    born = date(TODAY.year - 18, TODAY.month, TODAY.day) + timedelta(days=dice.randint(1, 6000))
    return _id(f"{number[:6]}{born:%Y%m%d}{number[14:17]}")


_CODE = "credit_code tax_number"
_number("uscc.length", _CODE, lambda dice, code: dice.choice([code[:-1], code + "1", code[:9]]))
_number("uscc.characters", _CODE, lambda dice, code: code[:10] + dice.choice("IOSVZ?甲") + code[11:])
_number("uscc.prefix", _CODE, lambda dice, code: dice.choice(["11", "93", "A1"]) + code[2:])
_number(
    "uscc.region", _CODE, lambda dice, code: code[:2] + dice.choice(["99", "16", "ZZ".replace("Z", "A")]) + code[4:]
)
_number(
    "uscc.checksum", _CODE, lambda dice, code: code[:17] + _other(dice, "0123456789ABCDEFGHJKLMNPQRTUWXY", code[17])
)
_number("uscc.organisation", _CODE, _organisation)
_number("id.length", "id_number", lambda dice, number: dice.choice([number[:-1], number + "0", number[:15]]))
_number("id.characters", "id_number", lambda dice, number: number[:7] + dice.choice("IO?甲") + number[8:])
_number("id.province", "id_number", lambda dice, number: _id(dice.choice(["99", "16", "00"]) + number[2:17]))
_number(
    "id.birth_date",
    "id_number",
    lambda dice, number: _id(number[:10] + dice.choice(["0230", "1301", "0000"]) + number[14:17]),
)
_number("id.checksum", "id_number", lambda dice, number: number[:17] + _other(dice, "0123456789X", number[17]))
_number("id.age", "id_number", _child)
_number(
    "value.characters",
    "name address scope introduction reachable holder",
    lambda _d, text: text[:2] + "\u200b" + text[2:],
)
_number("value.text", "scope reachable introduction address holder email", lambda _d, text: [text])  # type: ignore[arg-type,return-value]  # a list is the fault


@in_values("company_name.characters")
def _company_name(dice: Random, facts: Facts) -> str:
    return put(facts, "company.name", facts["company"]["name"] + dice.choice("★@！ "[:3]))


@in_values("key.missing")
def _key_missing(dice: Random, facts: Facts) -> str | None:
    fields = {
        f
        for f, _leaf in leaves(facts)
        if f.rpartition(".")[2] in _REQUIRED and not f.startswith(("confirmed", "invoice"))
    }
    lists = {f.rpartition(".")[0] for f, _leaf in leaves(facts) if f.rpartition(".")[2] == "0"}
    fields |= {f for f in lists if f.rpartition(".")[2] in ("categories", "services")} | {"bank", "invoice"}
    return drop(facts, dice.choice(sorted(f for f in fields if f != "filing.remarks")))


@in_values("key.unknown")
def _key_unknown(dice: Random, facts: Facts) -> str:
    sections = [
        "",
        "company.",
        "bank.",
        "account.",
        "invoice.",
        "legal_person.",
        "operator.",
        "administrator.",
        "confirmed.",
    ]
    sections += [f"{program(dice, facts)}."] if program(dice, facts) else []
    return put(facts, dice.choice(sections) + dice.choice(["colour", "nmae", "passwrod"]), "qing-He_2027")


@in_values("value.mapping")
def _value_mapping(dice: Random, facts: Facts) -> str:
    return put(facts, dice.choice(["bank", "invoice"]), "晴禾")


@in_values("value.list")
def _value_list(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    field = f"{section}.categories" if section and dice.random() < 0.7 else "account.other_names"
    return put(facts, field, "工具/信息查询")


@in_values("category.format")
def _category(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    if not section:
        return None
    several = [f"{section}.categories"] + ([f"{section}.filing.services"] if at(facts, f"{section}.filing") else [])
    field = dice.choice(several)
    return put(facts, f"{field}.{dice.randrange(len(at(facts, field)))}", dice.choice(["家政", "生活/", "a/b/c"]))


@in_values("categories.count")
def _categories(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    return section and put(facts, f"{section}.categories", dice.choice([[], [f"生活服务/第{n}类" for n in range(6)]]))


@in_values("services.count")
def _services(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    if not section or not at(facts, f"{section}.filing"):
        return None
    return put(facts, f"{section}.filing.services", dice.choice([[], [f"生活服务/第{n}类" for n in range(6)]]))


@in_values("name.gbk")
def _name_gbk(dice: Random, facts: Facts) -> str | None:
    field = dice.choice(["account.name", f"{program(dice, facts) or 'account'}.name"])
    return put(facts, field, at(facts, field)[:6] + dice.choice("䶮𠮷🌱"))
