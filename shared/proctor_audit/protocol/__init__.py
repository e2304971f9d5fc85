"""The wire contract: what a client may send, what it gets back, and how large anything may be."""
