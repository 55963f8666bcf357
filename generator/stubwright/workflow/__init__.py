"""Run a target and tell how its package has drifted; nothing here prints."""
