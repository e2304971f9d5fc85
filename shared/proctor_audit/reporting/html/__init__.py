"""The report as one HTML file that needs nothing else: no script, no other file, no network.

::

    page = report_html([report], generated_at=datetime.now(UTC))
"""

from proctor_audit.reporting.html.page import report_html

__all__ = ["report_html"]
