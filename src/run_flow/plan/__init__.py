"""The plan of one company's errands: in which order, how long, what it costs, who is needed when.

A pure core: facts (tables with their sources), a calendar of working days, and a start give a frozen plan.
"""
