"""``run-flow init`` as a newcomer and as an agency give it."""

import codecs
import json
import os
import select
import shutil
import signal
import stat
import subprocess
import sys
from contextlib import suppress

import pytest

from run_flow.profile import load
from run_flow.profile.template import template

CODE, HOUSEHOLD = "91440300MA5YB10777", "92440305MA5YB2088P"
ID, OTHER_ID = "110101198506170028", "440304199209231016"


def _profile(folder):
    return (folder / "profile.yaml").read_text(encoding="utf-8")


def _everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("sample", ["company", "household"])
def test_the_template_is_the_sample_itself(root, sample):
    """Read and written again, every byte stands where it stood: one source, nothing to keep in step."""
    text = (root / f"fixtures/profiles/{sample}/profile.yaml").read_text(encoding="utf-8")
    assert "".join(f"{line}\n" for line in template(text).lines()) == text


def test_a_folder_is_made_for_the_user_alone(run_flow, tmp_path):
    """Profile, schema and a place for the documents, and the next command."""
    ended = run_flow("init", "my company")
    folder = tmp_path / "my company"
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "run-flow check 'my company/profile.yaml'" in ended.stdout
    assert "licence.jpg" in ended.stdout
    assert {path.name for path in folder.iterdir()} == {"profile.yaml", "profile.schema.json", "documents"}
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert _profile(folder).startswith("# yaml-language-server: $schema=./profile.schema.json\n")


@pytest.mark.parametrize("kind", ["企业", "个体工商户"])
@pytest.mark.parametrize("filing", [[], ["--filing"]])
def test_no_value_of_the_sample_is_left(run_flow, root, tmp_path, kind, filing):
    """A forgotten line is found by check, and never sent with somebody else's facts."""
    run_flow("init", "--kind", kind, *filing)
    text = _profile(tmp_path)
    stated = "\n".join(line.partition("#")[0] for line in text.splitlines())
    for foreign in ("晴禾", "小满", "沈知夏", "何小满", CODE, HOUSEHOLD, "example", "2026-"):
        assert foreign not in stated
    assert ("\nfiling:" in text) == bool(filing)
    assert ("12381" in text) == bool(filing)


def test_check_finds_what_is_left_to_fill_in_and_nothing_else(run_flow, tmp_path):
    """A fresh file has blanks and missing pictures: no fault of ours, in the file's order, summed up at the end."""
    run_flow("init", "--filing")
    ended = run_flow("check", "--no-ocr", "profile.yaml", "--json")
    findings = json.loads(ended.stdout)["findings"]
    kinds = {finding["code"].partition(".")[0] for finding in findings if finding["code"] != "value.missing"}
    assert kinds == {"document", "consent", "confirmed"}
    assert [finding["line"] for finding in findings] == sorted(finding["line"] for finding in findings)
    shown = run_flow("check", "--no-ocr", "profile.yaml").stderr
    assert "处没有填写" in shown
    assert shown.count("在冒号后面填写内容") == 1
    assert "name:  # 企业名称，与营业执照一字不差" in shown


@pytest.mark.parametrize("already", ["profile.yaml", "a link to nowhere"])
def test_a_profile_is_never_overwritten(run_flow, tmp_path, already):
    """Not even a link that leads nowhere; nothing else is made either."""
    if already == "profile.yaml":
        (tmp_path / already).write_text("company: {}\n", encoding="utf-8")
    else:
        (tmp_path / "profile.yaml").symlink_to(tmp_path / "nowhere")
    before = _everything(tmp_path)
    ended = run_flow("init")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "profile.yaml" in ended.stderr
    assert _everything(tmp_path) == before
    assert not (tmp_path / "documents").exists()


def test_other_files_stay_as_they_are(run_flow, tmp_path):
    """A folder in use loses nothing."""
    (tmp_path / "documents").mkdir()
    for name in ("documents/licence.jpg", "profile.schema.json", "notes.txt"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    before = _everything(tmp_path)
    assert run_flow("init").returncode == 0
    assert before.items() <= _everything(tmp_path).items()


def test_a_folder_that_cannot_be_made_ends_with_2(run_flow, tmp_path):
    """The folder is named, and nothing is left behind."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    ended = run_flow("init", "file/company")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "file/company" in ended.stderr


def test_answers_come_from_a_program(run_flow, tmp_path):
    """JSON on standard input: no fact on the command line, one JSON line out, the kind seen in the credit code."""
    answers = {
        "company": {"name": "深圳市南山区小满样例糖水铺", "credit_code": HOUSEHOLD},
        "legal_person": {"name": "何小满", "id_number": ID, "phone": "013800138044"},
        "operator": {"same_as": "legal_person", "email": "a@b.example"},
        "administrator": {"same_as": "legal_person"},
        "account": {"other_names": ["一: 二", "no"], "introduction": "# 不是说明"},
        "mini_programs": [{"name": "甲: 乙"}, {"name": "丙丁", "app_id": "wx0123456789abcdef"}],
    }
    ended = run_flow("init", "shop", "--answers", "-", "--json", typed=json.dumps(answers))
    told = json.loads(ended.stdout)
    assert told["next"] == "run-flow check shop/profile.yaml"
    assert told["documents"] == [
        f"shop/documents/{name}"
        for name in ("licence.jpg", "legal-person-front.jpg", "legal-person-back.jpg", "icon.png", "icon-2.png")
    ]
    found = json.loads(run_flow("check", "--no-ocr", "shop/profile.yaml", "--json").stdout)["findings"]
    answered = ("company.name", "legal_person.name", "operator.name", "administrator.id_number", "invoice.title")
    blank = {finding["field"] for finding in found if finding["code"] == "value.missing"}
    assert not blank & {*answered, "mini_programs.0.name", "account.introduction"}
    assert {finding["code"] for finding in found if finding["field"] == "legal_person.phone"} == {"mobile.format"}
    text = _profile(tmp_path / "shop")
    assert 'name: "甲: 乙"' in text
    assert "kind: 个体工商户" in text
    assert "    app_id: wx0123456789abcdef" in text


def test_whatever_is_answered_is_read_back_as_it_was(run_flow, root, tmp_path):
    """A whole sample goes through init unchanged in meaning, the documents beside it."""
    for sample in ("company", "household"):
        source = root / f"fixtures/profiles/{sample}"
        assert run_flow("init", sample, "--answers", str(source / "profile.yaml")).returncode == 0
        shutil.copytree(source / "documents", tmp_path / sample / "documents", dirs_exist_ok=True)
        assert load(tmp_path / sample / "profile.yaml").digest == load(source / "profile.yaml").digest


@pytest.mark.parametrize(
    ("answers", "exit_code", "hint"),
    [
        ("company: {nme: 甲}", 3, "name"),
        ("company: {name: 甲", 3, "yaml."),
        ("account: {password: Abcd1234x}", 2, "account.password"),
        ("bank: {account: !env HOME}", 2, "bank.account"),
    ],
)
def test_answers_that_cannot_be_taken_leave_nothing(run_flow, tmp_path, answers, exit_code, hint):
    """A wrong key, no YAML, a password, a secret from elsewhere: named, and no file is written."""
    ended = run_flow("init", "--answers", "-", typed=answers)
    assert (ended.returncode, ended.stdout) == (exit_code, "")
    assert hint in ended.stderr
    assert "Abcd1234x" not in ended.stderr
    assert _everything(tmp_path) == {}


def test_the_administrator_who_is_the_head_answers_for_the_filing_too(run_flow, tmp_path):
    """Then no second responsible person has to be stated; who operates is taken over where he administers."""
    for name, role in (("one", "legal_person"), ("two", "operator")):
        run_flow("init", name, "--filing", "--answers", "-", typed=f"administrator: {{same_as: {role}}}")
    assert "  manager:" not in _profile(tmp_path / "one")
    assert "    same_as: operator" in _profile(tmp_path / "two")
    assert "manager-front" not in _profile(tmp_path / "two")


def test_somebody_else_takes_nothing_over(run_flow):
    """A responsible person of its own is asked for every fact, whoever the template names there."""
    run_flow("init", "--answers", "-", typed="filing: {principal: {name: 陆子墨}, manager: {id_number: 1}}")
    found = json.loads(run_flow("check", "--no-ocr", "profile.yaml", "--json").stdout)["findings"]
    blank = {finding["field"] for finding in found if finding["code"] == "value.missing"}
    wanted = {"id_number", "phone", "id_front", "id_back", "id_valid_from", "id_valid_until"}
    assert {f"filing.principal.{key}" for key in wanted} <= blank
    assert {"filing.manager.name", "filing.manager.phone"} <= blank


class Newcomer:
    """Sits at a pseudo-terminal in front of ``run-flow init``."""

    def __init__(self, folder, *words):
        """Start the command with the terminal as its standard input and output."""
        self.mine, theirs = os.openpty()
        command = [sys.executable, "-m", "run_flow.cli", "init", *words]
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, start_new_session=True
        )
        os.close(theirs)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.seen = ""
        self.read = 0

    def answers(self, *answers):
        """Wait for each prompt and type after it; a prompt is named by words of it."""
        for words, answer in answers:
            self.sees(words)
            os.write(self.mine, f"{answer}\n".encode())

    def enters(self):
        """Press Enter, be somebody there or not."""
        with suppress(OSError):
            os.write(self.mine, b"\n")

    def sees(self, words):
        """Read until *words* and the end of their prompt stand on the screen."""
        while words not in self.seen[self.read :] or not self.seen.endswith(": "):
            assert self.reads(), self.seen
        self.read = len(self.seen)

    def reads(self):
        """Read what comes next; tell whether the program still talks."""
        assert select.select([self.mine], [], [], 60)[0], f"nothing more after: {self.seen}"
        try:
            heard = os.read(self.mine, 4096)
        except OSError:  # Linux tells so that the other side is closed
            heard = b""
        self.seen += self.decoder.decode(heard)
        return bool(heard)

    def ended(self):
        """Read to the end and return the exit code."""
        while self.reads():
            pass
        return self.process.wait()

    def leaves(self):
        """Close the terminal."""
        self.process.kill()
        self.process.wait()
        os.close(self.mine)


@pytest.fixture
def newcomer(tmp_path):
    """Return a function that sits somebody down."""
    seated = []

    def sit(*words):
        seated.append(Newcomer(tmp_path, *words))
        return seated[-1]

    yield sit
    for each in seated:
        each.leaves()


on_posix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")


@on_posix
def test_the_wizard_checks_each_answer_at_once(newcomer, run_flow, tmp_path):
    """A wrong code is refused with its mend and asked again; what is answered is not asked by check any more."""
    person = newcomer("mine")
    person.answers(
        ("信用代码", "91440300MA5YB10778"),
        ("校验位不符", CODE),
        ("名称", "深圳市晴禾样例科技有限公司"),
        ("法定代表人的姓名", "沈知夏"),
        ("身份证号", ID),
        ("手机号", "1380013801"),
        ("11 位", "13800138011"),
        ("运营者", "1"),
        ("运营者的邮箱", "operator@qinghe.example"),
        ("审核电话", ""),
        ("管理员", "第二个"),
        ("写 1 到", "2"),
        ("管理员的姓名", "顾一帆"),
        ("管理员的身份证号", ""),
        ("管理员的手机号", ""),
        ("微信号", "guyifan_qinghe"),
        ("服务号名称", "晴禾样例服务"),
        ("邮箱", "service@qinghe.example"),
        ("第 1 个小程序", "晴禾样例报修"),
        ("第 2 个小程序", ""),
        ("备案", ""),
    )
    assert person.ended() == 0, person.seen
    assert "run-flow check mine/profile.yaml" in person.seen
    found = json.loads(run_flow("check", "--no-ocr", "mine/profile.yaml", "--json").stdout)["findings"]
    blank = {finding["field"] for finding in found if finding["code"] == "value.missing"}
    assert {"operator.reachable", "administrator.id_number", "company.address"} <= blank
    assert not blank & {"company.credit_code", "company.kind", "bank.holder", "operator.name", "account.email"}
    assert {finding["code"].partition(".")[0] for finding in found} == {"value", "document", "consent", "confirmed"}
    assert ID in _profile(tmp_path / "mine")


@on_posix
def test_enter_through_the_whole_wizard_makes_the_empty_template(newcomer, run_flow, tmp_path):
    """Nothing has to be known to begin."""
    person = newcomer("blank")
    while person.reads():
        if person.seen.endswith(": "):
            person.enters()
    assert person.ended() == 0, person.seen
    assert "company:" in _profile(tmp_path / "blank")


@on_posix
@pytest.mark.parametrize("answered", [0, 3])
def test_ctrl_c_leaves_nothing_behind(newcomer, tmp_path, answered):
    """Not even the folder; the exit code is that of a command stopped."""
    person = newcomer("mine")
    person.answers(*[("信用代码", CODE), ("名称", ""), ("姓名", "沈知夏")][:answered])
    person.sees("")
    person.process.send_signal(signal.SIGINT)
    person.enters()  # a signal just before the read would wait for the end of a line
    assert person.ended() == 4
    assert "什么也没有写" in person.seen
    assert "Traceback" not in person.seen
    assert list(tmp_path.iterdir()) == []


@on_posix
def test_at_a_terminal_no_question_is_asked_where_none_is_wanted(newcomer, tmp_path):
    """--non-interactive, for scripts that run in a terminal."""
    person = newcomer("--non-interactive")
    assert person.ended() == 0
    assert "company:" in _profile(tmp_path)
