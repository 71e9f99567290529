"""Benchmarks beside peers; each writes its table into ``docs/``."""
