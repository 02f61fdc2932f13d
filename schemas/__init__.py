"""What flows: one small frozen dataclass per record, each with its Arrow schema and version."""
