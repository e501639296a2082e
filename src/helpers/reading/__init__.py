"""A file of any supported kind → characters."""
