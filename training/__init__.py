"""The bundled trainer: Mixtral, pretrained, fine-tuned and preference-tuned on the files that the pipelines
write.

It needs torch (`pip install roae[train]`), and knows nothing of the pipelines but their files.
"""
