"""The law and the arithmetic, pure: frameworks, grades, statuses, working days and clocks.

Knows neither the web nor the database nor the time: today is always an argument.
"""
