"""Coded reports beside the program's reading."""
