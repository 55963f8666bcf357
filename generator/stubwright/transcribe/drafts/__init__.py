"""What readers give: facts with their evidence."""
