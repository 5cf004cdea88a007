"""``run-flow prepare``: copies beside the originals, the profile changed only where it is asked for."""

import json
import os
import random
import shutil
import stat

import pytest
from PIL import Image

from run_flow.cli.prepare import _edited
from run_flow.errors import ProfileRefused
from run_flow.profile.loading import tree_at


@pytest.fixture
def sample(root, tmp_path):
    """Return a copy of the company's profile, to spoil."""
    folder = tmp_path / "公司"
    shutil.copytree(root / "fixtures/profiles/company", folder)
    return folder / "profile.yaml"


@pytest.fixture
def scans(sample):
    """Let the profile name what people really have: a PDF, a phone's photo, a screenshot's format, a large icon."""
    folder = sample.parent / "documents"
    with Image.open(folder / "licence.jpg") as image:
        image.save(folder / "licence.pdf", resolution=150)
    with Image.open(folder / "operator-front.jpg") as image:
        said = Image.Exif()
        said[0x0112] = 6
        said.get_ifd(0x8825)[1] = "N"
        image.rotate(90, expand=True).save(folder / "operator-front.jpg", exif=said)
    with Image.open(folder / "trademark.jpg") as image:
        image.save(folder / "trademark.webp")
    Image.effect_noise((1300, 900), 90).save(folder / "big.png")
    Image.new("RGB", (512, 400), "teal").save(folder / "icon.png")
    text = sample.read_text(encoding="utf-8")
    for old, new in (
        ("documents/licence.jpg  ", "documents/licence.pdf  "),
        ("documents/trademark.jpg", "'documents/trademark.webp'"),
        ("operator-back.jpg", "big.png"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    sample.write_text(text, encoding="utf-8", newline="\r\n")
    return sample


NEW = {
    "company.licence": ("documents/licence.pdf", "documents/licence.portal.jpg"),
    "operator.id_front": ("documents/operator-front.jpg", "documents/operator-front.portal.jpg"),
    "account.trademark": ("documents/trademark.webp", "documents/trademark.portal.jpg"),
    "mini_programs.0.icon": ("documents/icon.png", "documents/icon.portal.png"),
}


def contents(folder) -> dict[str, bytes]:
    """Return every file's bytes."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_good_documents_are_left_alone(run_flow, sample):
    """Nothing to do is said, and nothing is written."""
    before = contents(sample.parent)
    ended = run_flow("prepare", str(sample), "--edit")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "都可以直接用，什么也没有改" in ended.stdout
    assert contents(sample.parent) == before


def test_each_document_that_needs_it_gets_a_copy(run_flow, scans):
    """The originals stay, byte for byte, and so does the profile; what was changed is told, and the line to write."""
    before = contents(scans.parent)
    ended = run_flow("prepare", str(scans))
    assert (ended.returncode, ended.stderr) == (0, "")
    after = contents(scans.parent)
    assert {name: after[name] for name in before} == before
    lines = scans.read_text(encoding="utf-8").splitlines()
    for field, (original, copy) in NEW.items():
        name = field.rpartition(".")[2]
        number = next(number for number, line in enumerate(lines, start=1) if original in line)
        assert f"{scans}:{number}: {name}: {copy}" in ended.stdout
        assert stat.S_IMODE((scans.parent / copy).stat().st_mode) == 0o600
    assert "PDF → JPG" in ended.stdout
    assert "920×1440 → 1440×920 像素；转正；去掉拍摄地点等附带信息" in ended.stdout
    assert "512×400 → 144×144 像素；图标改成 144×144" in ended.stdout


def test_edit_writes_the_paths_and_nothing_else(run_flow, scans):
    """Comments, quotes, line ends and the file's mode stay; done twice, the second time there is nothing to do."""
    scans.chmod(0o640)
    expected = scans.read_bytes()
    for original, copy in NEW.values():
        expected = expected.replace(original.encode(), copy.encode(), 1)
    ended = run_flow("prepare", str(scans), "--edit")
    assert ended.returncode == 0
    assert scans.read_bytes() == expected
    assert stat.S_IMODE(scans.stat().st_mode) == 0o640
    assert not list(scans.parent.rglob(".run-flow-*"))
    assert "什么也没有改" in run_flow("prepare", str(scans), "--edit").stdout


def test_a_program_reads_the_same(run_flow, scans):
    """One record: every file, its fields, what was made of it."""
    (record,) = map(json.loads, run_flow("prepare", str(scans), "--json").stdout.splitlines())
    made = {field: file for file in record["documents"] for field in file["fields"] if file["made"]}
    assert {field: (file["original"], file["copy"]) for field, file in made.items()} == NEW
    assert made["operator.id_front"]["made"]["changes"] == ["turned", "located"]
    assert record["edited"] == []


def test_a_second_run_makes_only_its_own_copies_anew(run_flow, scans):
    """An older copy of ours follows its original; what somebody else put there stays, and is told."""
    run_flow("prepare", str(scans))
    documents = scans.parent / "documents"
    with Image.open(documents / "trademark.jpg") as image:
        image.rotate(180).save(documents / "trademark.webp")
    older = (documents / "trademark.portal.jpg").read_bytes()
    mine = (documents / "operator-back.jpg").read_bytes()
    (documents / "licence.portal.jpg").write_bytes(mine)
    (documents / "icon.portal.png").unlink()
    (documents / "icon.portal.png").symlink_to("licence.jpg")
    ended = run_flow("prepare", str(scans), "--edit")
    assert ended.returncode == 3
    assert (documents / "trademark.portal.jpg").read_bytes() != older
    assert (documents / "licence.portal.jpg").read_bytes() == mine
    assert (documents / "icon.portal.png").is_symlink()
    assert ended.stdout.count("copy.taken") == 2
    assert "documents/licence.pdf" in scans.read_text(encoding="utf-8")


def test_a_copy_that_the_profile_names_is_not_made_anew(run_flow, scans):
    """Another field uses it by now: whoever wrote that looked at it."""
    run_flow("prepare", str(scans))
    documents = scans.parent / "documents"
    named = (documents / "trademark.portal.jpg").read_bytes()
    text = scans.read_text(encoding="utf-8")
    scans.write_text(text.replace("# letter: documents/letter.jpg", "letter: documents/trademark.portal.jpg"), "utf-8")
    with Image.open(documents / "trademark.jpg") as image:
        image.rotate(180).save(documents / "trademark.webp")
    ended = run_flow("prepare", str(scans))
    assert (ended.returncode, ended.stdout.count("copy.taken")) == (3, 1)
    assert (documents / "trademark.portal.jpg").read_bytes() == named


def test_one_file_in_two_fields_has_one_copy_and_two_files_of_one_name_have_two(run_flow, scans):
    """a.webp and a.pdf do not overwrite each other's copy."""
    documents = scans.parent / "documents"
    (documents / "licence.webp").write_bytes((documents / "trademark.webp").read_bytes())
    text = (
        scans.read_text(encoding="utf-8")
        .replace("operator-front.jpg", "licence.pdf")
        .replace("big.png", "licence.webp")
    )
    scans.write_text(text, encoding="utf-8")
    (record,) = map(json.loads, run_flow("prepare", str(scans), "--json", "--edit").stdout.splitlines())
    copies = {tuple(file["fields"]): file["copy"] for file in record["documents"]}
    assert copies["company.licence", "operator.id_front"] == "documents/licence.portal.jpg"
    assert copies["operator.id_back",] == "documents/licence-webp.portal.jpg"
    assert "operator.id_front" in record["edited"]


def test_a_profile_that_does_not_pass_is_prepared_all_the_same(run_flow, scans):
    """Pictures come first for many; a hostile or missing one is told, and the others are made."""
    documents = scans.parent / "documents"
    whole = (documents / "legal-person-back.jpg").read_bytes()
    (documents / "legal-person-back.jpg").write_bytes(whole[:-9000])
    with (documents / "big.png").open("wb") as file:
        file.truncate(10 << 30)
    (documents / "trademark.webp").unlink()
    (documents / "trademark.webp").symlink_to("trademark.webp")
    os.mkfifo(documents / "pipe.jpg")
    text = (
        scans.read_text(encoding="utf-8")
        .replace("credit_code:", "credit_cod:")
        .replace("phone: 13800138011", "phone: 1")
    )
    text = text.replace("legal-person-front.jpg", "../../geheim.jpg").replace(
        "# letter: documents/letter.jpg", "letter: documents/pipe.jpg"
    )
    scans.write_text(text, encoding="utf-8")
    ended = run_flow("prepare", str(scans))
    assert (ended.returncode, ended.stderr) == (3, "")
    told = [line.split()[0] for line in ended.stdout.splitlines() if line.startswith("    document.")]
    assert sorted(told) == [
        "document.broken",
        "document.outside",
        "document.too_large",
        "document.unreadable",
        "document.unreadable",
    ]
    assert (documents / "licence.portal.jpg").exists()


@pytest.mark.parametrize("content", [b"company:\n  a: [", b"\xff\xfe", b"", b"- a\n"])
def test_what_is_no_profile_is_refused_as_check_does(run_flow, sample, content):
    """Where nothing can be read there is nothing to prepare."""
    sample.write_bytes(content)
    ended = run_flow("prepare", str(sample))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert f"{sample}:" in ended.stderr


def test_an_id_number_in_a_file_name_is_not_told(run_flow, sample):
    """People name a scan after the number on it; the copy is made all the same, and written into the profile."""
    number = "110101198506170028"
    documents = sample.parent / "documents"
    with Image.open(documents / "trademark.jpg") as image:
        image.save(documents / f"{number}.webp")
    sample.write_text(sample.read_text(encoding="utf-8").replace("trademark.jpg", f"{number}.webp"), encoding="utf-8")
    for words in ([], ["--json"], ["--edit"]):
        ended = run_flow("prepare", str(sample), *words)
        assert ended.returncode == 0
        assert number not in ended.stdout + ended.stderr
    assert f"trademark: documents/{number}.portal.jpg" in sample.read_text(encoding="utf-8")


def test_sizes_of_a_scan_over_the_limit_are_told(run_flow, sample):
    """Before and after, so that the operator sees what was lost."""
    grain = random.Random(5).randbytes(1300 * 900 * 3)
    documents = sample.parent / "documents"
    Image.frombytes("RGB", (1300, 900), grain).save(documents / "big.png")
    sample.write_text(sample.read_text(encoding="utf-8").replace("trademark.jpg", "big.png"), encoding="utf-8")
    (record,) = map(json.loads, run_flow("prepare", str(sample), "--json").stdout.splitlines())
    (made,) = [file["made"] for file in record["documents"] if file["made"]]
    assert made["size_before"] > 2_000_000 >= made["size_after"]
    assert "size" in made["changes"]


def test_a_profile_changed_meanwhile_is_not_written(sample):
    """What the operator typed while the copies were made is not lost."""
    copies, read = {"company.licence": "documents/a.jpg"}, tree_at(sample)
    sample.write_bytes(sample.read_bytes().replace(b"# ", b"#  "))
    typed = sample.read_bytes()
    with pytest.raises(ProfileRefused, match="刚才被改过"):
        _edited(sample, read, copies)
    assert sample.read_bytes() == typed
    assert _edited(sample, tree_at(sample), copies) == {"company.licence"}
