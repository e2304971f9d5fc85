"""Takes out of the shared objects in a folder of wheels what no process of ours uses.

Nothing but Python is needed for it, so that every machine builds the same bytes.
"""
