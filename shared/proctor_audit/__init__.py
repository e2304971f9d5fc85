"""Real-time AI proctoring of online exams.

Importing this package imports nothing else: every room (``vision``, ``judgement``, ``stores``, …)
is imported by the function that needs it, so that no Lambda pays for what it does not use.
"""

__version__ = "0.1.0"
