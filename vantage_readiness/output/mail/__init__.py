"""Letters as they leave: what stands in them, how they are laid out, how they are handed over."""
