"""The samples as a template."""

from hypothesis import given
from hypothesis import strategies as st

from run_flow.profile.template import scalar, template
from run_flow.profile.tree import tree_of

printable = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\ufeff"), min_size=1)


@given(
    printable | st.sampled_from(["no", "007", "null", "~", "a: b", "a #b", "# a", "!env HOME", "*a", "- a", "[a", " a"])
)
def test_whatever_is_stated_is_read_back(text):
    """Colons, signs, words that YAML takes for something else: each text stands so that it is itself."""
    top = template("a:\n  key: before  # words\n")
    entry = top.at("a.key")
    assert entry
    entry.state(text)
    (_a, line) = top.lines()
    assert tree_of(f"a:\n{line}\n", file="-").values == {"a": {"key": text}}
    assert line.endswith("# words")
    assert scalar("") == ""
