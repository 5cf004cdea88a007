"""Evidence that an auditor can trust: recorded, redacted, bundled, signed, verified, and forgotten in time."""
