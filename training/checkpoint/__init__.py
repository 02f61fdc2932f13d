"""Models on disk: Hugging Face's safetensors, read in each of their layouts and written in the common one."""
