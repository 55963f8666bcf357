"""Hooks of build backends: packages are generated while a distribution is built."""
