"""The terminal shows asks, reads answers, hides secrets, and leaves everything as it was."""

import io
import os
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from run_flow.cli.display import Display
from run_flow.cli.keyboard import Keyboard
from run_flow.cli.narrator import DisplayNarrator
from run_flow.cli.terminal import Terminal
from run_flow.engine.people import Amount, AskView, Choice, Code, Confirm

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")

DEADLINE = datetime(2026, 11, 25, 10, tzinfo=UTC)
ASK = AskView(
    case_id="1a2b3c4d", run_id="r1", id="deposit-1", kind="ask", question="打款金额是多少？", answer=Amount(),
    role="财务", channel="银行流水", deadline=DEADLINE, secret=False,
)  # fmt: skip


class Screen(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self):
        """Say so."""
        return True


@pytest.fixture
def screen():
    """Return what a terminal would show."""
    return Screen()


@pytest.fixture
def display(screen):
    """Return a display on a terminal."""
    return Display(screen, redact=lambda text: text.replace("440301", "‹id›"))


class Typist:
    """Sits at a pseudo-terminal."""

    def __init__(self):
        """Open the terminal, and the keyboard on it."""
        from run_flow.cli.console_posix import PosixConsole

        self.mine, self.theirs = os.openpty()
        self.keyboard = Keyboard(PosixConsole(self.theirs))

    def type(self, text):
        """Press the keys of *text*."""
        os.write(self.mine, text.encode())

    def lines(self, number=1):
        """Return the next lines as the program hears them."""
        heard = []
        limit = threading.Event()
        for _look in range(100):
            heard += self.keyboard.take()
            if len(heard) >= number:
                break
            limit.wait(0.05)
        return heard

    def echoed(self):
        """Return what the terminal shows of the typing."""
        os.set_blocking(self.mine, False)
        try:
            return os.read(self.mine, 4096).decode()
        except BlockingIOError:
            return ""


@pytest.fixture
def typist():
    """Return somebody at a pseudo-terminal."""
    typist = Typist()
    yield typist
    typist.keyboard.close()
    os.close(typist.mine)
    os.close(typist.theirs)


def test_a_typed_line_is_heard_and_echoed(typist):
    """The terminal edits and shows the line; the program gets it whole."""
    typist.type("0.37\n")
    assert typist.lines() == ["0.37"]
    assert "0.37" in typist.echoed()


def test_a_secret_is_heard_and_not_echoed(typist):
    """While a secret is typed nobody over the shoulder reads it."""
    typist.keyboard.echo(on=False)
    typist.type("123456\n")
    assert typist.lines() == ["123456"]
    assert "1" not in typist.echoed()


def test_the_echo_is_restored_in_the_end():
    """Closed in the middle of a secret, the terminal is as it was found."""
    import termios

    typist = Typist()
    found = termios.tcgetattr(typist.theirs)
    typist.keyboard.echo(on=False)
    assert termios.tcgetattr(typist.theirs) != found
    typist.keyboard.close()
    assert termios.tcgetattr(typist.theirs) == found
    os.close(typist.mine)
    os.close(typist.theirs)


def test_what_was_typed_before_the_question_is_no_answer(typist, display):
    """An Enter pressed too early must not approve a payment."""
    typist.type("是\n")
    assert typist.lines() == ["是"]
    typist.type("是\n")
    terminal = Terminal(display, typist.keyboard)
    terminal.show(ASK)
    assert terminal.take() == []
    typist.type("0.12\n")
    assert _taken(terminal) == [("deposit-1", "0.12")]


def test_an_ask_tells_whom_what_until_when_and_how(display, screen):
    """The operator needs nothing else to act, with or without a keyboard."""
    Terminal(display, None).show(ASK)
    shown = screen.getvalue()
    for words in ("财务", "银行流水", "打款金额是多少？", "2026-11-25", "run-flow answer 1a2b3c4d deposit-1"):
        assert words in shown


def test_the_command_that_answers_leads_to_the_records_of_the_run(display, screen):
    """Typed elsewhere, it would else answer in another home, where the company has the same number."""
    Terminal(display, None, where=("--home", "/tmp/the demo")).show(ASK)
    assert "run-flow answer 1a2b3c4d deposit-1 --home '/tmp/the demo' 金额" in screen.getvalue()


def test_a_deadline_tells_what_happens_when_it_passes(display, screen):
    """Beside until when."""
    Terminal(display, None).show(replace(ASK, expiry="认证失败，不退费"))
    assert "，过期：认证失败，不退费" in screen.getvalue()


def test_choices_are_numbered(display, screen):
    """A long option need not be typed."""
    Terminal(display, None).show(replace(ASK, answer=Choice(("已完成", "未完成"))))
    assert "1. 已完成" in screen.getvalue()
    assert "2. 未完成" in screen.getvalue()


def test_the_drawn_code_can_be_scanned(display, screen):
    """What the terminal draws is read back by a decoder as the text of the code."""
    text = "http://127.0.0.1:8000/qr/abcdef0123456789"
    Terminal(display, None).show(ASK.with_code(text, b""))
    drawn = [line for line in screen.getvalue().split("\n") if "█" in line or "▄" in line]
    assert _scanned([line.removeprefix("\x1b[97;40m").removesuffix("\x1b[0m") for line in drawn]) == text


def test_only_a_changed_code_is_drawn_again(display, screen):
    """The engine shows an ask again whenever something in it may have changed."""
    terminal = Terminal(display, None)
    terminal.show(ASK.with_code("http://127.0.0.1/qr/1", b""))
    once = len(screen.getvalue())
    terminal.show(ASK.with_code("http://127.0.0.1/qr/1", b""))
    assert len(screen.getvalue()) == once
    terminal.show(ASK.with_code("http://127.0.0.1/qr/2", b""))
    assert "二维码换了新的" in screen.getvalue()[once:]


def test_an_inner_ask_gives_back_the_outer_one(typist, display, screen):
    """A sign-in asked for in the middle of another question does not swallow it."""
    terminal = Terminal(display, typist.keyboard)
    terminal.show(ASK)
    terminal.show(replace(ASK, id="approve-1", answer=Confirm(), question="提交吗？"))
    assert screen.getvalue().endswith("是/否> ")
    terminal.clear("approve-1")
    assert screen.getvalue().endswith("> ")
    typist.type("0.12\n")
    assert _taken(terminal) == [("deposit-1", "0.12")]


def test_a_refused_answer_is_asked_for_again(typist, display, screen):
    """The reason stands above a fresh prompt, hidden again where it is a secret."""
    terminal = Terminal(display, typist.keyboard)
    terminal.show(replace(ASK, answer=Code(), secret=True))
    typist.type("12\n")
    assert _taken(terminal) == [("deposit-1", "12")]
    terminal.refuse("deposit-1", "验证码应为 6 位数字")
    assert "验证码应为 6 位数字" in screen.getvalue()
    typist.type("123456\n")
    assert _taken(terminal) == [("deposit-1", "123456")]
    assert "1" not in typist.echoed()


def test_the_time_left_passes_in_place(display, screen):
    """A second later the same line tells less time; nothing scrolls."""
    narrator = DisplayNarrator(display)
    narrator.waiting(ASK, timedelta(seconds=90))
    narrator.waiting(ASK, timedelta(seconds=89))
    assert "1 分 30 秒" in screen.getvalue()
    assert "1 分 29 秒" in screen.getvalue()
    assert "\n" not in screen.getvalue()


def test_without_a_terminal_the_time_left_is_told_rarely():
    """A log file is not filled with countdowns."""
    stream = io.StringIO()
    narrator = DisplayNarrator(Display(stream, redact=str))
    for second in range(600, 0, -1):
        narrator.waiting(ASK, timedelta(seconds=second))
    assert 2 <= stream.getvalue().count("财务") <= 3


def test_lines_are_redacted(display, screen):
    """No secret reaches the screen through a sentence."""
    display.line("身份证 440301")
    display.live("身份证 440301")
    assert "440301" not in screen.getvalue()


@pytest.mark.parametrize("word", ["t", "T", "我来"])
def test_the_word_for_taking_over_is_heard(typist, display, screen, word):
    """While nothing is asked, a word and Enter say: I do this part; it is told once how."""
    terminal = Terminal(display, typist.keyboard, window=True)
    terminal.working("企业信息")
    terminal.working("法人信息")
    assert screen.getvalue().count("这一步我来") == 1
    assert "t / 我来" in screen.getvalue()
    assert not terminal.wanted()
    typist.type(f"{word}\n")
    assert _wanted(terminal)
    assert not terminal.wanted()
    assert "好，这一步您来" in screen.getvalue()


def test_a_wish_typed_just_before_a_question_is_not_lost(typist, display):
    """The question comes first, and the wish is heard after it; it answers nothing."""
    terminal = Terminal(display, typist.keyboard, window=True)
    typist.type("t\n")
    while typist.keyboard._lines.empty():
        threading.Event().wait(0.05)
    terminal.show(ASK)
    assert terminal.take() == []
    terminal.clear(ASK.id)
    assert terminal.wanted()


def test_a_word_for_a_question_is_its_answer(typist, display):
    """While something is asked, what is typed is the answer, whatever it is."""
    terminal = Terminal(display, typist.keyboard, window=True)
    terminal.show(ASK)
    typist.type("t\n")
    assert _taken(terminal) == [("deposit-1", "t")]
    assert not terminal.wanted()


def test_without_a_window_nothing_can_be_taken_over(typist, display, screen):
    """A headless run has nothing that a person could do by hand, and promises nothing."""
    terminal = Terminal(display, typist.keyboard)
    terminal.working("企业信息")
    typist.type("t\n")
    assert typist.lines() == ["t"]
    assert not terminal.wanted()
    assert screen.getvalue() == ""


def _wanted(terminal):
    for _look in range(100):
        if terminal.wanted():
            return True
        threading.Event().wait(0.05)
    return False


def _taken(terminal):
    heard = []
    for _look in range(100):
        heard += terminal.take()
        if heard:
            break
        threading.Event().wait(0.05)
    return heard


def _scanned(rows):
    import zxingcpp
    from PIL import Image

    light = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    picture = Image.new("L", (len(rows[0]), len(rows) * 2), 0)
    for y, row in enumerate(rows):
        for x, character in enumerate(row):
            for half in (0, 1):
                picture.putpixel((x, y * 2 + half), 255 * light[character][half])
    return zxingcpp.read_barcode(picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)).text
