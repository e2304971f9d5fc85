"""The verbs of the ``proctor-audit`` command, one a file."""
