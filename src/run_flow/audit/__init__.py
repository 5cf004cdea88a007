"""Evidence of what was done in the window: recorded, redacted, scanned, and proven field by field."""
