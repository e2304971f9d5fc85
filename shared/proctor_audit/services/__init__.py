"""One use case a module, each called by one handler. Here the rooms are wired to one another."""
