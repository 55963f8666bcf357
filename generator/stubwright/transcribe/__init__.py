"""Reference pages to an OpenAPI document, with the evidence of each of its facts."""
