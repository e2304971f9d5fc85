"""API keys and session tokens: making them, taking them apart, checking them. Nothing here is ever logged."""
