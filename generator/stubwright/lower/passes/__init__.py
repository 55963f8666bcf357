"""Passes: functions that take types and return new ones."""
