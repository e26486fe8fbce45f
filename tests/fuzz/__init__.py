"""Hostile input for every door: small with hypothesis in `make test`, longer with coverage in `make fuzz`."""
