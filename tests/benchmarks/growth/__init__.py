"""How each act of a user grows with the project: its figure at 10,000, 100,000 and 1,000,000 claims.

``python -m tests.benchmarks.growth`` prints the table, and fails where an act grows faster or takes longer than it
promises. A new act is a function with `act` in one of the modules ``*_acts``; nothing else need know it.
"""
