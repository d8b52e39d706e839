"""What surrounds every request: middleware, error pages, strict JSON, media, the installable site."""
