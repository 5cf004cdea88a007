"""A process speaks one language; a block of one thread may speak another."""

from __future__ import annotations

from threading import Thread

from run_flow.language import _, speaking, spoken


def test_a_block_speaks_its_own_language_and_the_rest_the_processs():
    """Also where it ends with an error, and within another block."""
    with speaking("en"):
        assert (spoken(), _("核对结果")) == ("en", "What was verified")
        with speaking("zh"):
            assert _("核对结果") == "核对结果"
        assert spoken() == "en"
    assert (spoken(), _("核对结果")) == ("zh", "核对结果")


def test_another_thread_hears_nothing_of_it():
    """Two readers of one page may read it in two languages at once."""
    heard = []
    with speaking("en"):
        other = Thread(target=lambda: heard.append(spoken()))
        other.start()
        other.join()
    assert heard == ["zh"]
