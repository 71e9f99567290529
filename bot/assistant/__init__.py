"""The assistant process: Rasa with our actions inside, started lean."""
