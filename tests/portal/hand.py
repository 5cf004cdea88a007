"""A person's hand at the note in the window, which no script can reach."""

from __future__ import annotations


class Hand:
    """A person's hand: finds the note's buttons where they are painted, through the closed shadow root."""

    def __init__(self, page):
        """Use the browser's own view of the page."""
        self.page = page
        self.cdp = page.context.new_cdp_session(page)

    def nodes(self):
        """Every node of the note, with its text."""
        root = self.cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        note = next(c for c in self.children(self.children(root, "HTML")[0]) if c["nodeName"] == "RUN-FLOW-NOTE")
        stack, found = list(note["shadowRoots"]), []
        while stack:
            node = stack.pop(0)
            found.append(node)
            stack += node.get("children", [])
        return found

    @staticmethod
    def children(node, name=None):
        """Children of a node."""
        return [c for c in node.get("children", []) if name in (None, c["nodeName"])]

    def text(self):
        """All text of the note but its style."""
        style = {c["nodeId"] for n in self.nodes() if n["nodeName"] == "STYLE" for c in n.get("children", [])}
        return " ".join(n["nodeValue"] for n in self.nodes() if n["nodeName"] == "#text" and n["nodeId"] not in style)

    def press(self, name, text=None):
        """Press the control of that name, and text, with the mouse."""
        for node in self.nodes():
            words = "".join(c["nodeValue"] for c in self.children(node, "#text"))
            if node["nodeName"] == name and text in (None, words):
                quad = self.cdp.send("DOM.getBoxModel", {"nodeId": node["nodeId"]})["model"]["border"]
                self.page.mouse.click((quad[0] + quad[4]) / 2, (quad[1] + quad[5]) / 2)
                return
        raise AssertionError(text)
