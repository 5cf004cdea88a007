"""What the portal says no with at a certification, and what the operator sees: words, code, where the tests show it."""

from __future__ import annotations

from typing import NamedTuple

from mock_portal.wizard import SCAN_FIRST


class Said(NamedTuple):
    """One text of the portal: its *code*, the *scenario* or fault that brings it about, and how the command ends."""

    text: str
    code: str
    scenario: str
    exit_code: int
    sees: str = ""


QUOTA = Said("由于申请认证帐号数已超过最大限额，请明天上午9点再尝试提交微信认证。", "limit_1000", "quota", 3)
APPEAL = Said("该主体正在被申诉，暂时不能申请微信认证", "200700", "appeal", 3)
NAME = Said("名称与平台内已有名称重复", "211001", "name_clash", 3)
SCAN = Said(SCAN_FIRST[1], str(SCAN_FIRST[0]), "admin_scan", 0, "请管理员扫码，扫好就继续")
CODE = Said("手机验证码错误", "200024", "短信验证码填错", 0, "说明原因，再要一次验证码")
AMOUNT = Said("打款金额不正确，还可尝试2次", "", "打款金额填错", 0, "说明还能试几次，再问一次金额")
TIMEOUT = Said("登录超时，请重新登录", "200003", "登录失效", 0, "请人重新扫码，从中断处继续")
UNBOUND = Said("该账号尚未绑定邮箱", "5", "unbound_email", 0, "说明原因，请重新扫码，扫好就继续")
SUPPLEMENT = Said("未提供盖章的申请公函，或公函信息与所填资料不一致", "", "supplement", 0, "指到资料那一行，请人补")
REFUSED = Said("营业执照照片不清晰，无法辨认登记信息", "", "rejection", 7, "指到资料那一行和那张图片")
EVERY = (QUOTA, APPEAL, NAME, SCAN, CODE, AMOUNT, TIMEOUT, UNBOUND, SUPPLEMENT, REFUSED)
