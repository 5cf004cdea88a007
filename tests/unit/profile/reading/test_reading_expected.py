"""The table says what stands on which document."""

from run_flow.profile.reading.expected import expected_on


def test_a_persons_card_must_show_that_person(company_facts):
    """Whichever section it stands in; names and numbers are masked."""
    facts = company_facts | {"filing.principal.name": "王小明", "filing.principal.id_number": "44010519880808002X"}
    shown = [(item.field, item.stated, item.proof) for item in expected_on("filing.principal.id_front", facts)]
    assert shown == [
        ("filing.principal.name", "王**", ""),
        ("filing.principal.id_number", "440105********002X", "id_number"),
    ]


def test_a_licence_prints_dates_in_its_own_way(company_facts):
    """With zeros or without."""
    (established,) = [item for item in expected_on("company.licence", company_facts) if "established" in item.field]
    assert established.forms == ("2019年03月05日", "2019年3月5日")


def test_a_card_prints_its_term_in_its_own_way(company_facts):
    """Also one without an end."""
    endless = company_facts | {"operator.id_valid_until": "长期"}
    assert [item.forms for item in expected_on("operator.id_back", endless)] == [("2018.05.20-长期",)]
    assert [item.forms for item in expected_on("legal_person.id_back", endless)] == [("2016.07.01-2036.07.01",)]


def test_what_the_profile_leaves_out_or_mistypes_is_not_expected():
    """There is a finding of its own for that."""
    facts = {
        "company.name": "  ",
        "company.credit_code": "91440300MA5YB1077",
        "company.established": "2019/3/5",
        "legal_person.id_valid_until": "长期",
    }
    assert [expected_on(document, facts) for document in ("company.licence", "legal_person.id_back")] == [[], []]


def test_nothing_is_expected_on_other_pictures(company_facts):
    """An icon says nothing."""
    assert expected_on("mini_programs.0.icon", company_facts) == []


def test_an_account_and_its_holder_are_masked(household_facts):
    """A 个体工商户 may state a person's own card."""
    shown = [item.stated for item in expected_on("bank.permit", household_facts)]
    assert shown == ["何**", "***************0121", "中国工商银行深圳南山支行"]
