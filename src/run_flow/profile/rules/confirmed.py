"""What no program can look up: a person makes sure of it and writes down the day."""

from __future__ import annotations

from run_flow.profile.tree import Tree

ALWAYS = ("wechat", "emails", "registrations", "names", "active", "calls", "finance")
FOR_FILING = ("filed_elsewhere", "sms", "face")


def look(tree: Tree) -> None:
    """Look for each confirmation that the profile's errands need."""
    for name in ALWAYS + (FOR_FILING if tree.has("filing") else ()):
        if not tree.said(f"confirmed.{name}"):
            tree.find(f"confirmed.{name}", f"confirmed.{name}")
