"""Snapshots of pages: what pieces spell together, what is typed letter by letter, what is drawn."""

from __future__ import annotations

import json

from run_flow.audit.dom import Pages
from run_flow.audit.secrets import Secrets

ID = "11010519491231002X"
KNOWN = [("id_number", ID), ("name", "欧阳晴禾")]


def cleaned(*trees):
    """Return the snapshots of one frame after redaction."""
    secrets = Secrets(KNOWN)
    pages = Pages(secrets, lambda held: secrets.known(held) or ("公开" if held == "公开" else "REDACTED-field-1"))
    snapshots = [{"frameId": "f", "html": tree} for tree in trees]
    for snapshot in snapshots:
        pages.clean(snapshot)
    return [snapshot["html"] for snapshot in snapshots]


def test_a_value_in_neighbouring_nodes_is_taken_out():
    """Digits in spans of their own, with spaces between, are one number."""
    (tree,) = cleaned(["P", {}, "号码 ", *[["B", {}, digit] for digit in ID], " 完"])
    text = json.dumps(tree, ensure_ascii=False)
    assert "REDACTED-id_number-" in text
    assert not any(f'"{digit}"' in text for digit in "1059432")
    assert "号码 " in text
    assert " 完" in text


def test_a_value_of_which_one_part_stood_in_an_earlier_snapshot_is_taken_out():
    """A snapshot refers to nodes of the one before: what they say together counts."""
    first = ["DIV", {}, ["B", {}, ID[:9]], ["B", {}, "等待"]]
    second = ["DIV", {}, [[1, 1]], ["B", {}, ID[9:]]]
    told = json.dumps(cleaned(first, second), ensure_ascii=False)
    assert ID[:9] not in told
    assert ID[9:] not in told
    assert "等待" in told


def test_a_whole_page_that_did_not_change_stays_a_reference():
    """What was looked through once is not made anew."""
    first, second = cleaned(["P", {}, "同样的"], [[1, 1]])
    assert second == [[1, 1]]
    assert first == ["P", {}, "同样的"]


def test_fields_tell_only_what_is_public():
    """Every prefix of what is typed, a password, a text area: nothing but tokens; choices and public values stay."""
    prefixes = [["INPUT", {"__playwright_value_": ID[:size]}] for size in range(1, 18)]
    (tree,) = cleaned(
        [
            "FORM",
            {},
            *prefixes,
            ["INPUT", {"type": "password", "value": "x1", "__playwright_value_": "公开"}],
            ["TEXTAREA", {"__playwright_value_": "秘密"}, "秘密"],
            ["INPUT", {"type": "radio", "value": "1"}],
            ["INPUT", {"__playwright_value_": "公开"}],
        ]
    )
    values = [node[1].get("__playwright_value_") for node in tree[2:]]
    assert set(values[:17]) == {"REDACTED-field-1"}
    assert tree[19][1] == {
        "type": "password",
        "value": "REDACTED-password-0",
        "__playwright_value_": "REDACTED-password-0",
    }
    assert tree[20][2] == "REDACTED-field-1"
    assert tree[21][1]["value"] == "1"
    assert tree[22][1]["__playwright_value_"] == "公开"


def test_what_is_drawn_is_blank_and_keeps_its_place():
    """Shapes and cells lose what they draw; their nodes stay, because later snapshots count them."""
    cells = [["TR", {}, *[["TD", {"style": "background:#000"}] for _n in range(21)]] for _row in range(21)]
    shapes = ["svg", {"class": "x"}, ["path", {"d": "M0 0h7v7"}], ["text", {}, "欧阳"]]
    (tree,) = cleaned(
        ["DIV", {}, shapes, ["TABLE", {}, *cells], ["TABLE", {}, ["TR", {}, ["TD", {"style": "s"}, "字"]]]]
    )
    told = json.dumps(tree, ensure_ascii=False)
    assert "M0 0" not in told
    assert "欧阳" not in told
    assert "#000" not in told
    assert tree[4] == ["TABLE", {}, ["TR", {}, ["TD", {"style": "s"}, "字"]]]
    assert len(tree[3]) == 23
