"""The commands that need no browser: what they say, in which channel, with which exit code."""

import getpass
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from run_flow.engine.execute import case_folder
from run_flow.engine.remembered import remember
from run_flow.journal import events

AMOUNT = {"kind": "amount", "minimum": "0.01", "maximum": "0.99"}
CODE = {"kind": "code", "digits": 6}


@pytest.fixture
def sample(root):
    """Return a profile that is right."""
    return root / "fixtures/profiles/company/profile.yaml"


def _records(ended):
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_help_lists_the_flows_and_the_commands(run_flow):
    """A newcomer sees what there is, in Chinese, click's own words included."""
    ended = run_flow("--help")
    assert ended.returncode == 0
    for words in ("用法", "certify", "服务号认证", "status", "样例资料"):
        assert words in ended.stdout
    assert ended.stdout.index("办理:") < ended.stdout.index("journey") < ended.stdout.index("其他命令")


def test_the_language_is_chosen_on_the_command_line_or_in_the_environment(run_flow):
    """Both languages are whole; the option wins."""
    assert "Usage:" in run_flow("--lang", "en", "--help").stdout
    assert "Usage:" in run_flow("--help", settings={"RUN_FLOW_LANG": "en"}).stdout
    assert "用法" in run_flow("status", "--help", "--lang=zh", settings={"RUN_FLOW_LANG": "en"}).stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [(["statu"], "status"), (["status", "--jsn"], "--json"), (["show"], "RUN"), (["check", "no.yaml"], "no.yaml")],
)
def test_a_wrong_command_line_ends_with_2_in_four_lines(run_flow, words, hint):
    """What was being done, what was found, what to do next, where the evidence is."""
    ended = run_flow(*words)
    assert (ended.returncode, ended.stdout) == (2, "")
    lines = ended.stderr.splitlines()
    assert [line[:2] for line in lines] == ["正在", "发现", "下一", "证据"]
    assert hint in ended.stderr


def test_who_has_no_profile_yet_is_told_how_to_begin(run_flow):
    """A missing file, and an empty one, lead to init."""
    assert "run-flow init" in run_flow("check", "profile.yaml").stderr


def test_a_good_profile_passes(run_flow, sample):
    """Nothing is wrong, and the sums are told."""
    ended = run_flow("check", "--no-ocr", str(sample))
    assert ended.returncode == 0
    assert "没有问题" in ended.stdout
    assert _records(run_flow("check", "--no-ocr", str(sample), "--json"))[0]["findings"] == []


def test_check_reads_the_pictures_too(run_flow, root, tmp_path):
    """One character off is shown beside what was read, with a picture of the place for the user alone."""
    pytest.importorskip("rapidocr")
    shop = shutil.copytree(root / "fixtures/profiles/household", tmp_path / "shop") / "profile.yaml"
    shop.write_text(shop.read_text(encoding="utf-8").replace("何小满", "何小溝"), encoding="utf-8")
    (record,) = _records(run_flow("check", str(shop), "--json"))
    near = [finding for finding in record["findings"] if finding["code"] == "reading.near"]
    assert {finding["field"] for finding in near} >= {"legal_person.name", "operator.name"}
    crop = Path(near[0]["evidence"])
    assert stat.S_IMODE(crop.stat().st_mode) == 0o600
    assert "何小" not in json.dumps(record, ensure_ascii=False)


def test_every_fault_of_a_profile_is_told_at_once(run_flow, sample, tmp_path):
    """File, line, column, field, code and mend of each; exit 3."""
    text = sample.read_text(encoding="utf-8")
    broken = tmp_path / "profile.yaml"
    broken.write_text(
        text.replace("91440300MA5YB10777", "91440300MA5YB10778", 1).replace("introduction:", "introductoin:", 1),
        encoding="utf-8",
    )
    line = text[: text.index("91440300MA5YB10777")].count("\n") + 1
    for name in ("check", "certify"):
        ended = run_flow(name, str(broken))
        assert ended.returncode == 3
        assert f"{broken}:{line}:16: 错误 company.credit_code: uscc.checksum " in ended.stderr
        assert "introduction" in ended.stderr
    codes = {
        finding["code"] for finding in _records(run_flow("check", "--no-ocr", str(broken), "--json"))[0]["findings"]
    }
    assert len(codes) >= 2


def test_without_a_display_certify_ends_with_11_and_the_remedy(run_flow, sample, tmp_path):
    """The window is the default; where there can be none, the way out is named."""
    browser = tmp_path / "chrome"
    browser.write_text("#!/bin/sh\n", encoding="utf-8")
    browser.chmod(0o755)
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "RUN_FLOW_BROWSER": str(browser)}
    ended = run_flow("certify", str(sample), settings=nowhere)
    assert ended.returncode == 11
    assert "--headless" in ended.stderr
    assert run_flow("status", "--json").stdout == ""


def test_flows_lists_the_steps_without_running_the_script(run_flow, tmp_path):
    """Listing a folder never runs what lies in it."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "renew_all.py").write_text(
        'raise SystemExit(99)\n\n@flow(title="全部续期")\ndef renew_all(run):\n    """All is renewed."""\n\n'
        '@step(title="付款", done_when=paid)\ndef pay(run):\n    """Paid."""\n',
        encoding="utf-8",
    )
    ended = run_flow("flows", "--flows", "mine", "--json")
    assert ended.returncode == 0
    (flow,) = _records(ended)
    assert (flow["title"], flow["steps"][0]["title"]) == ("全部续期", "付款")
    assert "renew-all" in run_flow("--flows", "mine", "--help").stdout
    assert "全部续期" in run_flow("--help", settings={"RUN_FLOW_FLOWS": "mine"}).stdout


def test_a_flow_script_with_a_fault_is_refused_before_it_runs(run_flow, sample, tmp_path):
    """Two irreversible clicks in one step are found by reading."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pay.py").write_text(
        'from run_flow import flow, step\n\n@step(title="付款")\ndef twice(run):\n    """Paid."""\n'
        '    run.click_once("付款", approve="")\n\n@flow(title="付款")\ndef pay(run):\n    """Paid."""\n    twice(run)\n',
        encoding="utf-8",
    )
    ended = run_flow("pay", str(sample), "--flows", "mine")
    assert ended.returncode == 2
    assert "done_when" in ended.stderr


def test_a_defect_ends_with_1_and_its_traceback_stands_in_the_log_only(run_flow, sample, home, tmp_path):
    """The operator gets four lines; the developer gets the traceback, without secrets."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "broken.py").write_text(
        "from run_flow import flow\n\n\ndef number():\n    raise ZeroDivisionError('110101198506170028')\n\n"
        'PLACE = number()\n\n@flow(title="坏")\ndef broken(run):\n    """Broken."""\n',
        encoding="utf-8",
    )
    ended = run_flow("broken", str(sample), "--flows", "mine")
    log = (home / "logs" / "run-flow.log").read_text(encoding="utf-8")
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "ZeroDivisionError" in ended.stderr
    assert "run-flow.log" in ended.stderr
    assert "Traceback" in log
    assert "110101198506170028" not in log + ended.stderr + ended.stdout


def test_status_tells_who_is_waited_for_and_until_when(run_flow, case):
    """One look tells what to do."""
    case.ask("deposit-1", answer=AMOUNT)
    ended = run_flow("status")
    for words in ("深圳市样例科技有限公司", case.run, "财务", "银行流水", "打款金额", "1 天 23 小时", "中断"):
        assert words in ended.stdout
    (record,) = _records(run_flow("status", "--json"))
    assert record["runs"][0]["state"] == "running"
    assert record["asks"][0]["id"] == "deposit-1"


def test_status_without_any_case_says_how_to_begin(run_flow):
    """An empty ledger is no error."""
    ended = run_flow("status")
    assert ended.returncode == 0
    assert "run-flow certify" in ended.stdout


def test_shared_options_stand_before_or_after_the_command(run_flow, case, home, tmp_path):
    """Whoever knows them from one place finds them in the other; the nearer one wins."""
    elsewhere = {"RUN_FLOW_HOME": str(tmp_path / "nothing")}
    for words in (
        ["--home", str(home), "--json", "status"],
        ["--home", "nowhere", "status", "--home", str(home), "--json"],
    ):
        told = run_flow(*words, settings=elsewhere)
        (record,) = _records(told)
        assert (told.returncode, record["runs"][0]["id"]) == (0, case.run), words


def test_show_tells_a_run_as_a_timeline(run_flow, case):
    """Everything that happened, in order, as sentences."""
    case.ask("deposit-1", answer=AMOUNT)
    ended = run_flow("show", case.run)
    happened = [line[21:] for line in ended.stdout.splitlines()[1:]]
    assert happened[0] == "开始办理"
    assert "企业信息：已核对，没有改动" in happened
    assert "财务" in happened[-1]
    (record,) = _records(run_flow("show", case.run, "--json"))
    assert record["events"][0]["kind"] == "RunStarted"


@pytest.mark.parametrize(("by", "said"), [("banner", "在窗口"), ("people", "电脑账户 people")])
def test_show_tells_where_an_answer_was_given(run_flow, case, by, said):
    """The same words as on the page of the replay: a login name is not taken for a person's."""
    case.ask("deposit-1", answer=AMOUNT)
    assert case.ledger.answer(case.id, "deposit-1", "0.37", by=by)
    assert f"deposit-1：回答 0.37（{said}）" in run_flow("show", case.run).stdout


@pytest.mark.parametrize(
    ("source", "said"), [("", "流程脚本给出，没有对上资料的哪一项"), ("bank.name", "资料 bank.name")]
)
def test_show_tells_where_a_value_came_from(run_flow, case, source, said):
    """The same words as on the page of the replay; what the script itself gives is told, too."""
    place = {"run": case.run, "step": "company", "form": "同意协议", "label": "我已阅读并同意", "field": "f"}
    case.happened(events.FieldProven(**place, source=source, holder="", kind="check", rules=()))
    assert run_flow("show", case.run).stdout.splitlines()[-1].endswith(f"「我已阅读并同意」的出处：{said}")


def test_show_of_a_company_lists_its_runs(run_flow, case):
    """By the title of each errand; a program gets a record each."""
    shown = run_flow("show", case.id)
    assert f"{case.run}  服务号认证" in shown.stdout
    assert f"run-flow show {case.run}" in shown.stdout
    assert [record["id"] for record in _records(run_flow("show", case.id, "--json"))] == [case.run]


def test_show_of_an_unknown_run_offers_the_nearest(run_flow, case):
    """A typing error costs one look."""
    ended = run_flow("show", case.run + "1")
    assert ended.returncode == 2
    assert case.run in ended.stderr


def test_every_kind_of_event_has_its_sentence(case):
    """A new kind of event must not show as its class's name."""
    from run_flow.cli.show import SENTENCES
    from run_flow.journal.events import KINDS

    assert set(SENTENCES) == set(KINDS)


def test_an_answer_is_validated_then_recorded_once(run_flow, case):
    """A wrong amount is refused with the reason; the first right one wins."""
    case.ask("deposit-1", answer=AMOUNT)
    wrong = run_flow("answer", case.id, "deposit-1", "7")
    assert wrong.returncode == 2
    assert "deposit-1：金额应在 0.01 元到 0.99 元之间" in wrong.stderr
    assert run_flow("answer", case.id, "deposit-1", "0.5").returncode == 0
    second = run_flow("answer", case.id, "deposit-1", "0.6")
    assert second.returncode == 2
    assert f"电脑账户 {getpass.getuser()}，" in second.stderr
    assert "已经先回答了" in second.stderr
    assert case.ledger.ask(case.id, "deposit-1").value == "0.50"


def test_a_late_answer_is_refused_with_the_deadline(run_flow, case):
    """No process has noticed yet that the deadline passed; the answer comes too late all the same."""
    case.ask("deposit-1", answer=AMOUNT, within=timedelta(hours=-1))
    ended = run_flow("answer", case.id, "deposit-1", "0.5")
    assert ended.returncode == 2
    assert "deposit-1：期限 " in ended.stderr
    assert "已过，不再接受回答" in ended.stderr
    assert case.ledger.ask(case.id, "deposit-1").state == "open"


def test_a_secret_on_the_command_line_is_refused_and_not_repeated(run_flow, case):
    """Everybody on the machine can read argv."""
    case.ask("sms-1", answer=CODE, secret=True)
    with case.ledger.lease(case.id):
        ended = run_flow("answer", case.id, "sms-1", "123456")
    assert ended.returncode == 2
    assert "去掉最后一项" in ended.stderr
    assert "123456" not in ended.stderr + ended.stdout
    assert case.ledger.ask(case.id, "sms-1").state == "open"


def test_a_secret_comes_by_standard_input_and_never_into_the_ledger(run_flow, case, home):
    """It is handed over in a private file."""
    case.ask("sms-1", answer=CODE, secret=True)
    with case.ledger.lease(case.id):
        assert run_flow("answer", case.id, "sms-1", typed="123456\n").returncode == 0
    assert case.ledger.ask(case.id, "sms-1").value is None
    (handed_over,) = (home / "cases" / case.id / "secrets").iterdir()
    assert handed_over.read_text(encoding="utf-8") == "123456"
    assert b"123456" not in b"".join(file.read_bytes() for file in home.glob("ledger.db*"))


@pytest.mark.parametrize("closed", [False, True])
def test_a_secret_that_no_process_waits_for_is_not_taken(run_flow, case, home, closed):
    """Whether its process died or stopped: the command that asks again is named, by asks and status too."""
    remember(case_folder(home, case.id), Path("/my/profile.yaml"), portal="http://127.0.0.1:8000/", headless=True)
    case.ask("sms-1", answer=CODE, secret=True)
    if closed:
        case.happened(events.AskCancelled(run=case.run, ask="sms-1"))
        case.happened(events.RunEnded(run=case.run, state="waiting", reason="请填写验证码"))
    again = "run-flow certify /my/profile.yaml --portal http://127.0.0.1:8000/ --headless"
    ended = run_flow("answer", case.id, "sms-1", typed="123456\n")
    assert ended.returncode == 2
    assert "现在没有进程在等回答" in ended.stderr
    assert again in ended.stderr
    asked = run_flow("asks").stdout
    assert (again in asked, "服务号认证 等人处理：请填写验证码" in asked) == (True, closed)
    assert again in run_flow("status").stdout


def test_what_the_portal_settles_cannot_be_answered(run_flow, case):
    """A code is scanned on a phone, not answered."""
    case.ask("scan-1", answer=None)
    assert run_flow("answer", case.id, "scan-1", "ok").returncode == 2


def test_an_answer_to_nothing_offers_the_nearest_ask(run_flow, case):
    """A typing error costs one look."""
    case.ask("deposit-1", answer=AMOUNT)
    ended = run_flow("answer", case.id, "depsit-1", "0.5")
    assert ended.returncode == 2
    assert f"{case.id} deposit-1" in ended.stderr


def test_asks_are_listed_for_one_case_or_all(run_flow, case):
    """With the command that answers, and what to write at its end."""
    case.ask("deposit-1", answer=AMOUNT)
    assert f"run-flow answer {case.id} deposit-1 金额" in run_flow("asks", case.id).stdout
    assert [record["id"] for record in _records(run_flow("asks", "--json"))] == ["deposit-1"]
    assert run_flow("asks", "ffffffff", "--json").stdout == ""


def test_a_home_that_was_named_is_named_in_every_command_told(run_flow, case, home):
    """Copied as it stands, it leads to the same records; where the environment names them, it need not."""
    case.ask("deposit-1", answer={"kind": "amount", "minimum": "0.01", "maximum": "0.99"})
    case.ask("sms-1", answer=CODE, secret=True)
    elsewhere = {"RUN_FLOW_HOME": str(home.parent / "another")}
    told = run_flow("asks", "--home", str(home), settings=elsewhere).stdout
    assert f"run-flow answer {case.id} deposit-1 --home {home} 金额" in told
    assert f"run-flow certify PROFILE --home {home}" in told
    assert "--home" not in run_flow("asks").stdout


def test_followed_asks_come_as_they_open_and_as_their_code_changes(case, home, tmp_path):
    """A second person's program needs no polling; Ctrl-C ends it cleanly."""
    case.ask("deposit-1", answer=AMOUNT)
    command = [sys.executable, "-m", "run_flow.cli", "asks", "--follow", "--json", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=tmp_path) as following:
        assert json.loads(following.stdout.readline())["id"] == "deposit-1"
        case.ask("scan-1", answer=None)
        assert json.loads(following.stdout.readline())["id"] == "scan-1"
        case.happened(events.AskPictured(run=case.run, ask="scan-1", image="a" * 64))
        assert json.loads(following.stdout.readline())["image"] == "a" * 64
        following.send_signal(signal.SIGINT)
        assert following.wait(timeout=20) == 0


def test_the_mock_portal_is_served_on_loopback(home, tmp_path):
    """Its addresses are told first; Ctrl-C ends it."""
    import httpx

    command = [sys.executable, "-m", "run_flow.cli", "mock-portal", "--skin", "legacy", "--json"]
    environment = os.environ | {"RUN_FLOW_HOME": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=tmp_path, env=environment) as serving:
        told = json.loads(serving.stdout.readline())
        assert told["address"].startswith("http://127.0.0.1:")
        assert httpx.get(told["address"], trust_env=False, follow_redirects=True).status_code == 200
        serving.send_signal(signal.SIGINT)
        assert serving.wait(timeout=20) == 0


def test_a_port_that_is_taken_is_named(run_flow):
    """Another one is asked for, in words."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run_flow("mock-portal", "--port", str(port))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"端口 {port} 被占用，换一个 --port" in refused.stderr


def test_settings_that_cannot_be_read_end_with_2(run_flow, tmp_path):
    """A setting is not guessed."""
    (tmp_path / ".env").write_text("RUN_FLOW_PATIENCE_MINUTES=soon\n", encoding="utf-8")
    ended = run_flow("status")
    assert ended.returncode == 2
    assert "RUN_FLOW_PATIENCE_MINUTES" in ended.stderr


def test_a_home_that_cannot_be_written_ends_with_11(run_flow, tmp_path):
    """Nothing unrecorded: without a record there is no run."""
    (tmp_path / "file").touch()
    ended = run_flow("status", "--home", "file/home")
    assert ended.returncode == 11
    assert len(ended.stderr.splitlines()) == 4


def test_output_is_utf_8_whatever_the_terminal_says(run_flow):
    """A Windows console in GBK, or a C locale, must not break Chinese."""
    assert "用法" in run_flow("--help", settings={"PYTHONIOENCODING": "gbk", "LC_ALL": "C"}).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_the_home_is_for_its_user_alone(run_flow, home):
    """Whatever the umask."""
    assert run_flow("status").returncode == 0
    assert oct(home.stat().st_mode)[-3:] == "700"
    assert {oct(file.stat().st_mode)[-3:] for file in home.rglob("*") if file.is_file()} == {"600"}
