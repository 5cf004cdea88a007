"""How an older ledger becomes one of today; imported only when there is something to do."""
