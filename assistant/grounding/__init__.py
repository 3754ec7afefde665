"""Is a statement borne out by the sentences it cites? The gate and its checks, one a module."""
