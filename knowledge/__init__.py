"""Plans: reading, structure, duties, search and cited answers."""
