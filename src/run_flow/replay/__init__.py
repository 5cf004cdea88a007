"""The page on which a person reads the evidence of a run, served straight out of its bundle."""
