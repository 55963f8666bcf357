"""Reader of RapiDoc."""
