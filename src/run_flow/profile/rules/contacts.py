"""Mail addresses and phones that are well formed and may still be wrong."""

from __future__ import annotations

import difflib

from run_flow.profile.rules.texts import mobile
from run_flow.profile.tree import Tree

_MAIL_HOSTS = (
    *(
        "qq.com",
        "vip.qq.com",
        "foxmail.com",
        "163.com",
        "vip.163.com",
        "126.com",
        "yeah.net",
        "sina.com",
        "sina.cn",
        "sina.com.cn",
    ),
    *("sohu.com", "aliyun.com", "139.com", "189.cn", "gmail.com", "hotmail.com", "outlook.com", "icloud.com"),
)
_VIRTUAL = ("162", "165", "167", "170", "171")


def look(tree: Tree) -> None:
    """Look at every address and every phone."""
    _no_login_is_shared(tree)
    for field, text in list(tree.texts()):
        name = field.rpartition(".")[2]
        if name == "email":
            _host_is_no_slip(tree, field, text)
        elif name in ("phone", "emergency_phone") and mobile(text).startswith(_VIRTUAL):
            tree.find(field, "mobile.virtual")


def _no_login_is_shared(tree: Tree) -> None:
    seen: set[str] = set()
    for field in ("account", *tree.items("mini_programs")):
        email = tree.said(f"{field}.email").lower()
        if email and email in seen:
            tree.find(f"{field}.email", "email.shared")
        seen.add(email)


def _host_is_no_slip(tree: Tree, field: str, text: str) -> None:
    host = text.rpartition("@")[2].lower()
    if host in _MAIL_HOSTS:
        return
    if near := difflib.get_close_matches(host, _MAIL_HOSTS, n=1, cutoff=0.8):
        tree.find(field, "email.typo", near=near[0])
