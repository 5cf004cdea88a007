"""Faults of what several values say together."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.profiles import numerals
from tests.profiles.faults import at, drop, in_values, program, put, stated
from tests.profiles.valid import TODAY, Facts, _region

_WORDS = {
    "name.brand": ("晴禾微信服务", "WeChat晴禾", "腾讯晴禾"),
    "name.rude": ("晴禾番邦店", "蛮子糖水"),
    "name.state": ("晴禾人大店", "国徽晴禾", "奥运晴禾"),
    "name.country": ("中国晴禾", "晴禾日本料理"),
    "name.boast": ("晴禾第一店", "顶级晴禾", "晴禾最佳"),
    "name.symbol": ("晴禾!服务", "晴禾服务～", "晴 禾服务"),
    "name.generic": ("美食", "报修", "小程序", "便利店"),
    "name.region_generic": ("深圳美食", "广东省报修", "北京便利店"),
}
_LATER = ("filed_elsewhere", "sms", "face")


def _name(code: str) -> None:
    @in_values(code)
    def plant(dice: Random, facts: Facts) -> str:
        fields = ["account.name", f"{program(dice, facts) or 'account'}.name"]
        fields += ["account.other_names.0"] if at(facts, "account.other_names") else []
        return put(facts, dice.choice(fields), dice.choice(_WORDS[code]))


for _code in _WORDS:
    _name(_code)


def _confirmation(name: str) -> None:
    @in_values(f"confirmed.{name}")
    def plant(_dice: Random, facts: Facts) -> str | None:
        return drop(facts, f"confirmed.{name}") if name not in _LATER or "filing" in facts else None


for _key in ("wechat", "emails", "registrations", "names", "active", "calls", "finance", *_LATER):
    _confirmation(_key)


def _household(facts: Facts) -> bool:
    return facts["company"]["kind"] == "个体工商户"


@in_values("kind.mismatch")
def _kind(_dice: Random, facts: Facts) -> str:
    return put(facts, "company.kind", "企业" if _household(facts) else "个体工商户")


def _licence(facts: Facts, since: str, until: date) -> str:
    put(facts, "company.established", since)
    return put(facts, "company.valid_until", str(until))


@in_values("licence.expired")
def _licence_expired(dice: Random, facts: Facts) -> str:
    return _licence(facts, "2001-01-01", TODAY - timedelta(days=dice.randint(1, 5000)))


@in_values("licence.expires_soon")
def _licence_expires_soon(dice: Random, facts: Facts) -> str:
    return _licence(facts, "2001-01-01", TODAY + timedelta(days=dice.randint(0, 89)))


@in_values("licence.order")
def _licence_order(dice: Random, facts: Facts) -> str:
    return _licence(facts, "2026-11-01", date(2026, 11, 1) - timedelta(days=dice.randint(0, 900)))


@in_values("holder.mismatch")
def _holder_mismatch(dice: Random, facts: Facts) -> str | None:
    if _household(facts):
        return None
    wrong = [facts["company"]["name"] + "分公司", facts["legal_person"]["name"], facts["company"]["name"][:-2]]
    return put(facts, "bank.holder", dice.choice(wrong))


@in_values("holder.stranger")
def _holder_stranger(_dice: Random, facts: Facts) -> str | None:
    return put(facts, "bank.holder", "别人甲") if _household(facts) else None


@in_values("verification.holder")
def _verification_holder(_dice: Random, facts: Facts) -> str | None:
    own = _household(facts) and facts["bank"]["holder"] == facts["legal_person"]["name"]
    return put(facts, "account.verification", "支付验证") if own else None


@in_values("account.length")
def _account_length(dice: Random, facts: Facts) -> str | None:
    own = facts["bank"]["holder"] == facts["legal_person"]["name"]
    bank = next((name for name in numerals.BANKS if facts["bank"]["name"].startswith(name)), "")
    wrong = [n for n in range(2, 36) if n not in numerals.BANKS[bank][0 if own else 1]]
    if "农村" in bank:
        wrong = [31, 35]
    return put(facts, "bank.account", numerals.account(dice, digits=dice.choice(wrong), first="4"))


@in_values("account.personal")
def _account_personal(dice: Random, facts: Facts) -> str | None:
    body = numerals.account(dice, digits=dice.randint(15, 18), first="62")
    return None if _household(facts) else put(facts, "bank.account", numerals.card_with_luhn(body))


@in_values("invoice.tax_number")
def _tax_number(dice: Random, facts: Facts) -> str | None:
    if "tax_number" not in facts["invoice"]:
        return None
    return put(facts, "invoice.tax_number", numerals.credit_code(dice, prefix="91", district="440305"))


@in_values("invoice.missing")
def _invoice_missing(dice: Random, facts: Facts) -> str | None:
    needed = {"普通发票": 3, "专用发票": 7}.get(facts["invoice"]["kind"])
    keys = ["title", "tax_number", "email", "address", "phone", "bank", "account"]
    return needed and drop(facts, f"invoice.{dice.choice(keys[:needed])}")  # type: ignore[return-value]  # 0 never stands here


@in_values("email.shared")
def _email(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    return section and put(facts, f"{section}.email", facts["account"]["email"].replace("qq", "QQ"))


@in_values("trademark.missing")
def _trademark(_dice: Random, facts: Facts) -> str:
    facts["account"] |= {"naming": "商标", "trademark": ""}
    return drop(facts, "account.trademark")


@in_values("short_name.order")
def _short_name(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    return section and put(facts, f"{section}.short_name", at(facts, f"{section}.name")[1::-1])


@in_values("name.filing")
def _name_filing(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    return put(facts, f"{section}.name", dice.choice(["QingHe", "X2026"])) if section and "filing" in facts else None


@in_values("program.repeated")
def _repeated(dice: Random, facts: Facts) -> str | None:
    programs = facts.get("mini_programs", [])
    if len(programs) < 2:
        return None
    key = dice.choice([key for key in ("name", "app_id") if key in programs[-2]])
    return put(facts, f"mini_programs.{len(programs) - 1}.{key}", programs[-2][key])


def _grown(facts: Facts, count: int, *, new: bool) -> str | None:
    """Make the programs so many, and return the first that is too many."""
    programs = facts.get("mini_programs", [])
    if not programs:
        return None
    for number in range(count):
        more = {**programs[0], "name": f"晴禾样例{number:02}号", "email": f"n{number}@qinghe.example"}
        more |= {"app_id": f"wx{number:016x}"}
        programs.append(
            {key: said for key, said in more.items() if key != "short_name" and not (new and key == "app_id")}
        )
    del programs[0]
    return "mini_programs"


def _limit(code: str, kind: str, most: int, *, new: bool) -> None:
    @in_values(code)
    def plant(dice: Random, facts: Facts) -> str | None:
        facts["mini_programs"] = facts.get("mini_programs", [])[:1]
        if facts["company"]["kind"] != kind or not _grown(facts, most + dice.choice([1, 2]), new=new):
            return None
        return f"mini_programs.{most}"


_limit("limit.linked", "企业", 10, new=False)
_limit("limit.monthly", "企业", 5, new=True)
_limit("limit.monthly", "个体工商户", 1, new=True)
_limit("limit.certified", "个体工商户", 5, new=False)
_limit("limit.person", "企业", 4, new=True)


@in_values("filing.program_missing")
def _program_missing(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    return drop(facts, f"{section}.filing") if section and "filing" in facts else None


@in_values("filing.missing")
def _filing_missing(_dice: Random, facts: Facts) -> str | None:
    if "filing" not in facts or not facts.get("mini_programs"):
        return None
    del facts["filing"]
    return "mini_programs.0.filing"


@in_values("province.mismatch")
def _province(dice: Random, facts: Facts) -> str | None:
    if "filing" not in facts:
        return None
    region = _region(dice)
    old = facts["filing"]["region"]
    return None if region[:2] == old[:2] else put(facts, "filing.region", region)


@in_values("address.region_repeated")
def _address_region(dice: Random, facts: Facts) -> str | None:
    if "filing" not in facts:
        return None
    parts = [part.strip() for part in facts["filing"]["region"].split("/")]
    return put(facts, "filing.address", "".join(parts[dice.randrange(len(parts)) :]) + facts["filing"]["address"])


@in_values("address.door")
def _address_door(_dice: Random, facts: Facts) -> str | None:
    return put(facts, "filing.address", "样例路晴川花园") if "filing" in facts else None


@in_values("authorization.missing")
def _authorization(_dice: Random, facts: Facts) -> str | None:
    return drop(facts, "filing.authorization") if at(facts, "filing.authorization") else None


@in_values("manager.not_administrator")
def _manager(dice: Random, facts: Facts) -> str | None:
    if "filing" not in facts:
        return None
    stranger = {"name": "别人乙", "id_number": numerals.with_id_check("44010519880808002"), "phone": "13912345678"}
    facts["administrator"] = {**stranger, "consent": "2026-11-02", "wechat": facts["administrator"]["wechat"]}
    return stated(facts, "filing.manager" if "manager" in facts["filing"] else "filing.principal", "id_number")


@in_values("remarks.vague")
def _vague(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    if not section or not at(facts, f"{section}.filing"):
        return None
    return put(facts, f"{section}.filing.remarks", "小程序，很好用，" * 4)


@in_values("pre_approval.likely")
def _approval(dice: Random, facts: Facts) -> str | None:
    section = program(dice, facts)
    if not section or not at(facts, f"{section}.filing") or at(facts, f"{section}.filing.pre_approval"):
        return None
    field = dice.choice([f"{section}.introduction", f"{section}.filing.remarks"])
    word = dice.choice(["直播", "论坛", "校外培训", "药店", "网约车"])
    put(facts, field, f"介绍本店的{word}，客人可以预订时间、查看进度和评价服务")
    return f"{section}.filing.pre_approval"


@in_values("scope.medical")
def _medical(_dice: Random, facts: Facts) -> str | None:
    if "filing" not in facts:
        return None
    facts["filing"].pop("medical", None)
    put(facts, "company.scope", "日用品零售；医疗器械销售。")
    return "filing.medical"
