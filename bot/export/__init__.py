"""Duties and deadlines in the formats officers keep."""
