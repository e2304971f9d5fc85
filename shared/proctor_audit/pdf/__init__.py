"""Reports on paper. The only room that imports fpdf."""

from proctor_audit.pdf.document import report_pdf

__all__ = ["report_pdf"]
