"""Charts drawn on the server as SVG: safe strings whose colours come from CSS classes alone.

`marks` holds what callers hand in. A chart draws what it is given: which sessions belong on it
(the last year, the last twenty) is the caller's choice.
"""
