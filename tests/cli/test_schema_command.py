"""``run-flow schema``: what an editor is told is true for our reading of the file."""

import json
from copy import deepcopy

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

SAMPLES = ("company", "household")


@pytest.fixture
def schema(run_flow):
    """Return what the command prints."""
    ended = run_flow("schema")
    assert (ended.returncode, ended.stderr) == (0, "")
    return json.loads(ended.stdout)


@pytest.fixture
def sample(root):
    """Return a function that reads a sample as an editor does: numbers as numbers, dates as text."""

    def read(name):
        plain = YAML(typ="safe").load(root / f"fixtures/profiles/{name}/profile.yaml")
        return json.loads(json.dumps(plain, default=str))

    return read


def _faults(schema, values):
    checks = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [".".join(map(str, error.absolute_path)) for error in checks.iter_errors(values)]


def test_it_is_a_schema(schema):
    """By the standard's own measure; a program gets it on one line."""
    Draft202012Validator.check_schema(schema)


def test_a_program_gets_one_line(run_flow, schema):
    """The same, for reading by programs."""
    (line,) = run_flow("schema", "--json").stdout.splitlines()
    assert json.loads(line) == schema


@pytest.mark.parametrize("name", SAMPLES)
def test_both_samples_are_valid(schema, sample, name):
    """Read by a plain YAML loader: phones and accounts come as numbers."""
    assert isinstance(sample(name)["bank"]["account"], int)
    assert _faults(schema, sample(name)) == []


def test_a_fresh_profile_is_incomplete_only_where_it_must_be_filled_in(schema, run_flow, tmp_path):
    """What is optional may stay blank in the editor too."""
    run_flow("init", "--filing")
    fresh = json.loads(json.dumps(YAML(typ="safe").load(tmp_path / "profile.yaml"), default=str))
    found = json.loads(run_flow("check", "--no-ocr", "profile.yaml", "--json").stdout)["findings"]
    blank = {finding["field"] for finding in found if finding["code"] == "value.missing"}
    assert set(_faults(schema, fresh)) <= blank | {"confirmed"}
    assert "company.name" in _faults(schema, fresh)


@pytest.mark.parametrize(
    ("section", "key", "value", "place"),
    [
        ("company", "nmae", "甲", "company"),
        ("company", "kind", "公司", "company.kind"),
        ("invoice", "kind", "普票", "invoice.kind"),
        ("account", "kind", "订阅号", "account.kind"),
        ("account", "naming", "随便", "account.naming"),
        ("company", "established", "2019/3/5", "company.established"),
        ("company", "valid_until", "永远", "company.valid_until"),
        ("company", "name", ["甲"], "company.name"),
        ("operator", "same_as", "legal", "operator.same_as"),
        ("operator", "same_as", "operator", "operator.same_as"),
        ("mini_programs", 0, {"name": "甲"}, "mini_programs.0"),
    ],
)
def test_a_slip_is_marked_where_it_stands(schema, sample, section, key, value, place):
    """A misspelt key, a wrong choice, a date in another form, a list for a text."""
    values = deepcopy(sample("company"))
    values[section][key] = value
    assert place in _faults(schema, values)


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("company", "valid_until", "永久"),
        ("account", "region", ["广东", "深圳"]),
        ("account", "other_names", None),
        ("account", "kind", None),
        ("operator", "landline", None),
        ("administrator", "wechat", 1234567),
    ],
)
def test_what_we_read_is_not_marked(schema, sample, section, key, value):
    """Blank where it is optional, a number where a text is meant, both ways to write a region."""
    values = deepcopy(sample("company"))
    values[section][key] = value
    assert _faults(schema, values) == []


def test_a_person_in_two_roles_is_stated_once(schema, sample):
    """With same_as only what the other role does not say is wanted, and without it everything."""
    values = sample("company")
    values["operator"] = {"same_as": "legal_person", "email": "a@b.example", "reachable": "每天"}
    values["administrator"] = {"same_as": "operator", "wechat": "abcdef"}
    assert _faults(schema, values) == []
    values["operator"] = {"same_as": "administrator", "email": "a@b.example", "reachable": "每天"}
    assert set(_faults(schema, values)) == {"operator"}
    values["operator"] = {"email": "a@b.example", "reachable": "每天"}
    assert set(_faults(schema, values)) == {"operator"}


def test_every_key_is_described_but_what_speaks_for_itself(schema):
    """In the words of the template."""
    company = schema["properties"]["company"]["properties"]
    assert company["name"]["description"] == "企业名称，与营业执照一字不差"
    assert schema["properties"]["filing"]["properties"]["manager"]["properties"]["id_number"]["description"]
    assert "!env" in schema["description"]
    silent = {
        f"{section}.{key}"
        for section, node in schema["properties"].items()
        for key, shape in node.get("properties", {}).items()
        if "description" not in shape
    }
    assert {field.partition(".")[2] for field in silent} <= {"name", "email"}
