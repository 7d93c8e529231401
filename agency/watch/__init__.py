"""Whether the service is well: health, figures, logs."""
