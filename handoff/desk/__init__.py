"""The staff page: queue, case and composer on one screen."""
