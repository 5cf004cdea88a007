"""Who is needed: whose phone, whose face, whose WeChat, which stamp, and how long each has for it."""

from __future__ import annotations

from dataclasses import dataclass

from run_flow.language import N_
from run_flow.plan.claim import Source, Span, community, guide, official, portal_code
from run_flow.plan.deadlines import deadline

_SCAN = deadline("scan")


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
    Duty("register", N_("邮箱持有人"), N_("在登录邮箱里点激活链接，或回填验证码"), *deadline("activation").terms),
    Duty("register", N_("管理员"), N_("收本人手机的短信验证码"), None, N_("60 秒后可以重发"), portal_code("P-15")),
    Duty("register", N_("管理员"), N_("用本人微信扫码（已实名、已绑定本人银行卡）"), *_SCAN.terms),
    Duty("register-verify", N_("财务"), N_("选支付验证时：从对公账户按页面金额打款给平台"), *deadline("transfer").terms),
    Duty("register-verify", N_("法定代表人"), N_("选法定代表人验证时：本人用自己的微信扫码、刷脸"), *deadline("register-face").terms),
    Duty("register-verify", N_("经办人"), N_("选微信认证时：完成认证"), *deadline("register-certify").terms),
    Duty("certify", N_("管理员"), N_("用本人微信扫码"), *_SCAN.terms),
    Duty("certify", N_("运营者"), N_("收本人手机的短信验证码"), None, N_("60 秒后可以重发"), portal_code("P-15")),
    Duty("certify", N_("盖章的人"), N_("页面要申请公函时：打印、签字、盖公章、扫描"), None, N_("漏章、涂改会被退回"), community("P-18")),
    Duty("certify", N_("付款的人"), N_("付认证费 300 元"), *deadline("payment").terms),
    Duty("deposit", N_("财务"), N_("看网银里 0.01–0.99 元的到账金额，回填或告知审核员"), None, N_("说不出金额，认证不通过"), guide("P-4")),
    Duty("deposit", N_("法定代表人"), N_("页面要法人扫脸时：本人用自己的微信扫码、刷脸"), *deadline("certify-face").terms),
    Duty("review", N_("运营者"), N_("接审核公司的电话（工作日）"), *deadline("review-call").terms),
    Duty("review", N_("运营者"), N_("审核要求时补充资料"), *deadline("supplement").terms, chances=3),
    Duty("programs", N_("管理员"), N_("用本人微信扫码"), *_SCAN.terms),
    Duty("programs", N_("邮箱持有人"), N_("在小程序的邮箱里点激活链接"), None, N_("重发激活邮件"), portal_code("P-14")),
    Duty("programs", N_("小程序管理员"), N_("关联已有的小程序时：在“公众平台安全助手”里确认"), None, N_("重发邀请"), official("P-22")),
    Duty("programs-certify", N_("付款的人"), N_("每个小程序付认证费"), *deadline("payment").terms),
    Duty("develop", N_("开发人员"), N_("开发、测试，补全小程序的名称、图标、简介、类目"), None, N_("没有填完不能备案"), official("P-12")),
    Duty("file", N_("管理员"), N_("进入备案前用本人微信扫码"), _SCAN.span, _SCAN.then, community("P-13")),
    Duty("file", N_("小程序管理员"), N_("点微信通知刷脸（白色或浅色背景，不戴帽子、口罩）"), *deadline("file-face").terms),
    Duty("file", N_("盖章的人"), N_("负责人不是法定代表人时：授权书盖公章和法人章、扫描"), None, N_("没有授权书会被退回"), official("P-18")),
    Duty("file", N_("盖章的人"), N_("页面给出核验单时：打印、签字、盖章、扫描"), None, N_("官方材料里没有核验单，页面有才办"), guide("P-18")),
    Duty("file-first", N_("主体负责人"), N_("接平台初审的电话"), *deadline("file-call").terms),
    Duty("file-sms", N_("主体负责人、小程序负责人"), N_("各用自己的手机做 12381 短信核验：手机号、6 位码、证件号后 6 位"), *deadline("file-sms").terms),
    Duty("file-bureau", N_("主体负责人"), N_("电话保持畅通，驳回后改资料重提"), None, N_("管局审核期间不能撤回"), official("P-24")),
)  # fmt: skip
"""In the order in which they come up."""
