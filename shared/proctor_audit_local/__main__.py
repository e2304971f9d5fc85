"""``python -m proctor_audit_local`` and the ``proctor-audit`` script."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command. Imported late: Ctrl-C while modules load is Ctrl-C like any other."""
    try:
        from proctor_audit_local.cli import run

        status = run()
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
