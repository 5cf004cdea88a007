"""One's own profile made from the samples: blanks where nothing was answered yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import PurePosixPath
from typing import Any

from run_flow.profile.loading import refused, unknown
from run_flow.profile.model import Profile
from run_flow.profile.roles import KEY, ROLES
from run_flow.profile.rules.company import KIND_OF_PREFIX
from run_flow.profile.rules.confirmed import FOR_FILING
from run_flow.profile.sections import keys, section
from run_flow.profile.template import PLACE, Entry, comments
from run_flow.profile.tree import Tree

Answers = dict[str, Any]
_HEAD = (
    "# yaml-language-server: $schema=./profile.schema.json",
    "# 怎么用：在冒号后面填写；写着“可不写”的可以空着；开头带“#”的行要用时去掉“#”。填好后执行 run-flow check profile.yaml。",
)


def known(tree: Tree) -> Answers:
    """Return the answers that *tree* states, or raise `ProfileRefused` with every key that no profile has."""
    for field in tree.keys:
        above, _dot, name = field.rpartition(".")
        if section(Profile, above) and name not in keys(Profile, above) and not (above in ROLES and name == KEY):
            unknown(tree, field, Profile)
    if tree.findings:
        raise refused(tree.file, tree.findings)
    return dict(tree.values or {})


def kind_of(answers: Answers) -> str:
    """Return the kind that is answered, or shown by the credit code; "" where neither tells."""
    company = answers.get("company")
    said = company if isinstance(company, dict) else {}
    return str(said.get("kind") or KIND_OF_PREFIX.get(str(said.get("credit_code", "")).strip()[:2], ""))


def draft(answers: Answers, *, samples: Mapping[str, Entry], kind: str, filing: bool) -> Entry:
    """Return the template of *kind*, blank but for *answers* and what follows from them."""
    top, company = deepcopy(samples[kind]), deepcopy(samples["企业"])
    if filing and not top.child("filing"):
        top.below[top.start("mini_programs") :] = company.below[company.start("mini_programs") :]
    if not filing:
        _leave_out_filing(top)
    top.blank()
    _offer_what_is_optional(top, dotted="")
    answers = _completed(answers, kind=kind)
    _join_roles(top, answers)
    _fill(top, answers)
    rules = next(place for place, entry in enumerate(top.below) if (entry.text or "").startswith("#   ·"))
    top.below[:rules] = [Entry(text=line) for line in _HEAD]
    return top


def documents(top: Entry) -> dict[str, str]:
    """Return the place of each document that is wanted, with the template's words on it."""
    return dict(_documents(top, dotted="", words=comments(top)))


def _documents(above: Entry, *, dotted: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for entry in above.below:
        here = dotted if entry.key.isdigit() else f"{dotted}.{entry.key}".strip(".")
        if entry.value.startswith(PLACE) and not entry.off:
            who = re.split("[：（]", words.get(dotted, ""))[0]
            yield entry.value, f"{who} {entry.comment or words.get(f'legal_person.{entry.key}', '')}".strip()
        yield from _documents(entry, dotted=here, words=words)


def _leave_out_filing(top: Entry) -> None:
    top.drop(["filing"])
    for dotted, names in (("mini_programs.0", ["filing"]), ("confirmed", FOR_FILING)):
        if entry := top.at(dotted):
            entry.drop(names)


def _offer_what_is_optional(above: Entry, *, dotted: str) -> None:
    """Comment out the documents that only some need: an empty place would be a fault."""
    for entry in above.below:
        here = f"{dotted}.{entry.key}".strip(".")
        model = section(Profile, dotted)
        known_field = model.model_fields.get(entry.key) if model else None
        if entry.value and not entry.off and known_field and not known_field.is_required():
            entry.offer()
        _offer_what_is_optional(entry, dotted=here)


def _completed(answers: Answers, *, kind: str) -> Answers:
    """Return *answers* with what follows from them: the account's holder and the invoice are the company's."""
    whole = deepcopy(answers) | {"company": {"kind": kind} | _below(answers, "company")}
    name, code = (whole["company"].get(key) for key in ("name", "credit_code"))
    follows = {"invoice": {"title": name, "tax_number": code}}
    if kind == "企业":
        follows["bank"] = {"holder": name}
    for key, values in follows.items():
        whole[key] = {name: value for name, value in values.items() if value} | _below(answers, key)
    return whole


def _below(answers: Answers, key: str) -> Answers:
    found = answers.get(key)
    return found if isinstance(found, dict) else {}


def _join_roles(top: Entry, answers: Answers) -> None:
    """State each person once, as *answers* tell with ``same_as``."""
    administrator = _below(answers, "administrator").get(KEY)
    filing = top.child("filing")
    if filing and not _below(answers, "filing").get("manager"):
        if administrator == "legal_person":
            filing.drop(["manager"])  # the 主体负责人 then answers for the 小程序 too
        elif administrator in ROLES:
            _same(top, "filing.manager", str(administrator), {})
    for role in ROLES:
        said: Any = answers
        for part in role.split("."):
            said = _below(said, part)
        if said.get(KEY) in ROLES and top.at(role):
            _same(top, role, said[KEY], said)
        elif {"name", "id_number"} & said.keys() and top.at(f"{role}.{KEY}"):
            _apart(top, role)


def _same(top: Entry, role: str, other: str, said: Answers) -> None:
    entry = top.at(role)
    assert entry, role
    entry.drop([key for key in keys(Profile, other) if key not in said])
    if not entry.child(KEY):
        entry.below.insert(0, Entry(KEY))
    entry.below[0].state(other)


def _apart(top: Entry, role: str) -> None:
    """State somebody of their own in *role*: nothing of the other person may be taken over."""
    entry, model = top.at(role), section(Profile, role)
    assert entry, role
    assert model, role
    entry.drop([KEY])
    wanted = [key for key, field in model.model_fields.items() if field.is_required() and not entry.child(key)]
    entry.below[:0] = [Entry(key) for key in wanted]


def _fill(above: Entry, answers: Answers) -> None:
    for key, value in answers.items():
        entry = above.child(key)
        if entry is None:
            entry = Entry(key)
            above.below.append(entry)
        if isinstance(value, dict) and entry.below and not entry.below[0].key.isdigit():
            _fill(entry, value)
        elif _is_list_of_sections(value) and entry.below and entry.below[0].below:
            items = [deepcopy(entry.below[0]) for _item in value]
            for number, (item, said) in enumerate(zip(items, value, strict=True)):
                item.key = str(number)
                _place_apart(item, number + 1)
                _fill(item, said)
            entry.below = items
        else:
            entry.state(value)


def _place_apart(item: Entry, number: int) -> None:
    """Give the documents of the second item and the following places of their own."""
    for entry in item.walk():
        if number > 1 and entry.value.startswith(PLACE) and not entry.off:
            place = PurePosixPath(entry.value)
            entry.state(str(place.with_stem(f"{place.stem}-{number}")))


def _is_list_of_sections(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
