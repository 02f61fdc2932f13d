"""What is minimised: next tokens (pretraining and sft), and preferences between two responses."""
