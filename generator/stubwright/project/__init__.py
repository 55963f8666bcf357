"""What a project asks for: its configuration, its targets and their options."""
