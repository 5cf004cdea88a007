"""Names of accounts: what the portal's reviewers do not let through."""

from __future__ import annotations

import re

from run_flow.profile import regions
from run_flow.profile.fields import gbk_width
from run_flow.profile.rules.texts import folded
from run_flow.profile.tree import Tree

_WIDTHS = range(4, 31)
_BRANDS = re.compile("微信(?!息)|腾讯|wechat|weixin|tencent", re.IGNORECASE)
_STATES = re.compile(
    "国旗|国徽|国歌|国务院|中央(?!空调|厨房)|中共|人大(?!药|学|众|厦)|政协|人民政府|解放军|天安门|人民大会堂|中南海|联合国|红十字|奥运"
)
_COUNTRIES = re.compile(
    "中国|中华|全国|(?:美|英|法|德|泰|韩)国(?!际)|日本|俄罗斯|印度|新加坡|加拿大|澳大利亚|意大利|西班牙"
)
_BOASTS = re.compile("国酒|第一|最佳|最好|最大|最优|最强|顶级|国家级|世界级|唯一|极品|特供|专供|驰名|免检|领导品牌")
_RUDE = re.compile("蛮夷|鞑子|蛮子|番邦|支那|高丽棒子|黑鬼")
_GENERIC = re.compile(
    "(?:正能量|吃货|星座|健康|百科|美食|旅游|教育|新闻|音乐|电影|汽车|房产|母婴|情感|养生|时尚|美妆|穿搭|健身|宠物|家居|科技|财经|理财|招聘"
    "|搞笑|段子|读书|摄影|装修|婚庆|外卖|快递|天气|日历|计算器|点餐|报修|维修|家政|超市|便利店|餐厅|酒店|民宿|药店|诊所|水果店|糖水铺"
    "|奶茶店|理发店|美容院|服务|商城|平台|小?助手|生活|资讯|小程序|服务号|公众号|商店|售后|客服)+"
)
_SYMBOLS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff〇·_\-()（）&+.:：]")


def look(tree: Tree) -> None:
    """Look at the name of the 服务号, its other names, and the name of each 小程序."""
    programs = tree.items("mini_programs")
    for field in ("account.name", *tree.items("account.other_names"), *(f"{program}.name" for program in programs)):
        if name := tree.said(field):
            _name_may_stand(tree, field, name)
    for program in programs:
        _length_is_uncontested(tree, f"{program}.name")
        _short_name_is_cut_from_the_name(tree, program)
        if tree.has("filing") and _plain(tree.said(f"{program}.name")):
            tree.find(f"{program}.name", "name.filing")


def _plain(name: str) -> bool:
    return bool(name) and not re.search(r"[\u3400-\u9fff]", name)


def _name_may_stand(tree: Tree, field: str, name: str) -> None:
    for pattern, code in (
        (_BRANDS, "name.brand"),
        (_STATES, "name.state"),
        (_RUDE, "name.rude"),
        (_COUNTRIES, "name.country"),
        (_BOASTS, "name.boast"),
        (_SYMBOLS, "name.symbol"),
    ):
        if found := pattern.search(name):
            tree.find(field, code, word=found[0])
    rest = regions.stripped(folded(name))
    if _GENERIC.fullmatch(rest):
        tree.find(field, "name.generic" if rest == folded(name) else "name.region_generic", word=rest)


def _length_is_uncontested(tree: Tree, field: str) -> None:
    name = tree.said(field)
    try:
        width = gbk_width(name)
    except UnicodeEncodeError:
        return
    if width not in _WIDTHS and 2 <= len(name) <= 30:
        tree.find(field, "name.length_contested", count=len(name), width=width)


def _short_name_is_cut_from_the_name(tree: Tree, program: str) -> None:
    name, short = tree.said(f"{program}.name"), tree.said(f"{program}.short_name")
    letters = iter(name)
    if name and short and not all(letter in letters for letter in short):  # each one after the one before it
        tree.find(f"{program}.short_name", "short_name.order")
