"""Configuration of a project: its targets and their options."""
