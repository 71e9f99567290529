"""Command line, settings, processes and the actions of the assistant."""
