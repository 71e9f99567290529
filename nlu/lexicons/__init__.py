"""Word lists that people edit, and the check that reads them."""
