"""YAML is read as typed, with places; what is no YAML says where and how to mend it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from run_flow.profile.tree import tree_of

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
keys = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
values = st.recursive(words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4))


def written(values: object) -> str:
    """Return *values* as YAML, each key on its line."""
    held = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.default_flow_style = False
    yaml.dump(values, held)
    return held.getvalue()


def leaves(value, dotted=""):
    """Walk every text with its dotted field."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{dotted}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, f"{dotted}.{number}")
    else:
        yield dotted, value


@given(st.dictionaries(keys, values, min_size=1))
def test_what_was_written_is_read(said):
    """Any texts in any nesting come back, whatever they look like: yes, no, 007, 1e3, dates."""
    tree = tree_of(written(said), file="profile.yaml")
    assert tree.findings == []
    assert tree.values == said


@given(st.dictionaries(keys, values, min_size=1))
def test_every_value_has_its_place(said):
    """At each place stands the text of that very value (quoted ones begin with their quote)."""
    text = written(said)
    tree = tree_of(text, file="profile.yaml")
    lines = text.splitlines()
    for dotted, value in leaves(said):
        line, column = tree.places[dotted]
        here = lines[line - 1][column - 1 :]
        assert here.startswith((value[:1], '"', "'"))


@pytest.mark.parametrize(
    "typed",
    ["914403001922038216", "013800138000", "007", "no", "on", "~x", "2019-03-05", "0x1F", "1_000", ".5", "1:30"],
)
def test_a_scalar_stays_as_it_was_typed(typed):
    """Nothing becomes a number, a date or a truth value; no zero is lost."""
    assert tree_of(f"a: {typed}", file="p").values == {"a": typed}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_key_without_a_value_says_nothing(nothing):
    """It counts as missing, and its place is known."""
    tree = tree_of(f"a: {nothing}\nb: 1", file="p")
    assert tree.values == {"b": "1"}
    assert "a" in tree.places


def test_a_secret_comes_from_the_environment_or_a_file(tmp_path):
    """It is nowhere in the profile, and known as a secret."""
    (tmp_path / "key.txt").write_text("from-a-file\n", encoding="utf-8")
    file, environment = str(tmp_path / "profile.yaml"), {"KEY": "from-outside"}
    tree = tree_of("a: !env KEY\nb: !file key.txt\nc: plain\n", file=file, environment=environment)
    assert tree.values == {"a": "from-outside", "b": "from-a-file", "c": "plain"}
    assert tree.secrets == {"a", "b"}


def test_an_anchor_may_be_used_again():
    """What was stated once may be referred to."""
    assert tree_of("a: &x {n: 1}\nb: *x", file="p").values == {"a": {"n": "1"}, "b": {"n": "1"}}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "yaml.empty", (1, 1)),
        ("# 只有说明\n", "yaml.empty", (1, 1)),
        ("- a\n- b\n", "yaml.mapping", (1, 1)),
        ("只有一句话", "yaml.mapping", (1, 1)),
        ("a:\n\tb: 1\n", "yaml.tab", (2, 1)),
        ("a:\n  b: 1\n \tc: 1\n", "yaml.tab", (3, 2)),
        ("company：\n  name: x\n", "yaml.full_width_colon", (1, 8)),
        ("a: 1\nname：晴禾\n", "yaml.full_width_colon", (2, 5)),
        ("a：1", "yaml.full_width_colon", (1, 2)),
        ("a: 1\nname:晴禾\n", "yaml.colon_space", (2, 5)),
        ("a: 1\na: 2\n", "yaml.duplicate", (2, 1)),
        ("a: &a [*a]\n", "yaml.recursion", (1, 4)),
        ("a: &a {b: {c: *a}}\n", "yaml.recursion", (1, 4)),
        ("a: *nobody\n", "yaml.alias", (1, 4)),
        ("a: !env NOBODY_SETS_THIS\n", "secret.environment", (1, 4)),
        ("a: !file nothing.txt\n", "secret.file", (1, 4)),
        ("a: !file ../p\n", "secret.file", (1, 4)),
        ("a: !keyring x\n", "yaml.tag", (1, 4)),
        ("a: !!python/object/apply:os.system [id]\n", "yaml.tag", (1, 4)),
        ("a: !!binary aGk=\n", "yaml.tag", (1, 4)),
        ("? [a]\n: b\n", "yaml.key", (1, 3)),
        ("a: 1\n---\nb: 2\n", "yaml.documents", (2, 1)),
        ('a: "没有另一半\n', "yaml.quote", (1, 4)),
        ("a: b: c\n", "yaml.second_colon", (1, 5)),
        ("a: @晴禾\n", "yaml.first_letter", (1, 4)),
        ("a: - 晴禾\n", "value.list", (1, 4)),
        ("a:\n  b: 1\n c: 2\n", "yaml.syntax", (3, 2)),
        ("a: 1\nb\nc: 2\n", "yaml.colon", (2, 1)),
        ("a: 1\nb: x\x07y\n", "yaml.character", (2, 5)),
        ("[" * 5000, "yaml.size", (1, 1)),
        (", " * 20_001, "yaml.size", (1, 1)),
    ],
)
def test_what_is_no_profile_says_where_and_how_to_mend_it(text, code, place):
    """One finding, at the line and column where the pen has to go."""
    (finding,) = tree_of(text, file="p").findings
    assert (finding.code, (finding.line, finding.column)) == (code, place)
    assert finding.message
    assert finding.mend


def test_a_habit_is_found_on_every_line():
    """Somebody who types full-width colons does it everywhere."""
    findings = tree_of("a：1\nb：2\n# c：3\nd:4\n", file="p").findings
    assert [(finding.line, finding.code) for finding in findings] == [
        (1, "yaml.full_width_colon"),
        (2, "yaml.full_width_colon"),
        (4, "yaml.colon_space"),
    ]


def test_every_duplicate_is_found():
    """The first one counts; each later one is named with the first one's line."""
    tree = tree_of("a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n", file="p")
    assert [finding.code for finding in tree.findings] == ["yaml.duplicate"] * 3
    assert tree.values == {"a": "1", "b": {"c": "1"}}


def test_aliases_of_aliases_end():
    """A few lines that stand for millions of values are refused, not expanded."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    (finding,) = tree_of("\n".join(lines), file="p").findings
    assert finding.code == "yaml.size"


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_explained(text):
    """Nothing a person types makes the reader fall over."""
    tree = tree_of(text, file="p")
    assert tree.values is not None or tree.findings
