"""One failing and one passing example of each rule, as edits of the samples.

What the sample says, what breaks the rule there, and the field of the finding; then what does not break it.
The finding must be on the line of *bad*, or of *at* where it is about something that is not there.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.profiles.numerals import card_with_luhn, with_check, with_id_check


@dataclass(frozen=True)
class Example:
    """An edit that breaks a rule, and a neighbour of it that does not."""

    code: str
    old: str
    bad: str
    field: str
    good: str
    at: str = ""
    sample: str = "company"
    also: tuple[tuple[str, str], ...] = ()
    """Edits of the sample that come before either."""


def _programs(count: int, *, app_id: bool) -> str:
    """Return so many more 小程序 of the household's sample."""
    return "".join(
        f"  - name: 小满样例{'甲乙丙丁戊己庚辛壬癸'[n]}店\n    introduction: 在线点单，到店自取\n    icon: documents/icon.png\n"
        f"    categories: [餐饮服务/点餐平台]\n    email: n{n}@tangshui.example\n"
        + (f"    app_id: wx{n:016x}\n" if app_id else "")
        for n in range(count)
    )


_NUMBER, _CODE = "110101198506170028", "91440300MA5YB10777  "
_ID, _CREDIT, _PROGRAM = "legal_person.id_number", "company.credit_code", "mini_programs.0"
_NAME, _SHORT, _PASSWORD = "name: 晴禾样例报修", "short_name: 晴禾报修", "# password: !env MP_PASSWORD"
_OTHERS = "[晴禾样例报修服务, 晴禾样例售后]"
_REMARKS = "本小程序为购买本公司设备的客户提供扫码报修、维修进度查询和服务评价，不面向公众发布信息。"
_PRINCIPAL, _BANK = "same_as: legal_person ", "account: 4000023009200012345"
_FILED = "\n# ── 备案"
_FILING = (
    "filing:\n  region: 广东/深圳/南山                      # 与营业执照的经营场所一致，省/市/区\n"
    "  address: 样例一街 16 号 103 铺              # 通信地址，从区的后面写起，写到门牌号\n"
    "  principal:                                  # 主体负责人，一般是经营者本人；小程序负责人不写就是同一个人\n"
    "    same_as: legal_person\n"
    "    emergency_phone: 13900139055              # 应急电话，不能是本人的\n"
    "    email: principal@tangshui.example\n"
    "    portrait: documents/portrait.jpg          # 证件照，浅色背景，平台要时才用\n"
    "    hand_held: documents/hand-held.jpg        # 手持身份证照片，平台要时才用\n"
)
_CARD = "id_valid_from: 2016-07-01                   # 身份证有效期起，见国徽面\n  id_valid_until: 2036-07-01"
_BASE = "categories:                               # 服务类目，1–5 个，每行一个，写成“- 一级/二级”\n      - 生活服务/家政\n      - 工具/信息查询\n"
_SERVICES = "services:                               # 服务内容类型，1–5 个，每行一个，写成“- 一级/二级”，以页面为准\n        - 生活服务/家政服务\n"
_FIRM = (
    ("kind: 个体工商户", "kind: 企业"),
    ("92440305MA5YB2088P ", "91440300MA5YB10777 "),
    ("92440305MA5YB2088P", "91440300MA5YB10777"),
    ("holder: 何小满", "holder: 深圳市南山区小满样例糖水铺"),
    ("6222024000000000121", "4000023009200012345"),
)

_YAML = [
    Example("yaml.tag", "scope: 计", "scope: !keyring 计", "company.scope", "scope: '!计' #"),
    Example("yaml.recursion", _OTHERS, "&r [*r]", "account.other_names.0", "&r [晴禾样例售后]"),
    Example("yaml.key", "# letter: doc", "? [a]\n: b\n# ", "-", "letter: doc"),
    Example("yaml.duplicate", "  phone: 13800138011", "  phone: 13900139011\n  phone: 13800138011", "legal_person.phone", "  phone: 13900139011", at="  phone: 13800138011"),
    Example("yaml.character", "scope: 计", "scope: \x07计", "-", "scope: 设计"),
    Example("yaml.alias", "scope: 计", "scope: *计", "-", "scope: '*计' #"),
    Example("yaml.documents", "\nconfirmed:", "\n---\nconfirmed:", "-", "\n# ---\nconfirmed:", at="---\nconfirmed"),
    Example("yaml.quote", "scope: 计", 'scope: "计', "-", 'scope: "计" #'),
    Example("yaml.first_letter", "scope: 计", "scope: @计", "-", "scope: '@计' #"),
    Example("yaml.second_colon", "scope: 计", "scope: 经营: 计", "-", "scope: 经营：计"),
    Example("yaml.colon", "  scope: 计", "  scope # 计", "-", "  scope:\n    计"),
    Example("yaml.colon_space", "scope: 计", "scope:计", "-", "scope:   计"),
    Example("yaml.full_width_colon", "scope: 计", "scope：计", "-", "scope : 计"),
    Example("yaml.tab", "  scope: 计", "\tscope: 计", "-", "  scope:\t计"),
    Example("yaml.syntax", "  scope: 计", " scope: 计", "-", "  scope:  计"),
    Example("yaml.size", "scope: 计", "scope: " + "[" * 1001, "-", "scope: '" + "[" * 900 + "' #", at="# 样例资料"),
    Example("secret.environment", _PASSWORD, "password: !env NOBODY_SETS_THIS", "account.password", "password: !env MP_PASSWORD"),
    Example("secret.file", _PASSWORD, "password: !file none.txt", "account.password", "password: !file secret.txt"),
]  # fmt: skip

_VALUES = [
    Example("key.missing", "  scope: 计", "  # 计", "company.scope", "  scope: 设计", at="company:\n"),
    Example("key.unknown", "# permit:", "permitt:", "bank.permitt", "permit: documents/licence.jpg #"),
    Example("value.missing", "scope: 计", "scope: # 计", "company.scope", "scope: 设计"),
    Example("value.text", "scope: 计", "scope: [a] # 计", "company.scope", "scope: '[a]' # 计"),
    Example("value.mapping", "\nbank:", "\nbank: 无\nx:", "bank", "\nbank: # 无", at="bank: 无"),
    Example("value.list", _OTHERS, "晴禾样例售后", "account.other_names", "[晴禾样例售后]"),
    Example("value.characters", "scope: 计", "scope: 计\u200b算", "company.scope", "scope: 计　算"),
    Example("value.length", "客户扫码报修设备，查看维修进度，评价服务。", "报修哦", f"{_PROGRAM}.introduction", "报修查询"),
    Example("choice.unknown", "naming: 商标", "naming: 商号", "account.naming", "naming: 自选词汇"),
    Example("date.format", "2019-03-05", "2019-3-5", "company.established", "2019-03-06"),
    Example("date.future", "2019-03-05", "2026-11-23", "company.established", "2026-11-22"),
    Example("uscc.length", _CODE, "91440300MA5YB1077 ", _CREDIT, "9144 0300 MA5Y B107 77 "),
    Example("uscc.characters", _CODE, "91440300MA5YBI0777 ", _CREDIT, "91440300ma5yb10777 "),
    Example("uscc.prefix", _CODE, "12440300MA5YB10777 ", _CREDIT, _CODE),
    Example("uscc.region", _CODE, "91990300MA5YB10777 ", _CREDIT, with_check("91100000MA5YB1077") + " "),
    Example("uscc.checksum", _CODE, "91440300MA5YB10778 ", _CREDIT, _CODE),
    Example("uscc.organisation", _CODE, with_check("91440300MA5YB1078") + " ", _CREDIT, _CODE),
    Example("kind.mismatch", "kind: 企业", "kind: 个体工商户", "company.kind", "kind: 企业 #"),
    Example("id.length", _NUMBER, "11010119850617002", _ID, "110101 19850617 0028"),
    Example("id.characters", _NUMBER, "1101011985O6170028", _ID, "１１０１０１１９８５０６１７００２８"),
    Example("id.province", _NUMBER, "990101198506170028", _ID, with_id_check("83000019850617002")),
    Example("id.birth_date", _NUMBER, "110101198502300028", _ID, with_id_check("11010119840229002")),
    Example("id.checksum", _NUMBER, "110101198506170029", _ID, _NUMBER),
    Example("id.age", _NUMBER, with_id_check("11010120081123002"), _ID, with_id_check("11010120081122002")),
]  # fmt: skip

_COMPANY = [
    Example("company_name.characters", "name: 深圳市晴禾", "name: 深圳市★晴禾", "company.name", "name: 深圳市䶮晴禾（南山）"),
    Example("company_name.length", "深圳市晴禾样例科技有限公司  ", "晴禾店 #", "company.name", "晴禾样店 #"),
    Example("licence.expired", "valid_until: 长期", "valid_until: 2026-11-21", "company.valid_until", "valid_until: 2026-11-22"),
    Example("licence.order", "valid_until: 长期", "valid_until: 2019-03-05", "company.valid_until", "valid_until: 2019-03-06"),
    Example("licence.expires_soon", "valid_until: 长期", "valid_until: 2027-03-16", "company.valid_until", "valid_until: 2027-03-17"),
    Example("holder.mismatch", "holder: 深圳市", "holder: 广州市", "bank.holder", "holder: 深圳市 "),
    Example("verification.holder", "# verification: 支付验证  ", "verification: 支付验证", "account.verification", "verification: 微信认证", sample="household"),
    Example("holder.stranger", "holder: 何小满", "holder: 沈知夏", "bank.holder", "holder: 深圳市南山区小满样例糖水铺", sample="household"),
    Example("account.format", _BANK, "account: 4000-甲", "bank.account", "account: 4000 0230 0920 0012 345"),
    Example("account.kind", "kind: 服务号", "kind: 订阅号", "account.kind", "# kind: 服务号"),
    Example("account.length", _BANK, "account: 400002300920001234", "bank.account", "account: 4000023009200012"),
    Example("account.personal", _BANK, "account: " + card_with_luhn("622202400000000012"), "bank.account", "account: 6222024000000000120"),
    Example("bank.branch", "name: 中国工商银行深圳科技园支行", "name: 中国工商银行", "bank.name", "name: 中国工商银行深圳分行营业部"),
    Example("invoice.tax_number", "tax_number: 91440300MA5YB10777", "tax_number: 92440305MA5YB2088P", "invoice.tax_number", "tax_number: 9144 0300 MA5Y B107 77"),
    Example("region.unknown", "region: 广东/深圳/南山", "region: 广东/长沙", "account.region", "region: 湖南省/长沙市"),
    Example("invoice.missing", "  title: 深圳", "  # title: 深圳", "invoice.title", "  title:  深圳", at="invoice:"),
]  # fmt: skip

_PEOPLE = [
    Example("person_name.format", "name: 沈知夏", "name: 沈3", "legal_person.name", "name: 阿依古丽·𠮷䶮"),
    Example("mobile.format", "13800138022", "1380013802", "operator.phone", "+86 138 0013 8022"),
    Example("telephone.format", "landline: 0755-26000022", "landline: 无", "operator.landline", "landline: 02087654321"),
    Example("email.format", "operator@qinghe", "operator＠qinghe", "operator.email", "operator.1@qinghe"),
    Example("person.differs", "name: 何小满\n  id_number: 44010519880808002X\n  wechat", "name: 何大满\n  id_number: 44010519880808002X\n  wechat", "administrator.name", "name: 何小满\n  id_number: 44010519880808002x\n  wechat", sample="household"),
    Example("person.two_numbers", "id_number: 44010519880808002X\n  wechat", "id_number: 110101198506170028\n  wechat", "administrator.id_number", "id_number: 440105 19880808 002X\n  wechat", sample="household"),
    Example("phone.shared", "13800138022", "138-0013-8011", "operator.phone", "13900138011"),
    Example("emergency.own", "emergency_phone: 13800138055", "emergency_phone: 13800138011", "filing.principal.emergency_phone", "emergency_phone: 13800138022"),
    Example("id.expired", _CARD, "id_valid_from: 2016-11-21\n  id_valid_until: 2026-11-21", "legal_person.id_valid_until", "id_valid_from: 2016-11-22\n  id_valid_until: 2026-11-22", at="id_valid_until: 2026-11-21"),
    Example("id.order", "id_valid_until: 2036-07-01", "id_valid_until: 2016-07-01", "legal_person.id_valid_until", "id_valid_until: 2016-07-02"),
    Example("id.too_short", "id_valid_until: 2035-03-16", "id_valid_until: 2027-01-15", "filing.manager.id_valid_until", "id_valid_until: 2027-01-16"),
    Example("id.expires_soon", "id_valid_until: 2038-05-20", "id_valid_until: 2027-03-16", "operator.id_valid_until", "id_valid_until: 2027-03-17"),
    Example("id.term", "id_valid_until: 2038-05-20", "id_valid_until: 2037-05-20", "operator.id_valid_until", "id_valid_until: 2028-05-20"),
    Example("id.lasting", "440304199209231016", with_id_check("44030419730923101"), "operator.id_valid_until", with_id_check("44030419720923101"), at="id_valid_until: 长期", also=(("id_valid_until: 2038-05-20", "id_valid_until: 长期"),)),
    Example("consent.missing", "\n  consent: 2026-11-02\n\n# ── 对公", "\n\n# ── 对公", "administrator.consent", "\n  consent: 2026-11-22\n\n# ── 对公", at="administrator:"),
    Example("mobile.virtual", "13800138022", "17012345678", "operator.phone", "17312345678"),
    Example("email.shared", "email: miniprogram@", "email: Service@", f"{_PROGRAM}.email", "email: services@"),
    Example("email.typo", "operator@qinghe.example", "operator@qq.con", "operator.email", "operator@qq.com"),
    Example("wechat.format", "wechat: guyifan_qinghe", "wechat: 顾一帆", "administrator.wechat", "wechat: wxid_8x"),
]  # fmt: skip

_ACCOUNTS = [
    Example("name.gbk", "name: 晴禾样例服务", "name: 晴禾䶮服务", "account.name", "name: 晴禾淼服务"),
    Example("name.length", "name: 晴禾样例服务", "name: 晴", "account.name", "name: 晴禾"),
    Example("trademark.missing", "  trademark: doc", "  # trademark: doc", "account.trademark", "  trademark:  doc", at="\naccount:"),
    Example("short_name.length", _SHORT, "short_name: 晴", f"{_PROGRAM}.short_name", "short_name: 晴禾"),
    Example("short_name.order", _SHORT, "short_name: 报修晴禾", f"{_PROGRAM}.short_name", "short_name: 晴样报"),
    Example("name.length_contested", _NAME, "name: 晴禾样例报修晴禾样例报修晴禾样例", f"{_PROGRAM}.name", "name: 晴禾样例报修晴禾样例报修晴禾样"),
    Example("name.brand", _NAME, "name: 晴禾样例WeChat报修", f"{_PROGRAM}.name", "name: 晴禾样例We报修"),
    Example("name.rude", _NAME, "name: 晴禾番邦样例报修", f"{_PROGRAM}.name", "name: 晴禾番茄样例报修"),
    Example("name.state", _NAME, "name: 晴禾国徽样例报修", f"{_PROGRAM}.name", "name: 晴禾校徽样例报修"),
    Example("name.country", _NAME, "name: 晴禾日本样例报修", f"{_PROGRAM}.name", "name: 晴禾今日样例报修"),
    Example("name.boast", _NAME, "name: 晴禾第一样例报修", f"{_PROGRAM}.name", "name: 晴禾第二样例报修"),
    Example("name.symbol", _NAME, "name: 晴禾样例报修～", f"{_PROGRAM}.name", "name: 晴禾·样例-报修"),
    Example("name.generic", "name: 晴禾样例服务", "name: 美食", "account.name", "name: 晴禾美食"),
    Example("name.region_generic", "name: 晴禾样例服务", "name: 深圳美食", "account.name", "name: 深圳晴禾美食"),
    Example("name.filing", _NAME, "name: QingHe", f"{_PROGRAM}.name", "name: QingHe晴禾样例报修"),
    Example("password.length", _PASSWORD, "password: abcdefgh123456789", "account.password", "password: abcdefgh12345678"),
    Example("password.characters", _PASSWORD, "password: abcd 12345", "account.password", "password: abcd-12345"),
    Example("password.letters", _PASSWORD, "password: abcdefghij", "account.password", "password: abcdefghi1"),
    Example("password.weak", _PASSWORD, "password: Password1", "account.password", "password: Pass-bitte1"),
    Example("password.plain", _PASSWORD, "password: qing-He_2026", "account.password", "password: !env MP_PASSWORD"),
    Example("certification.ends", "# certified_until: 2027-11-22               # 已", "certified_until: 2026-12-06 # 已", "account.certified_until", "certified_until: 2026-12-07 # 已"),
    Example("services.count", _SERVICES, "services: []\n", f"{_PROGRAM}.filing.services", "services: [a/b, a/c, a/d, a/e, a/f]\n"),
    Example("filing.repeated", _SERVICES, "services: [a/b, a/c, a/b]\n", f"{_PROGRAM}.filing.services.2", "services: [a/b, a/c, b/b]\n"),
    Example("filing.others", "  # others: [documents/commitment.jpg]", "  others: [" + "a.jpg, " * 10 + "b.jpg]", "filing.others.10", "  others: [" + "a.jpg, " * 9 + "b.jpg]"),
    Example("categories.count", _BASE, "categories: [a/b, a/c, a/d, a/e, a/f, a/g]\n", f"{_PROGRAM}.categories", "categories: [a/b, a/c, a/d, a/e, a/f]\n"),
    Example("category.format", "- 工具/信息查询", "- 工具", f"{_PROGRAM}.categories.1", "- 工具/查询"),
    Example("app_id.format", "# app_id: wx0123456789abcdef", "app_id: wx0123456789ABCDEF", f"{_PROGRAM}.app_id", "app_id: wx0123456789abcdef"),
    Example("region.format", "region: 广东/深圳/南山                      # 运", "region: 广东 # 运", "account.region", "region: 广东 / 深圳 # 运"),
    Example("program.repeated", _FILED, _programs(1, app_id=False).replace("甲店", "点单") + _FILED, "mini_programs.1.name", _programs(1, app_id=False) + _FILED, sample="household"),
    Example("limit.linked", _FILED, _programs(10, app_id=True) + _FILED, "mini_programs.10", _programs(9, app_id=True) + _FILED, at="  - name: 小满样例癸店", sample="household"),
    Example("limit.monthly", _FILED, _programs(1, app_id=False) + _FILED, "mini_programs.1", _programs(1, app_id=True) + _FILED, sample="household"),
    Example("limit.certified", _FILED, _programs(5, app_id=True) + _FILED, "mini_programs.5", _programs(4, app_id=True) + _FILED, at="  - name: 小满样例戊店", sample="household"),
    Example("limit.person", _FILED, _programs(4, app_id=False) + _FILED, "mini_programs.4", _programs(3, app_id=False) + _FILED, at="  - name: 小满样例丁店", sample="household", also=_FIRM),
]  # fmt: skip

_FILINGS = [
    Example("filing.program_missing", _FILED, _programs(1, app_id=False) + _FILED, "mini_programs.1.filing", f"{_programs(1, app_id=False)}    filing: {{services: [a/b], remarks: {_REMARKS}}}\n{_FILED}"),
    Example("filing.missing", _FILING, "", f"{_PROGRAM}.filing", _FILING, at="      services:", sample="household"),
    Example("province.mismatch", "filing:\n  region: 广东/深圳/南山", "filing:\n  region: 湖南/长沙", "filing.region", "filing:\n  region: 广东省/广州市", at="  region: 湖南"),
    Example("address.region_repeated", "  address: 样例路", "  address: 深圳市南山区样例路", "filing.address", "  address: 深南大道样例路", at="  address: 深圳市南山区样例路 8 号样例大厦 B 座 1206 室   # 通"),
    Example("address.door", "  address: 样例路 8 号样例大厦 B 座 1206 室   # 通", "  address: 样例路样例大厦 # 通", "filing.address", "  address: 样例路八号 # 通"),
    Example("authorization.missing", "  # authorization: ", "  # ", "filing.authorization", "  authorization: documents/licence.jpg # ", at="\nfiling:", also=((_PRINCIPAL, "same_as: operator "),)),
    Example("manager.not_administrator", "same_as: administrator\n    id", "same_as: operator\n    id", "filing.manager.id_number", "same_as: administrator\n    id", at="id_number: 440304199209231016"),
    Example("remarks.vague", _REMARKS, "很好很好" * 6, f"{_PROGRAM}.filing.remarks", "客户扫码报修设备，查看维修进度，评价上门的服务。"),
    Example("pre_approval.likely", "客户扫码报修设备，", "客户看直播学报修，", f"{_PROGRAM}.filing.pre_approval", "客户看视频学报修，", at="    filing:"),
    Example("scope.medical", "scope: 计", "scope: 药品零售；计", "filing.medical", "scope: 茶叶零售；计", at="filing:\n  region"),
]  # fmt: skip

_CONFIRMED = [
    Example(f"confirmed.{name}", f"\n  {name}: 2026-11-20", "", f"confirmed.{name}", f"\n  {name}: 2026-11-22", at="\nconfirmed:")
    for name in ("wechat", "emails", "registrations", "names", "active", "calls", "finance", "filed_elsewhere", "sms", "face")
]  # fmt: skip

EXAMPLES = [*_YAML, *_VALUES, *_COMPANY, *_PEOPLE, *_ACCOUNTS, *_FILINGS, *_CONFIRMED]
