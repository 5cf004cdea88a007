"""What reviewers refuse for, and our own rule that tells how to mend it (docs/portal.md, 驳回原因与规则)."""

from __future__ import annotations

import re

from run_flow.profile.rulebook import RULES, Rule

_CODES: tuple[tuple[str, str], ...] = (
    (r"公章|盖章", "document.no_seal"),
    (r"反光", "document.glare"),
    (r"复印件|黑白", "document.grey"),
    (r"不清|模糊|无法辨认|看不清|不能辨认", "document.blurred"),
    (r"残缺|缺角|不完整|损坏", "document.broken"),
    (r"注销|吊销", "confirmed.active"),
    (r"执照.*(过期|有效期不足|到期)|营业期限", "licence.expired"),
    (r"联系不上|无法联系|打不通|未接|未能接通|电话回访", "confirmed.calls"),
    (r"打款金额", "confirmed.finance"),
    (r"名称.*(重复|重名|侵权|已被|近似)", "confirmed.names"),
    (r"名称.*(微信|腾讯)", "name.brand"),
    (r"名称.*通用", "name.generic"),
    (r"名称.*夸大", "name.boast"),
    (r"名称.*国家机关", "name.state"),
    (r"名称.*国名", "name.country"),
    (r"(主体|企业)类型", "kind.mismatch"),
    (r"户名|开户名称", "holder.mismatch"),
    (r"(登记|注册).*(上限|超限|次数过多)", "confirmed.registrations"),
    (r"商标", "trademark.missing"),
    (r"其他平台|在.*完成备案", "confirmed.filed_elsewhere"),
    (r"跨省|不在同一省|省份.*(不符|不一致)", "province.mismatch"),
    (r"地址.*(重复|省、?市、?区|省市区)", "address.region_repeated"),
    (r"地址.*(不完整|不详细|门牌)", "address.door"),
    (r"应急.*(本人|相同)", "emergency.own"),
    (r"号码?.*(他人|其他人|占用)", "phone.shared"),
    (r"授权书", "authorization.missing"),
    (r"备注", "remarks.vague"),
    (r"前置审批", "pre_approval.likely"),
    (r"药品|医疗器械", "scope.medical"),
    (r"12381|短信核验", "confirmed.sms"),
    (r"背景", "portrait.background"),
    (r"人脸|遮挡", "confirmed.face"),
    (r"(未提供|缺少|没有上传).*(材料|证件|公函|照片)", "document.missing"),
)


def rule_of(said: str) -> Rule | None:
    """Return the rule that tells how to mend what a reviewer *said*, None where none of ours does."""
    return next((RULES[code] for words, code in _CODES if re.search(words, said)), None)
