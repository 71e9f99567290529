"""Vietnamese as it is typed: text, triage, entities, and the Rasa components around them."""
