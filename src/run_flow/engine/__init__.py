"""How a flow runs: each step once, people asked through the ledger, the portal looked at before anything irreversible."""
