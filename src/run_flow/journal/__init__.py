"""What happened, on disk before the run goes on: events, their projection, the ledger and its lease."""
