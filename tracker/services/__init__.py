"""The verbs: one function is one deed, which checks the rule, changes the records and is recorded.

A deed flushes and never commits; the commit belongs to the door it came through.
"""
