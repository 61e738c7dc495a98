"""Official series: readers of what statistical sources publish, the series that come with the package, and look-ups.

A reader takes a file and gives observations (sijill.model.Observation); `layouts.py` knows a file by its
heading line, `library.py` holds the series of the package and those that somebody imported.
"""
