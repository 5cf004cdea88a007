"""The filing with the authorities (备案)."""

from __future__ import annotations

import re

from run_flow.profile import regions
from run_flow.profile.finding import harmless
from run_flow.profile.numbers import plain
from run_flow.profile.rules.texts import folded, somebody
from run_flow.profile.tree import Tree

_DOOR = re.compile(
    r"(?:[0-9A-Za-z][-—~#之、,，和0-9A-Za-z\s]*|[一二三四五六七八九十百]+)"
    r"(?:[号栋幢座室层楼铺弄房门组间厅户院社区\s]|单元|车间|厂房|商铺|档口)*(?:[（(][^（）()]*[）)])?$"
)
_FEW_CHARACTERS = 12
_MOST_OTHERS = 10
_MEDICAL = re.compile("药品|医疗器械|药店|医药零售|医药批发")
_PRE_APPROVALS = {
    "新闻": "新闻|时政|报社|电视台",
    "出版": "出版|期刊|图书发行|电子书|漫画",
    "教育": "教育|学历|网校|网课|慕课|课程",
    "校外培训": "校外培训|学科培训|补习|辅导班|家教",
    "医疗保健": "医院|诊所|问诊|挂号|体检|互联网医疗|牙科|口腔",
    "药品和医疗器械": "药品|药店|医药|医疗器械|买药|处方",
    "文化": "直播|演出|动漫|游戏|网络音乐|网络表演",
    "广播电影电视节目": "影视|短剧|电影放映|视听节目|电视剧",
    "网络预约车": "网约车|顺风车|打车|租车|代驾",
    "互联网金融": "贷款|理财|基金(?!会)|证券|保险(?![柜箱丝])|支付业务|众筹|P2P|借贷",
    "电子公告服务": "论坛|社区交流|贴吧|BBS|问答社区",
}
"""Words that make a reviewer ask for the approval of that kind (docs/portal.md, section 6)."""


def look(tree: Tree) -> None:
    """Look at the filing where the profile states one."""
    for program in tree.items("mini_programs"):
        if tree.has("filing") and tree.mapping(program) is not None and not tree.has(f"{program}.filing"):
            tree.find(f"{program}.filing", "filing.program_missing")
        if tree.has(f"{program}.filing"):
            _approval_is_stated(tree, program)
            _remarks_say_something(tree, program)
            _nothing_is_said_twice(tree, tree.items(f"{program}.filing.services"))
            approvals = tree.items(f"{program}.filing.pre_approval")
            _nothing_is_said_twice(tree, [f"{approval}.kind" for approval in approvals])
            if not tree.has("filing"):
                tree.find(f"{program}.filing", "filing.missing")
    if tree.has("filing"):
        _province_is_the_licences(tree)
        _address_starts_after_the_district(tree)
        _authority_is_shown(tree)
        _manager_is_the_administrator(tree)
        if others := tree.items("filing.others")[_MOST_OTHERS:]:
            tree.find(others[0], "filing.others", most=_MOST_OTHERS)
        if _MEDICAL.search(tree.said("company.scope")) and not tree.said("filing.medical"):
            tree.find("filing.medical", "scope.medical")


def _province_is_the_licences(tree: Tree) -> None:
    code = plain(tree.said("company.credit_code"))[2:4]
    province = regions.province_code(tree.said("filing.region").split("/")[0].strip())
    if code.isdigit() and code != "10" and province and code != province:
        tree.find("filing.region", "province.mismatch", digits=code)


def _address_starts_after_the_district(tree: Tree) -> None:
    address = tree.said("filing.address")
    parts = [part.strip() for part in tree.said("filing.region").split("/")]
    rest = regions.after(address, parts)
    if rest != address:
        tree.find("filing.address", "address.region_repeated", rest=harmless(rest))
    if address and not _DOOR.search(address):
        tree.find("filing.address", "address.door")


def _authority_is_shown(tree: Tree) -> None:
    head, principal = somebody(tree, "legal_person"), somebody(tree, "filing.principal")
    if not principal.may_be(head) and not tree.said("filing.authorization"):
        tree.find("filing.authorization", "authorization.missing")


def _manager_is_the_administrator(tree: Tree) -> None:
    role = "filing.manager" if tree.has("filing.manager") else "filing.principal"
    if not somebody(tree, role).may_be(somebody(tree, "administrator")):
        tree.find(f"{role}.id_number", "manager.not_administrator")


def _nothing_is_said_twice(tree: Tree, fields: list[str]) -> None:
    seen: set[str] = set()
    for field in fields:
        said = folded(tree.said(field))
        if said and said in seen:
            tree.find(field, "filing.repeated")
        seen.add(said)


def _approval_is_stated(tree: Tree, program: str) -> None:
    if tree.items(f"{program}.filing.pre_approval"):
        return
    fields = [f"{program}.name", f"{program}.introduction", f"{program}.filing.remarks"]
    fields += [*tree.items(f"{program}.categories"), *tree.items(f"{program}.filing.services")]
    words = " ".join(tree.said(field) for field in fields)
    kinds = [kind for kind, pattern in _PRE_APPROVALS.items() if re.search(pattern, words)]
    if kinds:
        tree.find(f"{program}.filing.pre_approval", "pre_approval.likely", kinds="、".join(kinds))


def _remarks_say_something(tree: Tree, program: str) -> None:
    remarks = tree.said(f"{program}.filing.remarks")
    if remarks and len(set(re.findall(r"\w", remarks))) < _FEW_CHARACTERS:
        tree.find(f"{program}.filing.remarks", "remarks.vague")
