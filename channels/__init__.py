"""The platforms people write from, and the one way of a message through the front."""
