"""Every sentence for people is there in both languages, compiled."""

import importlib.util

import pytest


@pytest.fixture(scope="module")
def translations(root):
    """Return the tool that collects and compiles."""
    spec = importlib.util.spec_from_file_location("translations", root / "tools/translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_is_translated_and_compiled(translations):
    """Missing, left over or not compiled: `make locale` tells and mends."""
    assert translations.faults() == []


def test_a_missing_translation_is_found(translations):
    """The test above can fail."""
    wanted = translations.ours()
    wanted.add("从来没有说过的一句话")
    assert translations.untranslated(translations.ENGLISH, wanted) == ["从来没有说过的一句话"]


def test_a_translation_keeps_the_placeholders(translations):
    """{left} in Chinese is {left} in English, or a sentence would break where it is spoken."""
    import re

    from babel.messages.pofile import read_po

    for po in (translations.ENGLISH, translations.CHINESE):
        with po.open("rb") as file:
            for message in read_po(file):
                if not message.id or not message.string:
                    continue
                source = " ".join(message.id) if isinstance(message.id, (tuple, list)) else message.id
                spoken = " ".join(message.string) if isinstance(message.string, (tuple, list)) else message.string
                names = re.compile(r"\{(\w+)")
                assert set(names.findall(spoken)) <= set(names.findall(source)), source
