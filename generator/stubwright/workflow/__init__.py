"""Run a target, and determine how its package has drifted; nothing here prints."""
