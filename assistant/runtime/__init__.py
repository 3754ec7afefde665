"""The models as the product runs them: exported once into the index folder, run by onnxruntime."""
