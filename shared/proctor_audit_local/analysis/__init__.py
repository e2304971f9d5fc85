"""Audits recordings offline, with the code that judges live exams."""
