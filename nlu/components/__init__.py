"""Rasa graph components around our own text, triage and entities."""
