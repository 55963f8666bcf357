"""Reader of Redoc."""
