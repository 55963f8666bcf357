"""Convert reference pages to an OpenAPI document, with the evidence for each of its facts."""
