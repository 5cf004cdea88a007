"""``run-flow plan`` as a user gives it."""

import json
import re
import shutil
import stat
from datetime import date

import pytest

from run_flow.cli.screen import width

SAMPLES = ("company", "household")


@pytest.fixture
def profile(root, tmp_path):
    """Return a copy of a sample profile, with its documents."""
    folder = shutil.copytree(root / "fixtures/profiles/company", tmp_path / "company")
    return folder / "profile.yaml"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_plan_fits_the_terminal_in_both_languages(run_flow, root, sample, language):
    """Nothing on the error channel, nothing wider than a hundred columns."""
    path = root / f"fixtures/profiles/{sample}/profile.yaml"
    words = ["--lang", language, "plan", str(path), "--start", "2026-11-23"]
    brief, whole = run_flow(*words), run_flow(*words, "--all")
    for ended in (brief, whole):
        assert (ended.returncode, ended.stderr) == (0, "")
        assert max(map(width, ended.stdout.splitlines())) <= 100
        assert "█" in ended.stdout
    assert len(brief.stdout.splitlines()) < len(whole.stdout.splitlines()) / 2
    assert "--all" in brief.stdout


def test_every_sum_of_the_guide_is_told_beside_ours(run_flow, profile):
    """15–30 working days, 25–35 days, day 47, and what the calendar gives."""
    told = run_flow("plan", str(profile), "--start", "2026-11-23", "--all").stdout
    for words in ("15–30 个工作日", "25–35 天", "第 47 天", "我们的合计", "互相不一致", "节省 600 元", "暂定"):
        assert words in told


def test_the_thirty_yuan_are_told_to_a_household_only(run_flow, root, profile):
    """As a claim, with how little backs it."""
    household = root / "fixtures/profiles/household/profile.yaml"
    assert "只有一条投诉佐证" in run_flow("plan", str(household), "--all").stdout
    assert "投诉" not in run_flow("plan", str(profile), "--all").stdout


def test_a_program_reads_the_plan(run_flow, profile):
    """One JSON line: units, currency and sources beside each figure."""
    ended = run_flow("plan", str(profile), "--start", "2026-11-23", "--json")
    (line,) = ended.stdout.splitlines()
    plan = json.loads(line)
    assert plan["start"] == "2026-11-23"
    assert [branch["yuan"] for branch in plan["branches"]] == [300, 600]
    review = next(stage for stage in plan["stages"] if stage["key"] == "review")
    assert review["takes"] == {"minimum": 1, "maximum": 15, "unit": "working_days"}
    assert review["claims"][0]["source"] == {"kind": "guide", "dated": "2025-10-25", "fact": "P-5"}


def test_a_plan_starts_today_where_nothing_else_is_said(run_flow, profile):
    """The operator's own day."""
    before = date.today()  # noqa: DTZ011  the operator's clock is meant
    plan = json.loads(run_flow("plan", str(profile), "--json").stdout)
    assert before <= date.fromisoformat(plan["start"]) <= date.today()  # noqa: DTZ011  the same


def test_the_page_is_for_the_user_alone(run_flow, profile, tmp_path):
    """Mode 0600, and no secret of the profile in it or in the terminal."""
    ended = run_flow("plan", str(profile), "--html", "plan.html")
    page = tmp_path / "plan.html"
    assert "plan.html" in ended.stdout
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    said = page.read_text(encoding="utf-8") + ended.stdout
    assert "<svg" in said
    for secret in ("110101198506170028", "13800138033", "4000023009200012345", "guyifan_qinghe", "沈知夏"):
        assert secret not in said


@pytest.mark.parametrize(
    "words", [("--start", "morgen"), ("--start", "1999-01-01"), ("--html", "company/profile.yaml")]
)
def test_wrong_words_end_with_2_and_change_nothing(run_flow, profile, words):
    """No date, a date nobody plans for, a page that would overwrite the profile."""
    before = profile.read_bytes()
    ended = run_flow("plan", str(profile), *words)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert words[0] in ended.stderr
    assert profile.read_bytes() == before


def test_a_page_that_cannot_be_written_ends_with_2(run_flow, profile):
    """That its folder is not there is said, in words."""
    ended = run_flow("plan", str(profile), "--html", "nowhere/plan.html")
    assert ended.returncode == 2
    assert re.search(r"没有 \S*nowhere 这个文件夹", ended.stderr)


def test_an_offices_calendar_moves_the_plan(run_flow, profile):
    """A day off before the bank's deposit makes everything a day later."""
    calendar = profile.with_name("calendar.yaml")
    plain = json.loads(run_flow("plan", str(profile), "--start", "2026-03-02", "--json").stdout)
    calendar.write_text("off: [2026-03-02, 2026-03-03]\n", encoding="utf-8")
    moved = json.loads(run_flow("plan", str(profile), "--start", "2026-03-02", "--json").stdout)
    assert plain["stages"][0]["fastest"]["begins"] == "2026-03-02"
    assert moved["stages"][0]["fastest"]["begins"] == "2026-03-04"


def test_a_broken_calendar_ends_with_3_at_its_place(run_flow, profile):
    """File, line, column and mend."""
    calendar = profile.with_name("calendar.yaml")
    calendar.write_text("off:\n  - 2027-02-10\n  - 春节\n", encoding="utf-8")
    ended = run_flow("plan", str(profile))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert f"{calendar}:3:5: 错误 off.1: date.format" in ended.stderr


def test_a_plan_is_drawn_before_the_profile_is_complete(run_flow, profile):
    """It is what one wants to know first; what is no YAML at all is refused."""
    profile.write_text("company: {kind: 个体工商户}\nmini_programs:\n  - name: 小满点单\n  -\n", encoding="utf-8")
    ended = run_flow("plan", str(profile))
    assert ended.returncode == 0
    assert "小程序 2 个" in ended.stdout
    profile.write_text("company：\n", encoding="utf-8")
    assert run_flow("plan", str(profile)).returncode == 3
