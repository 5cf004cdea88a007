"""The field rules: the page's JavaScript and the server's Python are one rule book."""

from __future__ import annotations

import json
from datetime import date

from mock_portal import rules
from mock_portal.contracts import Field, Rule
from mock_portal.materials import materials
from mock_portal.naming import invoice, naming
from mock_portal.switches import settings

VALUES = [
    "", "长期", "2019-03-05", "2019-02-30", "2999-01-01", "1990-1-1", "样例", "样" * 26, "a" * 51, "a", "440304199209231016",
    "440304199209231017", "11010120200101001X", "13800138022", "12345678901", "+8613800138022", "a@b.cn", "a@b", "a b@c.cn",
    "91440300MA5YB10777", "123", "深圳市样例（科技）有限公司", "坏<名称>", "123456", "１２３４５６", "12345", "0755-26000022",
]  # fmt: skip


def test_page_and_server_check_alike(open_portal, page):
    """Every rule of every form says the same to every value in Python and in JavaScript."""
    page.goto(open_portal().address)
    facts = settings("letter", {"verification": "choice"})
    sections = [
        *materials(facts, principal="样例", household=False),
        *materials(facts | {"fields": "guide"}, principal="样例", household=True),
    ]
    fields = {f.rules: f for s in [*sections, *naming(), *invoice()] for f in s.fields if f.rules and not f.options}
    asked = [
        {"field": {"rules": [vars(rule) for rule in field.rules]}, "value": value}
        for field in fields.values()
        for value in VALUES
    ]
    script = """async (asked) => {
        const { complaint } = await import('/static/rules.js');
        return asked.map(({ field, value }) => complaint(field, value, '2026-11-22'));
    }"""
    said = page.evaluate(script, json.loads(json.dumps(asked)))
    mine = [rules.complaint(field, value, today=date(2026, 11, 22)) for field in fields.values() for value in VALUES]
    assert said == mine
    assert len(set(mine)) > 15


def test_a_rule_of_eighteen_years_counts_the_birthday():
    """On the day before the eighteenth birthday an ID number is refused, on the day it is taken."""
    field = Field("id", "身份证号", rules=(Rule("id_number", "未满18周岁"),))
    assert rules.complaint(field, "440304199209231016", today=date(2010, 9, 22)) == "未满18周岁"
    assert rules.complaint(field, "440304199209231016", today=date(2010, 9, 23)) == ""
