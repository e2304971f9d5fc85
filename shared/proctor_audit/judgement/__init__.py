"""Observation + SessionState → SessionState + verdicts + incidents + score.

Pure functions of data, standard library only; the clock is passed in. Nothing in here knows pixels or AWS.
"""
