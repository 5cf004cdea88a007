"""Who is needed: whose phone, whose face, whose WeChat, which stamp, and how long each has for it."""

from __future__ import annotations

from dataclasses import dataclass

from run_flow.language import N_
from run_flow.plan.claim import (
    Source,
    Span,
    community,
    days,
    guide,
    hours,
    minutes,
    official,
    portal_code,
)

_FIVE_MINUTES = minutes(5)
_SCAN_AGAIN = N_("二维码作废，换一张重扫；已填的内容还在")


@dataclass(frozen=True)
class Duty:
    """What one person does in a stage; *within* is None where nobody knows the limit."""

    stage: str
    role: str
    does: str
    within: Span | None
    then: str
    source: Source
    chances: int | None = None


DUTIES = (
    Duty("register", N_("邮箱持有人"), N_("在登录邮箱里点激活链接，或回填验证码"), hours(48), N_("链接作废，重新注册"), community("P-14")),
    Duty("register", N_("管理员"), N_("收本人手机的短信验证码"), None, N_("60 秒后可以重发"), portal_code("P-15")),
    Duty("register", N_("管理员"), N_("用本人微信扫码（已实名、已绑定本人银行卡）"), _FIVE_MINUTES, _SCAN_AGAIN, portal_code("P-13")),
    Duty("register-verify", N_("财务"), N_("选支付验证时：从对公账户按页面金额打款给平台"), days(10), N_("验证过期，重新填写"), portal_code("P-3")),
    Duty("register-verify", N_("法定代表人"), N_("选法定代表人验证时：本人用自己的微信扫码、刷脸"), _FIVE_MINUTES, N_("换一张重扫；失败次数过多只能换验证方式"), portal_code("P-16")),
    Duty("register-verify", N_("经办人"), N_("选微信认证时：完成认证"), days(30), N_("主体信息重新填写"), community("P-17")),
    Duty("certify", N_("管理员"), N_("用本人微信扫码"), _FIVE_MINUTES, _SCAN_AGAIN, portal_code("P-13")),
    Duty("certify", N_("运营者"), N_("收本人手机的短信验证码"), None, N_("60 秒后可以重发"), portal_code("P-15")),
    Duty("certify", N_("盖章的人"), N_("页面要申请公函时：打印、签字、盖公章、扫描"), None, N_("漏章、涂改会被退回"), community("P-18")),
    Duty("certify", N_("付款的人"), N_("付认证费 300 元"), hours(24), N_("重新提交（24 小时是接口的规定，页面的期限没有人知道）"), official("P-19")),
    Duty("deposit", N_("财务"), N_("看网银里 0.01–0.99 元的到账金额，回填或告知审核员"), None, N_("说不出金额，认证不通过"), guide("P-4")),
    Duty("deposit", N_("法定代表人"), N_("页面要法人扫脸时：本人用自己的微信扫码、刷脸"), _FIVE_MINUTES, N_("换打款验证"), portal_code("P-16")),
    Duty("review", N_("运营者"), N_("接审核公司的电话（工作日）"), days(30), N_("联系不上即失败，不退费"), community("P-20")),
    Duty("review", N_("运营者"), N_("审核要求时补充资料"), days(30), N_("认证失败，不退费"), community("P-21"), chances=3),
    Duty("programs", N_("管理员"), N_("用本人微信扫码"), _FIVE_MINUTES, _SCAN_AGAIN, portal_code("P-13")),
    Duty("programs", N_("邮箱持有人"), N_("在小程序的邮箱里点激活链接"), None, N_("重发激活邮件"), portal_code("P-14")),
    Duty("programs", N_("小程序管理员"), N_("关联已有的小程序时：在“公众平台安全助手”里确认"), None, N_("重发邀请"), official("P-22")),
    Duty("programs-certify", N_("付款的人"), N_("每个小程序付认证费"), hours(24), N_("重新提交（24 小时是接口的规定，页面的期限没有人知道）"), official("P-19")),
    Duty("develop", N_("开发人员"), N_("开发、测试，补全小程序的名称、图标、简介、类目"), None, N_("没有填完不能备案"), official("P-12")),
    Duty("file", N_("管理员"), N_("进入备案前用本人微信扫码"), _FIVE_MINUTES, _SCAN_AGAIN, community("P-13")),
    Duty("file", N_("小程序管理员"), N_("点微信通知刷脸（白色或浅色背景，不戴帽子、口罩）"), hours(24), N_("重新发起，每天有限额；刷脸结果 3 天内有效"), official("P-23")),
    Duty("file", N_("盖章的人"), N_("负责人不是法定代表人时：授权书盖公章和法人章、扫描"), None, N_("没有授权书会被退回"), official("P-18")),
    Duty("file", N_("盖章的人"), N_("页面给出核验单时：打印、签字、盖章、扫描"), None, N_("官方材料里没有核验单，页面有才办"), guide("P-18")),
    Duty("file-first", N_("主体负责人"), N_("接平台初审的电话"), hours(1), N_("约 1 小时后再打一次，仍不接就退回"), community("P-24")),
    Duty("file-sms", N_("主体负责人、小程序负责人"), N_("各用自己的手机做 12381 短信核验：手机号、6 位码、证件号后 6 位"), hours(24), N_("整单自动退回，重新提交"), community("P-9")),
    Duty("file-bureau", N_("主体负责人"), N_("电话保持畅通，驳回后改资料重提"), None, N_("管局审核期间不能撤回"), official("P-24")),
)  # fmt: skip
"""In the order in which they come up."""
